"""An editor makes a lesson of a Word document, works on it with others and publishes it: the admin, in Chinese."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import SchoolServer, run
from tests.browser.walking import add_block, press
from tests.factories.word import link, make_docx, paragraph, picture, png, table
from tests.factories.word import run as words

TITLE, HEADING, PASSAGE = "春灌怎么省水", "先看土", "抓一把土，捏成团再看散不散。"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAKE = f"""
import json
from lessons.models import LessonIndexPage, LessonPage
from people.models import User
editor = User.objects.get(account_name="editor")
index = next(one for one in LessonIndexPage.objects.filter(locale__language_code="zh-hans").order_by("path")
             if one.permissions_for_user(editor).can_publish_subpage())
hidden = index.add_child(instance=LessonPage(title="还没写完的课", slug="not-done", live=False))
body = [
    {{"type": "heading", "value": {HEADING!r}}},
    {{"type": "text", "value": f'<p>{PASSAGE}</p><p><a linktype="page" id="{{hidden.pk}}">下一课</a></p>'}},
]
page = index.add_child(instance=LessonPage(
    title={TITLE!r}, slug="spring-water", intro="水要省着用。", body=json.dumps(body), live=False, owner=editor))
page.save_revision(user=editor)
result = page.pk
"""
TIDY = f"""
from django.db.models import Q
from lessons.models import DocumentImport, LessonPage
from people.models import SchoolImage
for page in LessonPage.objects.filter(Q(title__startswith={TITLE!r}) | Q(title="还没写完的课")):
    page.delete()
DocumentImport.objects.all().delete()
SchoolImage.objects.filter(title__startswith={TITLE!r}).delete()
result = 1
"""


@pytest.fixture(autouse=True)
def tidy(school: SchoolServer) -> Iterator[None]:
    """Take away what a test made."""
    yield
    run(school, TIDY)


@pytest.fixture
def draft(school: SchoolServer) -> int:
    """Put a draft with two passages and a link to an unfinished lesson into the editor's list; return its key."""
    return run(school, MAKE)


def write_document() -> dict[str, Any]:
    """Write a .docx as a teacher has it: headings, a list, a table, a picture without words, a link."""
    file = make_docx(
        paragraph(TITLE, style="a3"),
        paragraph(HEADING, style="2"),
        paragraph("抓一把土，", words("捏成团", "b"), "再看散不散。"),
        paragraph("铁锹", item=(7, 0)),
        paragraph("水桶", item=(7, 0)),
        table(("地块", "时间"), ("东坡", "早晨")),
        paragraph(picture("r-a.png")),
        paragraph("再放水", style="2"),
        paragraph("见", link("far", "县里的办法"), link("bad", "旧网址")),
        media={"a.png": png(400, 300)},
        links={"far": "https://example.com/water", "bad": "javascript:void(0)"},
    )
    return {"name": "春灌.docx", "mimeType": WORD, "buffer": file.getvalue()}


def open_editor(page: Page, number: int) -> None:
    """Open the lesson in the editor, and wait until it watches over what is typed."""
    page.goto(f"/admin/pages/{number}/edit/")
    expect(page.locator("[data-contentpath=body]").first).to_be_visible()
    page.wait_for_timeout(3_000)


def side_panel(page: Page, name: str) -> Locator:
    """Open a panel beside the editor."""
    panel = page.locator(f"[data-side-panel={name}]")
    if not panel.is_visible():
        page.locator(f"[data-side-panel-toggle={name}]").click()
    expect(panel).to_be_visible()
    return panel


def forget_autosave(page: Page) -> None:
    """Leave out that autosave met a form that was only half filled in, or somebody else's newer version."""
    page.troubles[:] = [line for line in page.troubles if "/admin/pages/" not in line or "Error:" in line]  # type: ignore[attr-defined]


def is_english(text: str) -> list[str]:
    """Return the English words of a screen that nobody wrote there as a name."""
    return re.findall(r"[A-Za-z]{3,}(?: [a-z]+)+", text)


