"""Leave goes from the learner's phone to the class teacher's and back."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run

pytestmark = pytest.mark.walk

PREPARE = """
import datetime
from django.utils import timezone
from classes.models import Enrollment, TimetableItem, TrainingClassPage
from people.models import User
teacher = User.objects.get(account_name="teacher")
seat = Enrollment.objects.filter(
    learner__account_name="learner", training_class__class_teacher=teacher, training_class__ends_on__gte=timezone.now()
).select_related("training_class").order_by("training_class__starts_on").first()
page = seat.training_class
zone = page.zone
later = max(page.ends_on, timezone.localdate() + datetime.timedelta(days=3))
TrainingClassPage.objects.filter(pk=page.pk).update(ends_on=later)
day = (timezone.now() + datetime.timedelta(days=2)).astimezone(zone).date()
start = datetime.datetime.combine(day, datetime.time(9), tzinfo=zone)
end = start + datetime.timedelta(hours=3)
item = TimetableItem.objects.create(
    training_class=page, kind="lesson", title="走访前的准备", starts_at=start, ends_at=end
)
from plugins.leave.models import Leave
known = list(Leave.objects.values_list("pk", flat=True))
result = {"class": str(page.public_id), "item": item.pk, "ends_on": page.ends_on.isoformat(), "page": page.pk,
          "known": known, "from": f"{day}T08:30", "to": f"{day}T12:30"}
"""
TIDY = """
from classes.models import TimetableItem, TrainingClassPage
from plugins.leave.models import Leave, LimitNotice, WithdrawalProposal
for model in (WithdrawalProposal, LimitNotice):
    model.objects.filter(enrollment__learner__account_name="learner").delete()
Leave.objects.exclude(pk__in={known}).delete()
TimetableItem.objects.filter(pk={item}).delete()
TrainingClassPage.objects.filter(pk={page}).update(ends_on="{ends_on}")
result = None
"""
BEGIN = """
import datetime
from django.utils import timezone
from plugins.leave.models import Leave
now = timezone.now().replace(second=0, microsecond=0)
hour = datetime.timedelta(hours=1)
approved = Leave.objects.filter(state="approved", enrollment__learner__account_name="learner")
result = approved.update(starts_at=now - hour, ends_at=now + hour, until=now + hour)
"""


@pytest.fixture(scope="module")
def ahead(school: SchoolServer) -> Iterator[dict[str, Any]]:
    """Put a session two days ahead on the learner's timetable; nothing of it is left after this module."""
    made = run(school, PREPARE)
    yield made
    run(school, TIDY.format(**made))


def test_learner_asks_on_the_phone_sees_what_it_does_and_reports_back(
    school: SchoolServer,
    ahead: dict[str, Any],
    page_for: Callable[..., Page],
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    learner, teacher = page_for("learner", width=390), page_for("teacher", width=390)
    learner.goto(f"/plugins/leave/classes/{ahead['class']}/")
    axe(learner)
    learner.get_by_role("link", name="请假", exact=True).last.click()
    learner.get_by_label("开始时间").fill(ahead["from"])
    learner.get_by_label("结束时间").fill(ahead["to"])
    learner.get_by_label("结束时间").press("Tab")
    expect(learner.locator("#simulation")).to_contain_text("应到学时的")
    expect(learner.locator("#simulation")).to_contain_text("1/7")
    axe(learner)
    screenshot(learner, "leave-ask-phone")
    learner.get_by_text("病假", exact=True).click()
    learner.get_by_label("理由").fill("发烧了，要去县医院看一看。")
    learner.get_by_role("button", name="提交", exact=True).click()
    expect(learner.locator("main")).to_contain_text("已提交，结果会显示在这里。")
    axe(learner)
    screenshot(learner, "leave-sent-phone")

    teacher.goto("/learn/")
    teacher.locator(f"a[href='/plugins/leave/classes/{ahead['class']}/desk/']").first.click()
    axe(teacher)
    screenshot(teacher, "leave-desk-phone")
    teacher.get_by_role("link", name="周兰").first.click()
    axe(teacher)
    teacher.get_by_label("理由").fill("好好休息。")
    screenshot(teacher, "leave-decide-phone")
    teacher.get_by_role("button", name="批准", exact=True).click()
    expect(teacher.locator("main")).to_contain_text("周兰：已批准。")

    assert run(school, BEGIN) == 1
    learner.goto("/learn/")
    learner.get_by_role("link", name="病假").click()
    expect(learner.locator("main")).to_contain_text("好好休息。")
    axe(learner)
    screenshot(learner, "leave-back-phone")
    learner.get_by_role("button", name="我已回来，销假").click()
    expect(learner.locator("main")).to_contain_text("已销假")
    teacher.reload()
    teacher.get_by_role("button", name=re.compile("办结.*周兰")).click()
    expect(teacher.locator("main")).to_contain_text("周兰：已办结。")


@pytest.mark.every_view
def test_pages_of_leave_in_every_view(
    school: SchoolServer,
    ahead: dict[str, Any],
    page_for: Callable[..., Page],
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
    view: Any,
) -> None:
    teacher = page_for("teacher", view)
    for name in ("desk", "history", "enter", "stand-ins"):
        teacher.goto(f"/plugins/leave/classes/{ahead['class']}/{name}/")
        axe(teacher)
        assert teacher.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        screenshot(teacher, f"leave-{name}-{view}")


def test_check_button_works_without_scripts(ahead: dict[str, Any], page_for: Callable[..., Page]) -> None:
    learner = page_for("learner", width=390, java_script_enabled=False)
    learner.goto(f"/plugins/leave/classes/{ahead['class']}/ask/")
    learner.get_by_label("开始时间").fill(ahead["from"])
    learner.get_by_label("结束时间").fill(ahead["to"])
    learner.get_by_role("button", name="看看影响").click()
    expect(learner.locator("#simulation")).to_contain_text("限度为 1/7")
    expect(learner.get_by_label("开始时间")).to_have_value(ahead["from"])
