"""A learner notes something at a passage and at a second of a film: kept, found again, private, never lost."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run
from tests.browser.test_completion import SECONDS, Filmed, load, make_film

WAITING = "Object.keys(localStorage).filter(name => name.startsWith('school.note.')).length"
FIRST, SECOND = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
PASSAGE = "先把对方的话说回去"
BODY = f"<p>人们会一再重复，直到有人听懂。{PASSAGE}，用他们自己的话，再讲自己的想法。</p>"
SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector('article.prose'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at >= 0) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + words.length);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return walker.currentNode.parentElement.scrollIntoView({ block: 'center' });
    }
  }
  throw new Error('not in the text');
}"""


@pytest.fixture(scope="module")
def lesson(school: SchoolServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filmed]:
    """Publish a lesson with two texts and a film between them; it goes again after this module."""
    film = tmp_path_factory.mktemp("film") / "film.webm"
    make_film(film)
    made = run(
        school,
        f"""
import json
from django.core.files import File
from lessons.models import LessonIndexPage, LessonPage
from people.models import SchoolMedia
from people.queries.ownership import organization_of
index = LessonPage.objects.live().order_by("pk").first().get_parent().specific
media = SchoolMedia.objects.create(
    title="录像", type="video", duration={SECONDS}, organization=organization_of(index),
    file=File(open({str(film)!r}, "rb"), name="notes.webm"),
)
body = [
    {{"type": "text", "id": {FIRST!r}, "value": {BODY!r}}},
    {{"type": "video", "value": {{"media": media.pk, "address": "", "caption": ""}}}},
    {{"type": "text", "id": {SECOND!r}, "value": "<p>写下来，大家一起念一遍。</p>" * 12}},
]
page = LessonPage(title="把话说回去", slug="say-it-back", body=json.dumps(body), audience="signed_in")
index.add_child(instance=page)
page.save_revision().publish()
result = [page.get_url(), str(page.translation_key)]
""",
    )
    yield Filmed(re.sub(r"^https?://[^/]+", "", made[0]), made[1])
    run(
        school,
        f"""
from lessons.models import LessonBeat, LessonNote, LessonPage, LessonProgress
for model in (LessonBeat, LessonNote, LessonProgress):
    model.objects.filter(translation_key={made[1]!r}).delete()
LessonPage.objects.get(translation_key={made[1]!r}).delete()
result = None
""",
    )


def notes_of(school: SchoolServer, lesson: Filmed, account: str) -> list[list[Any]]:
    """Return what the server keeps: kind, second, text and version of each note."""
    return run(
        school,
        f"""
from lessons.models import LessonNote
rows = LessonNote.objects.filter(translation_key={lesson.key!r}, author__account_name={account!r}, deleted_at=None)
result = [list(row) for row in rows.order_by("pk").values_list("kind", "second", "body", "version")]
""",
    )


def rewrite(school: SchoolServer, lesson: Filmed, text: str) -> None:
    """Let an editor publish the lesson with another first text."""
    run(
        school,
        f"""
import json
from lessons.models import LessonPage
page = LessonPage.objects.get(translation_key={lesson.key!r})
body = list(page.body.raw_data)
changed = [{{**dict(one), "value": {text!r}}} if one["id"] == {FIRST!r} else dict(one) for one in body]
page.body = json.dumps(changed)
page.save_revision().publish()
result = None
""",
    )


def all_sent(page: Page) -> None:
    """Wait until nothing is left in the browser."""
    page.wait_for_function(f"() => {WAITING} === 0")


def write(page: Page, words: str) -> None:
    """Write into the open editor and save it by keyboard."""
    body = page.locator("#notes-body")
    expect(body).to_be_focused()
    page.keyboard.insert_text(words)
    page.keyboard.press("Control+Enter")
    expect(body).to_be_hidden()


def cards(page: Page) -> Any:
    return page.locator(".notes__list .note")


