"""The whole school in one walk: an editor's morning, a class teacher's desk, a learner's day and evening, a review."""

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bundled import stand_here
from tests.browser.server import SchoolServer, run
from tests.browser.walking import (
    CHOICE,
    add_block,
    add_row,
    choose,
    explorer_number,
    fill_moment,
    moment,
    new_page,
    press,
    preview,
    publish,
    write,
)
from tests.factories.documents import make_pdf

pytestmark = pytest.mark.walk

ZONE = ZoneInfo("Asia/Shanghai")
LESSON, PAPER = "雨天路滑怎么走", "雨天出门单"
CLASS, NEXT_CLASS, WALK = "第7期山路安全培训班", "第8期山路安全培训班", "走一趟雨后的山路"
LIVE, MEETING = "山路上的急救", "https://meet.example/mountain-road"
POST, REPLY = "我会先看天气再出门。", "我走慢一点，拄一根棍子。"
FORUM, PROMPT = "今晚谈山路", "雨天你怎么走这条路"
FEEDBACK = "授课评价意见反馈表"
REASON = "带大家走完了最难的一段"
LEARNER, STRANGER, PASSWORD = "钱小满", "罗小溪", "walk-in-rain-2026"
ROSTER = f"姓名,手机,单位,职务\n{LEARNER},13900001234,,村民\n韩大山,13900001235,,护林员\n"
WEEK = datetime.timedelta(days=7)
OTHERS = """
from evaluations.models import FeedbackSurvey
from people.models import User
instructor = User.objects.get(account_name="instructor")
theirs = FeedbackSurvey.objects.filter(page__content_type__model="liveclasspage", instructor=None)
result = str(theirs.exclude(page__liveclasspage__instructors__instructor=instructor).first().public_id)
"""
GONE = f"""
from wagtail.models import Page
for page in Page.objects.filter(title__in=[{CLASS!r}, {NEXT_CLASS!r}, {LESSON!r}]).live():
    page.specific.unpublish()
result = None
"""


@pytest.fixture(autouse=True)
def _leave_nothing_open(school: SchoolServer) -> Iterator[None]:
    """What was published in the walk is in nobody's way after it."""
    yield
    run(school, GONE)


def the_days() -> tuple[datetime.datetime, datetime.date]:
    """Return when the live class began, today, and the day on which the class did."""
    now = datetime.datetime.now(ZONE).replace(second=0, microsecond=0, tzinfo=None)
    midnight = now.replace(hour=0, minute=0)
    return max(now - datetime.timedelta(minutes=20), midnight), now.date() - datetime.timedelta(days=1)


def write_lesson(page: Page) -> None:
    """Write a lesson of seven blocks, see it, send it through the workflow and publish it."""
    new_page(page, explorer_number(page, "青山学堂", "课程"), "lessons/lessonpage")
    page.locator("#id_title").fill(LESSON)
    page.locator("#id_intro").fill("下雨天走山路要注意什么。")
    add_block(page, "Heading").locator("input[type=text]").last.fill("出门之前")
    write(add_block(page, "Text"), "先看天气，再看鞋底。")
    quotation = add_block(page, "Quotation")
    quotation.locator("textarea").first.fill("走慢就是走快。")
    quotation.locator("input[type=text]").last.fill("老护林员")
    steps = add_block(page, "Steps")
    steps.locator("input[type=text]").last.fill("试一试路面")
    callout = add_block(page, "Callout")
    callout.locator("select").select_option("warning")
    write(callout, "打雷时不要站在树下。")
    picture = add_block(page, "Image")
    choose(page, picture, "Choose an image", "")
    picture.locator("input[name$='-alt_text']").fill("雨后的山路")
    bring_document(page)
    press(page, "Save draft")
    preview(page, "走慢就是走快")
    press(page, re.compile("^Submit to"))
    page.goto("/admin/")
    page.get_by_role("link", name=LESSON).first.click()
    press(page, "Approve and Publish")


def bring_document(page: Page) -> None:
    """Upload a document while writing, and put it into the lesson."""
    add_block(page, "Document").get_by_role("button", name="Choose a document").click()
    dialog = page.locator(".modal")
    expect(dialog.locator("[role=tab]").first).to_be_visible()
    dialog.get_by_role("tab", name="Upload").click()
    file = {"name": "rain.pdf", "mimeType": "application/pdf", "buffer": make_pdf("Umbrella", "Stick")}
    form = dialog.locator("[data-chooser-modal-creation-form]")
    form.locator("input[type=file]").set_input_files(file)
    form.locator("input[name$='-title']").fill(PAPER)
    form.locator("button[type=submit]").click()
    expect(dialog).to_have_count(0)


