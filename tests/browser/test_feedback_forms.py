"""An editor builds a feedback form in both languages and looks at it as a learner will."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import SchoolServer, run

TITLE = "Stay and teaching"
SECTION = "/admin/snippets/evaluations/feedbackform/"
TIDY = f"""
from evaluations.models import FeedbackAnswer, FeedbackForm, FeedbackParticipation, FeedbackResponse, FeedbackSurvey
surveys = FeedbackSurvey.objects.filter(form__title={TITLE!r})
for model in (FeedbackParticipation, FeedbackResponse):
    model.objects.filter(survey__in=surveys).delete()
surveys.delete()
FeedbackForm.objects.filter(title={TITLE!r}).delete()
result = 1
"""


@pytest.fixture(autouse=True)
def tidy(school: SchoolServer) -> Iterator[None]:
    """Take away what a test made."""
    yield
    run(school, TIDY)


def add(page: Page, path: str, label: str) -> str:
    """Put a block at the end of the stream of this name; return the name of its value."""
    number = int(page.locator(f"input[name='{path}-count']").input_value())
    stream = page.locator(f"[data-streamfield-stream-container]:has(> input[name='{path}-count'])").first
    if stream.count() == 0:
        stream = page.locator(f"div:has(> input[name='{path}-count'])").first
    stream.locator(".c-sf-add-button").last.click()
    page.get_by_role("option", name=label, exact=True).click()
    name = f"{path}-{number}-value"
    expect(page.locator(f"input[name='{path}-{number}-type']")).to_have_count(1)
    return name


def fill(page: Page, name: str, en: str, zh: str) -> None:
    """Write a text in both languages."""
    page.locator(f"[name='{name}-en']").fill(en)
    page.locator(f"[name='{name}-zh']").fill(zh)


def setting(page: Page, name: str) -> Locator:
    """Return a field that stands behind a question's settings, opened."""
    field = page.locator(f"[name='{name}']")
    if not field.is_visible():
        panel = page.locator(f"[data-block-settings]:has([name='{name}'])").last.get_attribute("id")
        page.locator(f"button[aria-controls='{panel}']").click()
    expect(field).to_be_visible()
    return field


def lines(page: Page, name: str, *texts: tuple[str, str]) -> None:
    """Write the items of a list."""
    for number, (en, zh) in enumerate(texts):
        if page.locator(f"[name='{name}-{number}-value-en']").count() == 0:
            page.locator(f"div:has(> input[name='{name}-count'])").first.locator(".c-sf-add-button").last.click()
        fill(page, f"{name}-{number}-value", en, zh)


def build(page: Page) -> None:
    """Write a section with a scale, a question that depends on it, and a matrix."""
    page.goto(f"{SECTION}add/")
    # Who edits in one organization need not choose it.
    expect(page.locator("input[name=organization]")).to_have_value(re.compile(r"\d+"))
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=title_zh]").fill("食宿与教学")
    part = add(page, "content", "分组")
    fill(page, f"{part}-title", "Your stay", "食宿")
    scale = add(page, f"{part}-questions", "量表")
    fill(page, f"{scale}-text", "How was it?", "住得怎么样？")
    fill(page, f"{scale}-low", "Poor", "差")
    page.locator(f"[name='{scale}-is_required']").check()
    setting(page, f"{scale}-name").fill("stay")
    why = add(page, f"{part}-questions", "文字")
    fill(page, f"{why}-text", "What was wrong?", "哪里不好？")
    setting(page, f"{why}-only_if-question").fill("stay")
    page.locator(f"[name='{why}-only_if-test']").select_option("at_most")
    page.locator(f"[name='{why}-only_if-value']").fill("2")
    matrix = add(page, f"{part}-questions", "矩阵题")
    fill(page, f"{matrix}-text", "In detail", "分项来看")
    lines(page, f"{matrix}-rows", ("Room", "房间"), ("Food", "伙食"))
    lines(page, f"{matrix}-columns", ("Bad", "不好"), ("Good", "好"))


def preview(page: Page, mode: str, words: str) -> None:
    """Look at the form in one language, in the panel beside the editor."""
    panel = page.locator("[data-side-panel=preview]")
    if not panel.is_visible():
        page.locator("[data-side-panel-toggle=preview]").click()
    # The panel hears a choice only once it shows something.
    shown = page.frame_locator("[data-side-panel=preview] iframe").last.locator("main")
    expect(shown).to_be_visible()
    for _try in range(3):
        panel.locator("select").first.select_option(mode)
        # What was on its way to the panel when the choice was made may come after it.
        with suppress(AssertionError):
            expect(shown).to_contain_text(words, timeout=10_000)
            return
    expect(shown).to_contain_text(words)


def test_form_of_two_languages_is_built_and_previewed(
    school: SchoolServer, page_for: Callable[..., Any], screenshot: Callable[..., Any]
) -> None:
    editor = page_for("editor")
    build(editor)
    preview(editor, "en", "What was wrong?")
    preview(editor, "zh-hans", "哪里不好？")
    screenshot(editor, "feedback-form-editor")
    # Autosave may have met a form that was only half filled in.
    editor.troubles[:] = [line for line in editor.troubles if SECTION not in line]