def test_note_on_a_passage_and_on_a_second_is_there_on_every_device(
    page_for: Callable[..., Page],
    school: SchoolServer,
    lesson: Filmed,
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    page = page_for("learner2")
    film = load(page, lesson)
    page.evaluate(SELECT, PASSAGE)
    expect(page.locator(".notes__pick")).to_be_visible()
    screenshot(page, "notes-select-desk", full_page=False)
    page.keyboard.press("Alt+n")
    expect(page.locator(".notes__editor")).to_contain_text(PASSAGE)
    write(page, "周一去王家试试")
    expect(page.locator("mark.note-mark")).to_have_text(PASSAGE)

    film.evaluate("film => { film.currentTime = 3; }")
    page.get_by_role("button", name="记在视频 0:03").click()
    write(page, "这里的语气很好")
    all_sent(page)
    assert notes_of(school, lesson, "learner2") == [
        ["passage", None, "周一去王家试试", 1],
        ["moment", 3, "这里的语气很好", 1],
    ]
    axe(page)
    page.evaluate("() => window.scrollTo(0, 0)")
    screenshot(page, "notes-desk", full_page=False)

    page.reload()
    expect(cards(page)).to_have_count(2)
    expect(page.locator("mark.note-mark")).to_have_text(PASSAGE)

    other = page_for("learner2", width=390, scheme="dark")
    other.goto(lesson.path)
    expect(other.locator("mark.note-mark")).to_have_text(PASSAGE)
    other.locator(".notes__door").click()
    expect(cards(other)).to_have_count(2)
    screenshot(other, "notes-phone-dark", full_page=False)
    axe(other)
    other.get_by_role("button", name="视频 0:03", exact=True).click()
    expect(cards(other).first).to_be_hidden()
    other.wait_for_function("() => Math.abs(document.querySelector('video').currentTime - 3) < 0.1")

    stranger = page_for("learner3")
    stranger.goto(lesson.path)
    expect(stranger.locator("[data-notes-target=empty]")).to_be_visible()
    expect(cards(stranger)).to_have_count(0)


def test_note_written_offline_is_sent_once(
    page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed, screenshot: Callable[..., Any]
) -> None:
    page = page_for("learner4", width=390)
    page.goto(lesson.path)
    expect(page.locator(".notes__door")).to_be_visible()
    page.context.set_offline(True)
    page.evaluate(SELECT, PASSAGE)
    expect(page.locator(".notes__pick")).to_be_visible()
    screenshot(page, "notes-select-phone", full_page=False)
    page.locator(".notes__pick").click()
    expect(page.locator("#notes-body")).to_be_focused()
    page.keyboard.insert_text("没有网也能记")
    screenshot(page, "notes-write-phone", full_page=False)
    page.get_by_role("button", name="保存").click()
    expect(cards(page).first).to_contain_text("已存在本机")
    kept = page.evaluate("Object.entries(localStorage).filter(one => one[0].startsWith('school.note.'))")
    assert notes_of(school, lesson, "learner4") == []

    # The page is closed before the network is back; another one sends what it left.
    context = page.context
    page.close()
    context.set_offline(False)
    page.troubles.clear()  # type: ignore[attr-defined]  # the browser complains of having been offline
    later = context.new_page()
    later.goto(lesson.path)
    all_sent(later)
    assert [row[2] for row in notes_of(school, lesson, "learner4")] == ["没有网也能记"]

    # A browser that did not hear the answer sends it again.
    later.evaluate("kept => kept.forEach(one => localStorage.setItem(one[0], one[1]))", kept)
    later.reload()
    all_sent(later)
    assert len(notes_of(school, lesson, "learner4")) == 1


def test_note_changed_on_two_devices_shows_both_and_overwrites_nothing(
    page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed, screenshot: Callable[..., Any]
) -> None:
    first, second = page_for("learner5"), page_for("learner5", width=390)
    first.goto(lesson.path)
    first.get_by_role("button", name="记在整课上").click()
    write(first, "第一稿")
    all_sent(first)
    second.goto(lesson.path)
    second.locator(".notes__door").click()
    cards(second).get_by_role("button", name="修改").click()

    cards(first).get_by_role("button", name="修改").click()
    first.locator("#notes-body").fill("电脑上改的")
    first.keyboard.press("Control+Enter")
    all_sent(first)
    second.locator("#notes-body").fill("手机上改的")
    second.get_by_role("button", name="保存").click()
    expect(cards(second).first).to_contain_text("另一台设备上已改动")
    second.troubles.clear()  # type: ignore[attr-defined]  # the browser logs the 409
    assert notes_of(school, lesson, "learner5")[0][2] == "电脑上改的"

    cards(second).get_by_role("button", name="对照后选择").click()
    expect(second.locator(".notes__editor")).to_contain_text("电脑上改的")
    expect(second.locator("#notes-body")).to_have_value("手机上改的")
    screenshot(second, "notes-conflict-phone", full_page=False)
    second.get_by_role("button", name="保存").click()
    all_sent(second)
    assert notes_of(school, lesson, "learner5") == [["lesson", None, "手机上改的", 3]]


def test_passage_is_found_in_the_edited_text_or_kept_as_it_was(
    page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed, screenshot: Callable[..., Any]
) -> None:
    page = page_for("learner6")
    page.goto(lesson.path)
    page.evaluate(SELECT, PASSAGE)
    page.get_by_role("button", name="记一笔").click()
    write(page, "要记住")
    all_sent(page)
    try:
        rewrite(
            school,
            lesson,
            "<p>新加的一段话。</p><p>人们一再重复，直到有人听懂。<b>先把对方</b>的话说回去，慢慢来。</p>",
        )
        page.reload()
        expect(page.locator("mark.note-mark")).to_have_count(2)
        assert "".join(page.locator("mark.note-mark").all_inner_texts()) == PASSAGE
        rewrite(school, lesson, "<p>这一段整个换掉了。</p>")
        page.reload()
        expect(cards(page)).to_contain_text("原文已改动")
        expect(cards(page)).to_contain_text(PASSAGE)
        expect(page.locator("mark.note-mark")).to_have_count(0)
        screenshot(page, "notes-passage-changed", full_page=False)
    finally:
        rewrite(school, lesson, BODY)


def test_input_method_neither_sends_nor_loses_what_is_typed(page_for: Callable[..., Page], lesson: Filmed) -> None:
    page = page_for("learner7", width=390)
    page.goto(lesson.path)
    page.locator(".notes__door").click()
    page.get_by_role("button", name="记在整课上").click()
    page.keyboard.insert_text("先写一句")
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "ni hao", "selectionStart": 6, "selectionEnd": 6})
    page.evaluate(
        """() => document.querySelector('#notes-body').dispatchEvent(new KeyboardEvent('keydown',
        { key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true, cancelable: true }))"""
    )
    expect(page.locator("#notes-body")).to_be_visible()
    assert page.evaluate("Object.values(localStorage).some(one => one.includes('先写一句'))")

    # The browser is closed in the middle of a word.
    page.reload()
    page.locator(".notes__door").click()
    expect(cards(page)).to_contain_text("还没保存")
    cards(page).get_by_role("button", name="接着写").click()
    assert page.locator("#notes-body").input_value().startswith("先写一句")
    page.keyboard.press("Escape")
    expect(page.locator("#notes-body")).to_be_hidden()
    page.locator(".notes__door").click()
    cards(page).get_by_role("button", name="删除").click()
    expect(cards(page)).to_have_count(0)