def open_training_class(page: Page) -> str:
    """Open a class of two seats in which everybody may enroll; return its number in the admin."""
    _starts, first_day = the_days()
    new_page(page, explorer_number(page, "青山学堂", "培训班"), "classes/trainingclasspage")
    page.locator("#id_title").fill(CLASS)
    page.locator("#id_intro").fill("三天，教会大家雨天怎么走山路。")
    page.locator("#id_period").fill("7")
    page.locator("#id_seats").fill("2")
    last_day = first_day + datetime.timedelta(days=3)
    fill_moment(page, {"starts_on": f"{first_day}", "ends_on": f"{last_day}"})
    choose(page, page, "Choose a class teacher", "陈立")
    page.locator("#id_enrollment_mode").select_option("open")
    page.locator("#id_audience").select_option("public")
    row = add_row(page, "timetable_items")
    row.locator("select[name$='-kind']").select_option("field_visit")
    row.locator("input[name$='-title']").fill(WALK)
    walk = datetime.datetime.combine(last_day, datetime.time(9))
    fill_moment(page, {"-0-starts_at": moment(walk), "-0-ends_at": moment(walk + datetime.timedelta(hours=2))})
    return publish(page)


def open_live_class(page: Page, parent: str) -> str:
    """Put a live class below the class, held now and online, and see its door as a learner will; return its number."""
    starts, _first_day = the_days()
    new_page(page, parent, "classes/liveclasspage")
    page.locator("#id_title").fill(LIVE)
    fill_moment(page, {"starts_at": moment(starts), "ends_at": moment(starts + datetime.timedelta(hours=3))})
    page.locator("#id_mode").select_option("online")
    page.locator("#id_meeting_url").fill(MEETING)
    add_row(page, "instructors")
    choose(page, page, "Choose an instructor", "何敏")
    press(page, "Save draft")
    preview(page, "进入课堂" if stand_here("link_room") else "何敏")
    return publish(page)


def open_forum(page: Page, parent: str) -> None:
    """Open a forum in the class, with a lesson to study before and a prompt."""
    new_page(page, parent, "forums/forumpage")
    page.locator("#id_title").fill(FORUM)
    choose_page(page, LESSON)
    add_row(page, "prompts")
    page.locator("#id_prompts-0-title").fill(PROMPT)
    page.locator("#id_prompts-0-body").fill("说说你的办法，也回应一位同学。")
    publish(page)


def choose_page(page: Page, title: str) -> None:
    """Look for a page by its title and put it into the study list."""
    add_row(page, "study_list").get_by_role("button", name="Choose a page").click()
    page.locator(".modal input[name=q]").fill(title)
    page.locator(".modal .choose-page", has_text=title).first.click()
    expect(page.locator(".modal")).to_have_count(0)


def repeat_class(page: Page, number: str) -> None:
    """Make the next period of the class, and see its days and its timetable moved."""
    page.goto(f"/admin/pages/{number}/")
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Copy").first.click()
    _starts, first_day = the_days()
    expect(page.locator("#id_starts_on")).to_have_value(f"{first_day + WEEK}")
    expect(page.locator("#id_title")).to_have_value(NEXT_CLASS)
    page.locator("main input[type=submit]").click()
    expect(page.locator("main")).to_contain_text(LIVE)
    expect(page.locator("main")).to_contain_text(FORUM)
    page.locator(".messages").get_by_role("link", name="Edit").click()
    expect(page.locator("#id_starts_on")).to_have_value(f"{first_day + WEEK}")
    row = page.locator("[data-inline-panel-child]", has=page.locator(f"input[value='{WALK}']"))
    held = first_day + datetime.timedelta(days=3) + WEEK
    expect(row.locator("input[name$='-starts_at']")).to_have_value(re.compile(f"^{held} 09:00"))


def open_class(page: Page, title: str = "") -> None:
    """Go from the dashboard to the class with this title, or to the one that is held now in the school."""
    page.goto("/learn/")
    classes = page.locator(".rows .row__title")
    (classes.get_by_role("link", name=title) if title else classes.locator("a[href*='-12-0/']")).first.click()