def take_document(page: Page) -> int:
    """Upload the document, look at what was understood, and make a draft of it; return its key."""
    page.goto("/admin/lesson-tools/documents/")
    page.locator("input[type=file]").set_input_files(write_document())
    page.get_by_role("button", name="查看内容").click()
    main = page.locator("main")
    expect(main).to_contain_text("400 × 300")
    expect(main.locator("table")).to_contain_text("东坡")
    expect(main.locator(".lesson-document li")).to_have_text(["铁锹", "水桶"])
    expect(main.locator(".lesson-document__losses")).to_contain_text("javascript:void(0)")
    page.get_by_role("button", name="生成草稿").click()
    page.wait_for_url("**/edit/")
    return int(re.search(r"/pages/(\d+)/", page.url)[1])  # type: ignore[index]


def test_word_document_becomes_a_draft_whose_gaps_are_named(
    page_for: Callable[..., Any], screenshot: Callable[..., Any]
) -> None:
    page = page_for("editor")
    number = take_document(page)
    open_editor(page, number)
    assert is_english(page.locator("main").inner_text()) == []
    panel = side_panel(page, "checks")
    remarks = panel.locator("[data-remark]")
    expect(remarks).to_have_count(3)
    expect(panel).to_contain_text("没有简介")
    expect(panel.locator("[data-remark=alt_text]")).to_contain_text("没有替代文字")
    # Wagtail counts and reads along in the preview.
    expect(panel.locator("[data-content-word-count]")).not_to_have_text("-", timeout=30_000)
    screenshot(page, "authoring-checks", full_page=False)

    # Each remark leads to its place, and goes when the gap is filled and the draft saved.
    panel.locator("[data-remark=no_intro] button").click()
    expect(page.locator("#id_intro")).to_be_focused()
    page.locator("#id_intro").press_sequentially("水要省着用。")
    page.locator("[name$='-image-alt_text']").fill("浇水的人")
    page.locator("[name$='-image-alt_text']").press("Tab")
    expect(panel.locator("[data-remark=alt_text], [data-remark=no_intro]")).to_have_count(0, timeout=30_000)
    add_block(page, "视频").locator("input[type=url]").fill("https://example.com/water.mp4")
    press(page, "保存草稿")
    expect(side_panel(page, "checks").locator("[data-remark=captions]")).to_contain_text("没有字幕")
    forget_autosave(page)


def hover_over_others(page: Page) -> Locator:
    """Point at the one picture of somebody who has the same lesson open; return what is told."""
    page.locator("#w-editing-sessions button").first.hover()
    return page.locator("[data-tippy-root]:visible")


def test_two_editors_see_each_other_and_what_was_remarked(
    page_for: Callable[..., Any], draft: int, screenshot: Callable[..., Any]
) -> None:
    author, second = page_for("editor"), page_for("administrator")
    open_editor(author, draft)
    open_editor(second, draft)
    expect(second.locator("#w-editing-sessions button")).to_have_count(1)
    expect(hover_over_others(second)).to_contain_text("林静")
    expect(author.locator("#w-editing-sessions button")).to_have_count(1, timeout=20_000)
    expect(hover_over_others(author)).to_contain_text("郑远")
    expect(hover_over_others(author)).to_contain_text("正在查看")

    field = second.locator("[data-contentpath=intro]")
    field.hover()
    field.locator(".w-field__comment-button--add").click()
    box = second.locator("textarea.comment__input")
    expect(box).to_have_attribute("placeholder", "写下评论…")
    box.fill("省多少？写个数。")
    second.locator(".comment__actions button[type=submit]").click()
    press(second, "保存草稿")

    # The author reads it beside the passage.
    open_editor(author, draft)
    side_panel(author, "comments")
    expect(author.locator("#comments")).to_contain_text("省多少？写个数。")
    screenshot(author, "authoring-comment", full_page=False)
    forget_autosave(author)


