"""An editor builds a feedback form in both languages and publishes it; a learner answers it on a phone, in Chinese."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import SchoolServer
from tests.browser.test_unknown_blocks import run
from tests.browser.test_walk import press

TITLE = "Stay and teaching"
SECTION = "/admin/snippets/evaluations/feedbackform/"
ATTACH = f"""
import datetime
from django.utils import timezone
from classes.models import LiveClassPage
from evaluations.actions.feedback.attaching import attach_form
from evaluations.models import FeedbackForm
from people.models import User
learner = User.objects.get(account_name="learner")
seat = learner.enrollments.filter(state="enrolled").order_by("-training_class__starts_on").first()
page = LiveClassPage.objects.live().child_of(seat.training_class).first()
now = timezone.now()
survey = attach_form(form=FeedbackForm.objects.get(title={TITLE!r}), page=page.page_ptr, by=None,
                     opens_at=now - datetime.timedelta(hours=1), closes_at=now + datetime.timedelta(days=1))
result = str(survey.public_id)
"""
ANSWERS = f"""
from evaluations.models import FeedbackAnswer
rows = FeedbackAnswer.objects.filter(question__version__form__title={TITLE!r})
result = [[row.question.kind, row.part, row.number, row.text]
          for row in rows.select_related("question").order_by("question__position", "part")]
"""
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
    panel.locator("select").first.select_option(mode)
    expect(page.frame_locator("[data-side-panel=preview] iframe").last.locator("main")).to_contain_text(words)


def test_form_of_two_languages_is_built_previewed_published_and_answered_on_a_phone(
    school: SchoolServer, page_for: Callable[..., Any], screenshot: Callable[..., Any], axe: Callable[..., None]
) -> None:
    editor = page_for("editor")
    build(editor)
    preview(editor, "en", "What was wrong?")
    preview(editor, "zh-hans", "哪里不好？")
    screenshot(editor, "feedback-form-editor")
    press(editor, re.compile("^(发布|Publish)$"))
    expect(editor.locator(".messages, [data-controller~=w-messages]").first).to_contain_text("食宿与教学")
    # Autosave may have met a form that was only half filled in.
    editor.troubles[:] = [line for line in editor.troubles if SECTION not in line]
    survey = run(school, ATTACH)

    learner = page_for("learner", width=390)
    learner.goto(f"/evaluations/surveys/{survey}/")
    main = learner.locator("main")
    expect(main.locator("h1")).to_have_text("食宿与教学")
    why = main.get_by_label("哪里不好？")
    expect(why).to_be_hidden()
    main.get_by_role("radio", name="2").focus()
    learner.keyboard.press("Space")
    expect(why).to_be_visible()
    why.fill("被子太薄")
    food = main.get_by_role("group", name="伙食")
    food.get_by_role("radio", name="好", exact=True).check()
    axe(learner)
    screenshot(learner, "feedback-form-390")
    assert learner.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    learner.get_by_role("button", name="提交").or_(learner.locator("main form button[type=submit]")).first.click()
    expect(main).to_contain_text("已收到")
    assert run(school, ANSWERS) == [["scale", "", 2, ""], ["text", "", None, "被子太薄"], ["matrix", "2", 2, ""]]