def test_deleted_note_comes_back_and_all_notes_have_a_page(
    page_for: Callable[..., Page], lesson: Filmed, axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    page = page_for("learner8", width=390)
    page.goto(lesson.path)
    page.locator(".notes__door").click()
    page.get_by_role("button", name="记在整课上").click()
    write(page, "留着的笔记")
    all_sent(page)
    cards(page).get_by_role("button", name="删除").click()
    expect(cards(page)).to_have_count(0)
    page.get_by_role("button", name="撤销").click()
    expect(cards(page)).to_have_count(1)

    page.goto("/lessons/notes/")
    expect(page.locator("main")).to_contain_text("留着的笔记")
    axe(page)
    screenshot(page, "notes-mine-phone")
    page.get_by_role("button", name="删除").first.click()
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("main")).to_contain_text("笔记已找回")
    with page.expect_download() as download:
        page.get_by_role("link", name="文本（Markdown）").click()
    assert download.value.suggested_filename == "我的笔记.md"


@pytest.mark.parametrize("width", [390, 1440])
def test_notes_page_works_without_scripts(page_for: Callable[..., Page], lesson: Filmed, width: int) -> None:
    page = page_for("learner9", width=width, java_script_enabled=False)
    page.goto(lesson.path)
    page.locator(".notes").get_by_role("link", name="单独打开").click()
    page.locator("textarea").fill("没有脚本也行")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("没有脚本也行")
