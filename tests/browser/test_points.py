"""A teacher chooses a scheme, gives points, answers an appeal and closes the class; the learner reads why."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run

pytestmark = pytest.mark.walk

TITLE = "积分培训班"
MAKE = f"""
import datetime
from django.utils import timezone
from classes.models import Enrollment, TrainingClassIndexPage, TrainingClassPage
from evaluations.actions.points.schemes import keep_version
from evaluations.models import AssessmentScheme, SchemeComponent
from people.models import User
from people.queries.ownership import organization_of
teacher, learner = (User.objects.get(account_name=name) for name in ("teacher", "learner"))
today, day = timezone.localdate(), datetime.timedelta(days=1)
index = TrainingClassIndexPage.objects.first()
page = TrainingClassPage(
    title={TITLE!r}, slug="points-class", starts_on=today - day, ends_on=today, class_teacher=teacher, audience="public"
)
index.add_child(instance=page)
Enrollment.objects.create(training_class=page, learner=learner)
scheme = AssessmentScheme(organization=organization_of(page), title="结业方案", final_share=40)
scheme.components = [
    SchemeComponent(name="学习态度", maximum=60, sort_order=0),
    SchemeComponent(name="理论测试", kind="final", maximum=40, cap=100, sort_order=1),
]
scheme.save()
scheme.refresh_from_db()
version = keep_version(scheme=scheme, by=None)
result = {{"class": str(page.public_id), "version": str(version.public_id), "learner": str(learner.public_id)}}
"""
GONE = """
from classes.models import TrainingClassPage
TrainingClassPage.objects.get(public_id={page!r}).unpublish()
result = None
"""


@pytest.fixture
def held(school: SchoolServer) -> Iterator[dict[str, Any]]:
    """Give the teacher a class of one learner that ends today."""
    made = run(school, MAKE)
    yield made
    run(school, GONE.format(page=made["class"]))


def give(teacher: Page, base: str, points: str, component: str, reason: str) -> None:
    """Give everybody who is ticked points."""
    teacher.goto(f"{base}points/give/")
    teacher.locator("input[name=points]").fill(points)
    teacher.locator("select[name=component]").select_option(label=component)
    teacher.locator("input[name=reason]").fill(reason)
    teacher.locator("input[name=learners]").check()
    teacher.locator("main button[type=submit]").click()
    expect(teacher.locator(".message--success")).to_be_visible()


def fits(page: Page) -> None:
    """Nothing stands out of the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url}: {wide}"


def test_teacher_closes_the_class_and_its_points_are_frozen(page_for: Any, held: dict[str, Any]) -> None:
    base = f"/evaluations/classes/{held['class']}/"
    teacher = page_for("teacher", width=390)
    teacher.goto(f"{base}points/scheme/?version={held['version']}")
    expect(teacher.locator("#preview")).to_contain_text("结业方案")
    fits(teacher)
    teacher.locator("#preview button[type=submit]").click()
    give(teacher, base, "52.5", "学习态度", "按时完成练习")
    give(teacher, base, "80", "理论测试", "结业测试")
    give(teacher, base, "-2", "学习态度", "迟到")
    fits(teacher)
    expect(teacher.locator("tbody tr")).to_contain_text("82.50")

    learner = page_for("learner", width=390)
    learner.goto(f"{base}points/")
    expect(learner.locator("h1 + .big-number")).to_contain_text("82.5")
    expect(learner.locator("section[aria-labelledby=why]")).to_contain_text("32.00")
    fits(learner)
    row = learner.locator("tr", has_text="迟到")
    row.get_by_role("link", name="申诉").click()
    learner.locator("textarea[name=text]").fill("那天已请假")
    learner.locator("main form.form button[type=submit]").click()
    expect(learner.locator(".message--success")).to_be_visible()

    teacher.goto(f"{base}points/appeals/")
    fits(teacher)
    teacher.locator(".row__title a").first.click()
    teacher.locator("button[value=grant]").click()
    teacher.goto(f"/classes/{held['class']}/closing/")
    teacher.locator("main button[type=submit]").click()
    teacher.wait_for_url(re.compile("/results/"))
    expect(teacher.locator("tbody tr")).to_contain_text("84.5")
    expect(teacher.locator("tbody tr")).to_contain_text("合格")
    fits(teacher)
    with teacher.expect_download() as saved:
        teacher.locator("a[download]").first.click()
    assert saved.value.suggested_filename.endswith(".xlsx")
    teacher.goto(f"{base}points/{held['learner']}/")
    teacher.locator("input[name=points]").fill("1")
    teacher.locator("input[name=reason]").fill("太迟")
    with teacher.expect_response(lambda answer: answer.request.method == "POST") as answered:
        teacher.locator("main form button[type=submit]").click()
    assert answered.value.status == 400
    teacher.wait_for_load_state()
    teacher.evaluate("() => document.title")  # what the console had to say has arrived before the answer
    teacher.troubles.clear()
