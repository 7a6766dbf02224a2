"""A learner answers a quick check of each kind on a phone, in Chinese, by the keyboard: wrong, then right."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.fixtures import View
from tests.browser.server import SchoolServer, run

SINGLE = [("right", "放在阴凉处", True, "慢慢风干最好。"), ("wrong", "放在太阳下", False, "暴晒会变质。")]
SEVERAL = [("a", "手套", True, ""), ("b", "口罩", True, ""), ("c", "围巾", False, "围巾会被卷进去。")]


def item(name: str, value: Any) -> dict[str, Any]:
    return {"type": "item", "id": name, "value": value}


def choices(rows: list[tuple[str, str, bool, str]]) -> list[dict[str, Any]]:
    return [item(name, {"text": text, "is_right": right, "feedback": said}) for name, text, right, said in rows]


def check(kind: str, **fields: Any) -> dict[str, Any]:
    value = {"question": f"<p>第{kind}题：该怎么做？</p>", "attempts": 0, "explanation": "<p>课上讲过。</p>", **fields}
    return {"type": f"check_{kind}", "id": kind, "value": value}


BODY = [
    {"type": "text", "value": "<p>学完以后答几道题。</p>"},
    check("single", choices=choices(SINGLE)),
    check("multiple", choices=choices(SEVERAL), attempts=3),
    check("true_false", is_true="false", true_feedback="再想想。"),
    check("short", answers=[item("x", "120")], wrong_feedback="急救电话是多少？"),
    check("ordering", items=[item("i1", "先断电"), item("i2", "再灭火"), item("i3", "后清理")]),
    check(
        "matching", pairs=[item("p1", {"left": "菜叶", "right": "会烂"}), item("p2", {"left": "纸板", "right": "能卖"})]
    ),
]


@pytest.fixture(scope="module")
def lesson(school: SchoolServer) -> Iterator[str]:
    """Publish a lesson that is finished by passing its checks; it goes again after this module."""
    made = run(
        school,
        f"""
from lessons.models import LessonIndexPage, LessonPage
index = LessonPage.objects.live().filter(locale__language_code="zh-hans").first().get_parent().specific
rule = {{"needs_word": False, "needs_checks": True}}
page = LessonPage(title="答对几道题", slug="answered", body={json.dumps(BODY)!r}, audience="public", **rule)
index.add_child(instance=page)
page.save_revision().publish()
result = [page.get_url(), str(page.translation_key)]
""",
    )
    yield re.sub(r"^https?://[^/]+", "", made[0])
    run(
        school,
        f"""
from lessons.models import CheckAttempt, CheckQuestion, LessonBeat, LessonPage, LessonProgress
for model in (CheckAttempt, CheckQuestion, LessonBeat, LessonProgress):
    model.objects.filter(translation_key={made[1]!r}).delete()
