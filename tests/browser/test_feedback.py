"""The code on the screen, and a learner who answers on the phone while the network is gone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run

pytestmark = pytest.mark.walk

FIND = """
from django.utils import timezone
from evaluations.models import FeedbackSurvey
from people.models import User
learner = User.objects.get(account_name="learner")
now = timezone.now()
survey = FeedbackSurvey.objects.filter(
    training_class__enrollments__learner=learner, training_class__class_teacher__account_name="teacher",
    opens_at__lte=now, closes_at__gt=now, is_anonymous=True,
).exclude(participations__learner=learner).order_by("closes_at").first()
result = str(survey.public_id)
"""
ANSWERED = """
from evaluations.models import FeedbackParticipation, FeedbackSeal, FeedbackSurvey
survey = FeedbackSurvey.objects.get(public_id={survey!r})
mine = FeedbackParticipation.objects.filter(survey=survey, learner__account_name="learner")
result = [mine.count(), FeedbackSeal.objects.filter(survey=survey).count()]
"""
TIDY = """
from evaluations.models import FeedbackParticipation, FeedbackSeal, FeedbackSurvey
survey = FeedbackSurvey.objects.get(public_id={survey!r})
FeedbackParticipation.objects.filter(survey=survey, learner__account_name="learner").delete()
FeedbackSeal.objects.filter(survey=survey).delete()
result = None
"""
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('school.feedback.')).length"


@pytest.fixture(scope="module")
def survey(school: SchoolServer) -> Iterator[str]:
    """Find the form that waits for the learner; what this module answers goes again."""
    found = run(school, FIND)
    yield found
    run(school, TIDY.format(survey=found))


def test_code_stands_large_on_the_screen(
    survey: str, page_for: Callable[..., Page], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    teacher = page_for("teacher", width=1440)
    teacher.goto(f"/evaluations/surveys/{survey}/code/")
    box = teacher.locator(".collect__square svg").bounding_box()
    assert box is not None
    assert box["width"] >= 400
    expect(teacher.locator(".collect__address a")).to_have_attribute("href", teacher.url.replace("code/", ""))
    axe(teacher)
    screenshot(teacher, "feedback-code")


def test_learner_answers_without_a_network_and_it_arrives_once(
    school: SchoolServer,
    survey: str,
    page_for: Callable[..., Page],
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    page = page_for("learner", width=390)
    page.goto(f"/evaluations/surveys/{survey}/")
    axe(page)
    for scale in page.locator("main form .scale").all():
        scale.locator("label").last.click()
    page.locator("main form textarea").last.fill("例子可以再多一些。")
    page.locator("main form textarea").last.blur()
    page.wait_for_function(f"() => {KEPT} === 1")
    page.reload()
    expect(page.locator("main form textarea").last).to_have_value("例子可以再多一些。")
    expect(page.locator("[data-feedback-target=note]")).to_have_text("您刚才填的内容已经恢复。")
    assert page.locator("main form .scale input:checked").count() == page.locator("main form .scale").count()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    screenshot(page, "feedback-form")

    page.context.set_offline(True)
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("[data-feedback-target=note]")).to_contain_text("没有网络")
    assert run(school, ANSWERED.format(survey=survey))[0] == 0
    page.context.set_offline(False)
    expect(page.locator("main form")).to_have_count(0)
    page.troubles.clear()  # type: ignore[attr-defined]  # the browser complains of having been offline
    expect(page.locator("main")).to_contain_text("评价已收到")
    page.wait_for_function(f"() => {KEPT} === 0")
    assert run(school, ANSWERED.format(survey=survey))[0] == 1