def test_suggestion_of_a_colleague_is_taken_into_the_draft(
    page_for: Callable[..., Any], draft: int, axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    author, colleague = page_for("editor"), page_for("teacher", width=390)
    author.goto(f"/admin/lesson-tools/{draft}/co-authors/")
    author.locator("[name=identifier]").fill("teacher")
    author.get_by_role("button", name="指定为合作作者").click()
    expect(author.locator("main table")).to_contain_text("陈立")

    colleague.goto("/lessons/helping/")
    colleague.locator("main a[href$='/suggest/']").first.click()
    axe(colleague)
    passage = colleague.locator("section.passage", has_text=HEADING).first
    passage.locator("summary").click()
    passage.locator("[name=proposed]").fill("先看土再看天")
    passage.locator("[name=reason]").fill("下雨就不用浇了")
    passage.locator("button[type=submit]").click()
    expect(colleague.locator("main")).to_contain_text("建议改为：")
    screenshot(colleague, "authoring-suggestion-phone")

    open_editor(author, draft)
    side_panel(author, "comments")
    expect(author.locator("#comments")).to_contain_text("先看土再看天")
    author.goto(f"/admin/lesson-tools/{draft}/suggestions/")
    one = author.locator("article", has_text="陈立")
    expect(one.locator("ins")).to_have_text("先看土再看天")
    screenshot(author, "authoring-suggestions", full_page=False)
    one.get_by_role("button", name="采用新文字").click()
    expect(author.locator("article")).to_contain_text("已采用")
    open_editor(author, draft)
    expect(author.locator("[data-contentpath=body] input[type=text]").first).to_have_value("先看土再看天")
    expect(side_panel(author, "checks").locator("[data-remark=page_draft]")).to_contain_text("还没写完的课")
    forget_autosave(author)


def schedule(page: Page, day: str) -> None:
    """Set the day on which the lesson goes live."""
    side_panel(page, "status").get_by_role("button", name="设置计划").click()
    dialog = page.locator("[role=dialog]:visible, dialog[open]").last
    dialog.locator("[name=go_live_at]").click()
    # The calendar opens a moment after the field is entered, and lies over the button until one clicks elsewhere; the
    # next field would open its own.
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)
    dialog.locator("[name=go_live_at]").fill(day)
    dialog.locator("h2, h3").first.click()
    expect(calendar).to_have_count(0)
    dialog.get_by_role("button", name="保存计划").click()


def test_lesson_is_approved_scheduled_and_begun_from_again(
    page_for: Callable[..., Any], school: SchoolServer, draft: int, screenshot: Callable[..., Any]
) -> None:
    author, approver = page_for("editor"), page_for("administrator")
    open_editor(author, draft)
    press(author, re.compile("^提交"))
    expect(author.locator(".messages")).to_contain_text("已经提交进行审核")

    approver.goto("/admin/")
    row = approver.locator("tr", has_text=TITLE).first
    screenshot(approver, "authoring-dashboard", full_page=False)
    expect(row).to_be_visible()
    open_editor(approver, draft)
    expect(approver.locator(".messages")).to_contain_text("请看旁边的“检查”栏")
    press(approver, re.compile("^通过和发布"))
    assert run(school, f"from lessons.models import LessonPage; result = LessonPage.objects.get(pk={draft}).live")

    # A change goes live by itself, on a day to come.
    open_editor(author, draft)
    schedule(author, "2031-03-01 08:00")
    press(author, re.compile("^定时发布|^安排"))
    kept = run(
        school,
        f"""
from lessons.models import LessonPage
page = LessonPage.objects.get(pk={draft})
result = [page.live, str(page.scheduled_revision and page.scheduled_revision.approved_go_live_at)]
""",
    )
    assert kept == [True, "2031-03-01 00:00:00+00:00"]

    # And another lesson begins from it.
    author.goto(f"/admin/pages/{draft}/copy/")
    author.locator("[name=new_title]").fill(f"{TITLE}（二）")
    author.locator("[name=new_slug]").fill("spring-water-2")
    author.locator("main form input[type=submit], main form button[type=submit]").last.click()
    author.wait_for_url("**/edit/")
    expect(author.locator(".messages")).to_contain_text("已复制为独立的草稿")
    expect(author.locator("[data-contentpath=body] input[type=text]").first).to_have_value(HEADING)
    made = f"from lessons.models import LessonPage; result = LessonPage.objects.get(title='{TITLE}（二）').live"
    assert run(school, made) is False
    forget_autosave(author)