def take_roster(page: Page) -> str:
    """Take a list of two people into the class, look before it is taken, and make one of them a sign-in code."""
    open_class(page)
    page.locator("main a[href$='/roster/']").first.click()
    page.locator("main a[href$='/roster/import/']").first.click()
    file = {"name": "名单.csv", "mimeType": "text/csv", "buffer": ROSTER.encode("utf-8-sig")}
    page.locator("main input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main table")).to_contain_text(LEARNER)
    page.locator("form[action$='/apply/'] button").click()
    expect(page.locator("form[action$='/slips/']")).to_be_visible()
    open_class(page)
    page.locator("main a[href$='/roster/']").first.click()
    page.locator("#roster-q").fill(LEARNER)
    page.locator("#roster-q").press("Enter")
    page.get_by_role("link", name=LEARNER).click()
    page.locator("main a[href$='/code/']").click()
    page.locator("main button.button--primary").click()
    return page.locator(".code-slip__code").inner_text()


def ask_for_feedback(page: Page, number: str) -> None:
    """Attach a form to the live class by the button of its page in the admin; it opens early enough to be open now."""
    page.goto(f"/admin/pages/{number}/edit/")
    page.get_by_role("button", name="操作").first.click()
    page.get_by_role("link", name="发起评价").click()
    expect(page.locator("main")).to_contain_text(LIVE)
    page.locator("main").get_by_role("button", name="选择").first.click()
    page.locator(CHOICE, has_text=FEEDBACK).first.click()
    expect(page.locator(".modal")).to_have_count(0)
    page.locator("#id_opens_before").fill("240")
    page.locator("footer button[type=submit]").first.click()
    expect(page.locator(".messages")).to_contain_text(LIVE)


def begin(page: Page, code: str) -> None:
    """Sign in by the printed code, choose a password and stand before the day."""
    page.goto("/accounts/code/")
    page.locator("input[name=code]").fill(code)
    page.locator("input[name=code]").press("Enter")
    page.locator("input[name=password1]").fill(PASSWORD)
    if page.locator("input[name=password2]").count():
        page.locator("input[name=password2]").fill(PASSWORD)
    page.locator("main form button[type=submit], main form .button--primary").first.click()
    page.wait_for_url("**/learn/")
    expect(page.locator("h1")).to_contain_text(LEARNER)
    expect(page.locator(".timeline__item").first).to_be_visible()


def study(page: Page) -> None:
    """Find the new lesson with its picture and paper, finish it, and find that kept."""
    page.goto("/lessons/")
    page.get_by_role("link", name=LESSON).first.click()
    address = page.url
    expect(page.locator("main")).to_contain_text("打雷时不要站在树下")
    expect(page.get_by_role("img", name="雨后的山路")).to_be_visible()
    expect(page.locator(".block-document")).to_contain_text(PAPER)
    with page.expect_navigation():
        page.locator("#finish ~ form button, form[action$='/finish/'] button").first.click()
    page.goto(address)
    expect(page.locator("#progress-figure")).to_have_text("100%")


def enroll(page: Page) -> None:
    """Find the open class among all, and ask for a seat."""
    page.goto("/classes/")
    page.get_by_role("link", name=CLASS).click()
    page.locator("form[action$='/enroll/'] button").click()


def register(page: Page) -> None:
    """Come to the class as a stranger, register, and be back there."""
    page.goto("/classes/")
    page.get_by_role("link", name=CLASS).click()
    address = page.url
    expect(page.locator("main")).not_to_contain_text(LIVE)
    page.get_by_role("link", name="登录后报名").click()
    page.get_by_role("link", name="我还没有账号").click()
    page.locator("input[name=full_name]").fill(STRANGER)
    page.locator("input[name=login]").fill("13900001236")
    page.locator("input[name=password1]").fill(PASSWORD)
    if page.locator("input[name=password2]").count():
        page.locator("input[name=password2]").fill(PASSWORD)
    page.locator("main form button").last.click()
    page.wait_for_url(address)


def attend(page: Page) -> None:
    """Go from today to the live class and through its door, and fill in its form, once."""
    page.goto("/learn/")
    page.locator("[aria-current=time]", has_text=LIVE).get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("何敏")
    if stand_here("link_room"):
        door = page.get_by_role("link", name="进入课堂").get_attribute("href")
        led = page.request.get(door or "", max_redirects=0)
        assert (led.status, led.headers["location"]) == (302, MEETING)
    page.locator("main a[href*='/evaluations/surveys/']").click()
    address = page.url
    for scale in page.locator("main form .scale").all():
        scale.locator("label").last.click()
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main form")).to_have_count(0)
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("main form").count() == 0


