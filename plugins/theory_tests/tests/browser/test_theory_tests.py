"""A test of theory from the teacher's desk to the learner's phone and back."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run

pytestmark = pytest.mark.walk

PREPARE = """
import uuid
from django.utils import timezone
from classes.models import Enrollment, LiveClassInstructor, LiveClassPage
from people.models import Organization, User
from people.published import renew
from plugins.theory_tests.actions.bank import record_version
from plugins.theory_tests.models import BankAnswer, BankQuestion, Paper, PaperQuestion, QuestionCategory
teacher = User.objects.get(account_name="teacher")
seat = Enrollment.objects.filter(
    learner__account_name="learner", state="enrolled", training_class__class_teacher=teacher,
    training_class__ends_on__gte=timezone.now(),
).select_related("training_class").order_by("training_class__starts_on").first()
page = seat.training_class
city = Organization.get_root_nodes().first()
name = "安全生产测验" + uuid.uuid4().hex[:4]
category = QuestionCategory.objects.create(organization=city, name=name)
made = []
for kind, text, answers in (
    ("single", "灶台起火先做什么？", (("关火盖锅盖", 100), ("泼水", 0), ("打开窗户", 0))),
    ("short", "用来扑灭初起火灾的器材叫什么？", (("灭火器", 100),)),
    ("essay", "说说怎样检查灶具。", ()),
):
    question = BankQuestion(category=category, kind=kind, text=text)
    question.answers = [BankAnswer(sort_order=at, text=said, percent=worth) for at, (said, worth) in enumerate(answers)]
    question.save()
    record_version(question=question, by=None)
    made.append(question)
paper = Paper(organization=city, title=name, is_ready=True, minutes=30, shuffle_questions=False)
paper.questions = [PaperQuestion(sort_order=at, question=one, points=5) for at, one in enumerate(made)]
paper.save()
live = LiveClassPage.objects.child_of(page).order_by("pk").first()
instructor = User.objects.get(account_name="instructor")
LiveClassInstructor.objects.get_or_create(live_class=live, instructor=instructor)
renew()
now = timezone.now().astimezone(page.zone)
result = {"class": str(page.public_id), "title": name, "now": now.strftime("%Y-%m-%dT%H:%M")}
"""
END = """
from datetime import timedelta
from django.utils import timezone
from plugins.theory_tests.actions.results import close_tests
from plugins.theory_tests.models import Sitting
past = timezone.now() - timedelta(hours=1)
rows = Sitting.objects.filter(title="{title}")
rows.update(opens_at=past - timedelta(hours=1), closes_at=past)
close_tests()
result = rows.get().closed_at is not None
"""


def test_teacher_sets_a_test_and_a_learner_sits_it_on_the_phone_and_reads_what_came_of_it(
    school: SchoolServer,
    page_for: Callable[..., Page],
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    made = run(school, PREPARE)
    teacher = page_for("teacher")
    teacher.goto(f"/plugins/theory_tests/class/{made['class']}/desk/")
    teacher.get_by_role("link", name="安排考试").click()
    teacher.get_by_label("试卷", exact=True).select_option(label=made["title"])
    begin = datetime.datetime.fromisoformat(made["now"])
    teacher.get_by_label("开始时间").fill(made["now"])
    teacher.get_by_label("结束时间").fill(f"{begin + datetime.timedelta(hours=2):%Y-%m-%dT%H:%M}")
    teacher.get_by_text("分数、正确答案和解析").click()
    axe(teacher)
    screenshot(teacher, "theory-set")
    teacher.get_by_role("button", name="安排给本班").click()
    expect(teacher.locator("main")).to_contain_text("考试已安排")
    axe(teacher)

    learner = page_for("learner", width=390)
    learner.goto("/learn/")
    learner.get_by_role("link", name=made["title"]).first.click()
    axe(learner)
    learner.get_by_role("button", name="开始作答").click()
    expect(learner.locator(".test-bar__time")).to_contain_text(re.compile(r"2\d:\d\d"))
    axe(learner)
    learner.get_by_text("关火盖锅盖").click()
    expect(learner.locator("#question-1 [data-test-state]")).to_have_text("已保存")
    learner.locator("#question-2 input[type=text]").fill("灭火器")
    expect(learner.locator("#question-2 [data-test-state]")).to_have_text("已保存")
    screenshot(learner, "theory-attempt-phone")
    learner.reload()
    expect(learner.get_by_label("关火盖锅盖")).to_be_checked()
    expect(learner.locator("#question-2 input[type=text]")).to_have_value("灭火器")
    learner.get_by_role("button", name="交卷").click()
    expect(learner.locator(".test-bar")).to_contain_text("还没有作答的题目： 3")
    learner.locator("#question-3 textarea").fill("看阀门，闻气味，试打火。")
    learner.get_by_role("button", name="交卷").click()
    expect(learner.locator("main")).to_contain_text("已交卷。")
    expect(learner.locator("main")).not_to_contain_text("关火盖锅盖")
    assert learner.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(learner)
    assert run(school, END.format(title=made["title"]))

    instructor = page_for("instructor", width=390)
    instructor.goto(f"/plugins/theory_tests/class/{made['class']}/desk/")
    row = instructor.get_by_role("row").filter(has_text=made["title"])
    row.get_by_role("link", name="1", exact=True).click()
    axe(instructor)
    instructor.get_by_role("link", name="说说怎样检查灶具。").click()
    instructor.get_by_label("得分").fill("4")
    instructor.get_by_label("评语").fill("说得很实在。")
    axe(instructor)
    screenshot(instructor, "theory-mark-phone")
    instructor.get_by_role("button", name="保存并继续").click()
    expect(instructor.locator("main")).to_contain_text("没有需要您批阅的答案了。")

    learner.reload()
    expect(learner.locator("h1")).to_contain_text("14 分")
    expect(learner.locator("main")).to_contain_text("说得很实在。")
    axe(learner)
    screenshot(learner, "theory-result-phone")
