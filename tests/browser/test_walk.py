"""The whole school in one walk: an editor's morning, a class teacher's desk, a learner's day and evening, a review."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.walk

LESSON = "雨天路滑怎么走"
POST, REPLY = "我会先看天气再出门。", "我走慢一点，拄一根棍子。"
FORUM, PROMPT = "今晚谈山路", "雨天你怎么走这条路"
REASON = "带大家走完了最难的一段"
LEARNER, PASSWORD = "钱小满", "walk-in-rain-2026"
ROSTER = f"姓名,手机,单位,职务\n{LEARNER},13900001234,,村民\n韩大山,13900001235,,护林员\n"


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press one of the editor's actions below the form; those behind the arrow too."""
    actions = page.locator("footer [data-controller~='w-dropdown'] [data-w-dropdown-target='toggle']").first
    button = page.locator("footer").get_by_role("button", name=name, exact=True)
    if not button.is_visible():
        actions.click()
    # Not a navigation: the first autosave of a new page changes the address, too.
    with page.expect_event("load"):
        button.click()


def add_block(page: Page, label: str) -> Locator:
    """Put a block at the end of a lesson's body and return it."""
    page.locator("[id$='-body-section'] .c-sf-add-button").last.click()
    page.get_by_role("option", name=label, exact=True).click()
    return page.locator("[id$='-body-section'] [data-streamfield-child]").last


def write(where: Locator, text: str) -> None:
    """Type into the rich-text field within ``where``."""
    field = where.locator("[contenteditable=true]").last
    field.click()
    field.press_sequentially(text)
    # What was typed goes into the form a moment later, on a busy machine several.
    expect(where.locator(f"input[type=hidden][value*='{text}']")).to_have_count(1, timeout=30_000)


def new_page(page: Page, parent: str, kind: str) -> None:
    """Open the form of a new page of ``kind`` below the page whose explorer is ``parent``."""
    page.goto(f"/admin/pages/add/{kind}/{parent}/")


def explorer_number(page: Page, *titles: str) -> str:
    """Find the number of a page in the admin by walking down the explorer."""
    page.goto("/admin/pages/")
    number = ""
    for title in titles:
        row = page.locator("main tr", has=page.get_by_role("link", name=title, exact=False)).first
        number = re.search(r"/pages/(\d+)/", row.locator("a[href*='/edit/']").first.get_attribute("href") or "")[1]
        page.goto(f"/admin/pages/{number}/")
    return number


def preview(page: Page, text: str) -> None:
    """Open the preview beside the editor and look for ``text`` in it."""
    panel = page.locator("[data-side-panel=preview]")
    if not panel.is_visible():
        page.locator("[data-side-panel-toggle=preview]").click()
    expect(page.frame_locator("[data-side-panel=preview] iframe").last.locator("main")).to_contain_text(
        text, timeout=20_000
    )


def write_lesson(page: Page) -> None:
    """Write a lesson of five blocks, see it, send it through the workflow and publish it."""
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
    press(page, "Save draft")
    preview(page, "走慢就是走快")
    press(page, re.compile("^Submit to"))
    page.goto("/admin/")
    page.get_by_role("link", name=LESSON).first.click()
    press(page, "Approve and Publish")


def open_forum(page: Page) -> None:
    """Open a forum in the class that is held now, with a prompt, and see it before it is published."""
    new_page(page, explorer_number(page, "青山学堂", "培训班", "第12期社区工作者"), "forums/forumpage")
    page.locator("#id_title").fill(FORUM)
    page.locator("#id_prompts-ADD").click()
    page.locator("#id_prompts-0-title").fill(PROMPT)
    page.locator("#id_prompts-0-body").fill("说说你的办法，也回应一位同学。")
    press(page, "Save draft")
    preview(page, PROMPT)
    press(page, "Publish")


def open_class(page: Page) -> None:
    """Go from the dashboard to the class that is held now."""
    page.goto("/learn/")
    page.locator(".rows .row__title a[href*='-12-0/']").first.click()


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


def study(page: Page) -> None:
    """Find the new lesson, finish it, and find that kept."""
    page.goto("/lessons/")
    page.get_by_role("link", name=LESSON).first.click()
    address = page.url
    expect(page.locator("main")).to_contain_text("打雷时不要站在树下")
    page.locator("#finish ~ form button, form[action$='/finish/'] button").first.click()
    page.goto(address)
    expect(page.locator("#progress-figure")).to_have_text("100%")


def attend(page: Page) -> None:
    """Open today's live class and fill in its form, once."""
    open_class(page)
    page.locator("main a[href*='/live-']").first.click()
    expect(page.locator("main")).to_contain_text("何敏")
    page.goto("/learn/")
    page.locator("main a[href*='/evaluations/surveys/']").first.click()
    address = page.url
    for scale in page.locator("main form .scale").all():
        scale.locator("label").last.click()
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main form")).to_have_count(0)
    page.goto(address)
    assert page.locator("main form").count() == 0


def discuss(page: Page, body: str, *, to: str = "") -> None:
    """Read the prompt in the evening, post, and reply to somebody else, who has answered before."""
    open_class(page)
    page.get_by_role("link", name=FORUM).first.click()
    page.get_by_role("link", name=PROMPT).first.click()
    if to:
        expect(page.locator("main")).to_contain_text(to)
        page.locator(".post__action[href*='reply_to']").first.click()
    say(page, body)


def say(page: Page, body: str) -> None:
    """Send a post and find it in the thread."""
    page.locator("main textarea[name=body]").fill(body)
    page.locator("main form:has(textarea[name=body]) button[type=submit]").first.click()
    expect(page.locator("main article, main .post", has_text=body).first).to_be_visible()


def see_points(page: Page, reason: str) -> None:
    """Find an entry with ``reason`` on the own ledger; what a rule gives comes through the worker."""
    for _try in range(30):
        open_class(page)
        page.locator("main a[href$='/points/']").first.click()
        if page.locator("main table", has_text=reason).count():
            return
        page.wait_for_timeout(1_000)
    raise AssertionError(f"No entry “{reason}” on {page.url}: {page.locator('main').inner_text()}")


def review(page: Page) -> None:
    """Read what was said about the own lecture, and give points with a reason."""
    page.goto("/evaluations/")
    page.locator("main a[href$='/summary/']").first.click()
    expect(page.locator("main .stat__number").first).to_be_visible()
    open_class(page)
    page.locator("main a[href$='/standings/']").click()
    page.get_by_role("link", name=LEARNER).click()
    page.locator("main input[name=points]").fill("3")
    page.locator("main [name=reason]").fill(REASON)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main table")).to_contain_text(REASON)


def test_school_from_morning_to_review(page_for: Callable[..., Any]) -> None:
    editor = page_for("editor", language="en")
    write_lesson(editor)
    open_forum(editor)
    # Wagtail saves by itself while one types, and is told by a 400 when that is too early.
    editor.troubles[:] = [line for line in editor.troubles if "/admin/pages/" not in line]
    code = take_roster(page_for("teacher"))
    learner = page_for(width=390)
    begin(learner, code)
    study(learner)
    attend(learner)
    discuss(page_for("learner"), POST)
    discuss(learner, REPLY, to=POST)
    see_points(learner, "回复")
    review(page_for("instructor"))
    see_points(learner, REASON)