def discuss(page: Page, body: str, *, to: str = "") -> None:
    """Read the prompt in the evening, post, and reply to somebody else, who has answered before."""
    open_class(page, CLASS)
    page.get_by_role("link", name=FORUM).first.click()
    expect(page.locator(".study-list")).to_contain_text(LESSON)
    page.get_by_role("link", name=PROMPT).first.click()
    if to:
        page.locator(".post", has_text=to).locator(".post__action[href*='reply_to']").first.click()
        expect(page.locator("input[name=reply_to]")).not_to_have_value("")
    page.locator("main textarea[name=body]").fill(body)
    page.locator("main form:has(textarea[name=body]) button[type=submit]").first.click()
    expect(page.locator("main .post", has_text=body)).to_be_visible()


def see_points(page: Page, reason: str | re.Pattern[str], points: str) -> None:
    """Find the entry for ``reason`` on the own ledger; what a rule gives comes through the worker."""
    open_class(page, CLASS)
    page.locator("main a[href$='/points/']").first.click()
    entries = page.locator("section[aria-labelledby=entries] tbody tr")
    entry = entries.filter(has=page.locator("th", has_text=reason))
    for _try in range(60):
        if entry.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(entry).to_have_count(1)
    expect(entry.locator("td.number")).to_have_text(re.compile(rf"^\+{points}"))


def read_feedback(page: Page, theirs: str) -> None:
    """Read what was said about the own lecture, and nothing about anybody else's."""
    page.goto("/evaluations/")
    row = page.locator("main tbody tr", has_text=LIVE)
    expect(row.locator("td.number")).to_have_text("1")
    expect(page.locator(f"main a[href*='{theirs}']")).to_have_count(0)
    row.get_by_role("link").click()
    # One answer stays closed, so that nobody can be guessed; the lectures before this one have enough.
    expect(page.locator("main")).to_contain_text("已收到1份")
    page.goto("/evaluations/")
    page.locator("main tbody tr").filter(has_not_text=LIVE).locator("a[href$='/summary/']").last.click()
    expect(page.locator("main .stat__number").first).to_be_visible()
    assert page.request.get(f"/evaluations/surveys/{theirs}/summary/").status == 404


def give_points(page: Page) -> None:
    """Give a learner of the own class points by hand, with a reason."""
    open_class(page, CLASS)
    page.locator("main a[href$='/standings/']").click()
    page.get_by_role("link", name=LEARNER).click()
    page.locator("main input[name=points]").fill("3")
    page.locator("main [name=reason]").fill(REASON)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("section[aria-labelledby=entries]")).to_contain_text(REASON)


def test_school_from_morning_to_review(page_for: Callable[..., Any], school: SchoolServer) -> None:
    editor = page_for("editor", language="en")
    write_lesson(editor)
    number = open_training_class(editor)
    live = open_live_class(editor, number)
    open_forum(editor, number)
    repeat_class(editor, number)
    # Wagtail saves by itself while one types, and is told by a 400 when that is too early.
    editor.troubles[:] = [line for line in editor.troubles if "/admin/pages/" not in line]

    teacher = page_for("teacher")
    ask_for_feedback(teacher, live)
    code = take_roster(teacher)

    learner, stranger, late = page_for(width=390), page_for(width=390), page_for("learner9")
    begin(learner, code)
    study(learner)
    enroll(learner)
    expect(learner.locator("main")).to_contain_text("报名成功")
    register(stranger)
    enroll(stranger)
    expect(stranger.locator("main")).to_contain_text("报名成功")
    enroll(late)
    expect(late.locator(".message")).to_contain_text("候补名单")
    expect(late.locator("main")).not_to_contain_text(LIVE)
    attend(learner)
    discuss(stranger, POST)
    discuss(learner, REPLY, to=POST)

    if stand_here("reply_points"):
        see_points(learner, re.compile(f"^在论坛回复：{PROMPT}，#\\d+"), "0.50")
    instructor = page_for("instructor")
    read_feedback(instructor, run(school, OTHERS))
    give_points(instructor)
    see_points(learner, REASON, "3.00")