LessonPage.objects.get(translation_key={made[1]!r}).delete()
result = None
""",
    )


def box(page: Page, kind: str) -> Locator:
    return page.locator(f"#check-{kind}")


def press(page: Page, target: Locator, *keys: str) -> None:
    """Go to a control and press keys."""
    target.focus()
    for key in keys:
        page.keyboard.press(key)


def send(page: Page, kind: str) -> None:
    press(page, box(page, kind).locator("button[type=submit]"), "Enter")


def chosen(page: Page, kind: str, *names: str) -> None:
    """Tick exactly these choices with the space bar."""
    for one in box(page, kind).locator("input[name=answer]").all():
        if one.is_checked() != (one.get_attribute("value") in names) and not is_left_by_itself(one):
            press(page, one, "Space")


def is_left_by_itself(box: Locator) -> bool:
    """Say whether a control is no longer chosen once another one is."""
    return box.get_attribute("type") == "radio" and box.is_checked()


def wrong(page: Page, kind: str) -> None:
    expect(box(page, kind)).to_contain_text("没答对。")
    expect(box(page, kind).locator(".message")).to_be_focused()
    expect(box(page, kind)).not_to_contain_text("课上讲过")


def right(page: Page, kind: str) -> None:
    expect(box(page, kind)).to_contain_text("答对了。")
    expect(box(page, kind)).to_contain_text("课上讲过。")
    expect(box(page, kind).locator("button[type=submit]")).to_have_count(0)


def steps(page: Page) -> list[str]:
    return box(page, "ordering").locator(".quick-check__text").all_inner_texts()


def put(page: Page, wanted: list[str]) -> None:
    """Move the steps up until they stand as ``wanted``."""
    for place, text in enumerate(wanted):
        while steps(page).index(text) > place:
            press(page, box(page, "ordering").get_by_role("button", name=f"上移: {text}"), "Enter")


def match(page: Page, **pairs: str) -> None:
    for name, text in pairs.items():
        select = box(page, "matching").locator(f"select[name=pair-{name}]")
        select.focus()
        select.select_option(label=text)


def test_every_kind_is_answered_by_keyboard_and_finishes_the_lesson(
    page_for: Callable[..., Page], lesson: str, screenshot: Callable[..., Any], axe: Callable[..., None]
) -> None:
    page = page_for("learner5", language="zh-hans", width=390)
    page.goto(lesson)
    expect(page.locator("[data-condition=checks]")).to_contain_text("已答对 0 道")
    axe(page)
    screenshot(page, "checks-asked")
    chosen(page, "single", "wrong")
    chosen(page, "multiple", "a", "c")
    chosen(page, "true_false", "true")
    press(page, box(page, "short").locator("input[name=answer]"), *"119")
    put(page, ["再灭火", "先断电", "后清理"])
    match(page, p1="能卖", p2="会烂")
    kinds = ("single", "multiple", "true_false", "short", "ordering", "matching")
    for kind in kinds:
        send(page, kind)
        wrong(page, kind)
    axe(page)
    screenshot(page, "checks-wrong")
    chosen(page, "single", "right")
    chosen(page, "multiple", "a", "b")
    chosen(page, "true_false", "false")
    press(page, box(page, "short").locator("input[name=answer]"), "ControlOrMeta+a", "Delete", *"120")
    put(page, ["先断电", "再灭火", "后清理"])
    match(page, p1="会烂", p2="能卖")
    for number, kind in enumerate(kinds, start=1):
        expect(page.locator("#finished-now")).to_be_hidden()
        send(page, kind)
        right(page, kind)
        if number < len(kinds):
            expect(page.locator("[data-condition=checks]")).to_contain_text(f"已答对 {number} 道")
            # A key pressed before the answer has the focus would go to another control.
            expect(box(page, kind).locator(".message")).to_be_focused()
    expect(page.locator("#finished-now")).to_be_visible()
    expect(page.locator("#to-finish")).to_be_hidden()
    axe(page)
    screenshot(page, "checks-right")
    page.reload()
    expect(page.locator("#finish")).to_contain_text("已学完")
    for kind in kinds:
        right(page, kind)


def test_answer_that_is_none_is_explained_in_its_place(page_for: Callable[..., Page], lesson: str) -> None:
    page = page_for("learner6", language="zh-hans", width=390)
    page.goto(lesson)
    send(page, "multiple")
    expect(box(page, "multiple").locator("[role=alert]")).to_have_text("请先选择答案。")
    chosen(page, "multiple", "a", "b")
    send(page, "multiple")
    right(page, "multiple")
    page.troubles.clear()  # type: ignore[attr-defined]  # the browser complains of the answer 422


def test_without_scripts_a_check_is_answered_by_a_form(page_for: Callable[..., Page], lesson: str) -> None:
    page = page_for("learner7", language="zh-hans", width=390, java_script_enabled=False)
    page.goto(lesson)
    for number, name in ((1, "i1"), (2, "i2"), (3, "i3")):
        box(page, "ordering").locator(f"select[name=place-{name}]").select_option(str(number))
    send(page, "ordering")
    expect(page).to_have_url(re.compile("#check-ordering$"))
    right(page, "ordering")


@pytest.mark.every_view
def test_checks_look_well(
    page_for: Callable[..., Page], lesson: str, view: View, screenshot: Callable[..., Any], axe: Callable[..., None]
) -> None:
    page = page_for("learner8", view)
    page.goto(lesson)
    if box(page, "single").locator("button[type=submit]").count():
        chosen(page, "single", "wrong")
        send(page, "single")
        expect(box(page, "single").locator(".choice--wrong")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(page, ".quick-check")
    screenshot(page, f"checks-{view}")
