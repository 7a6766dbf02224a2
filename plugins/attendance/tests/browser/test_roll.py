"""A teacher at the door takes the roll of sixty people on a phone, with a network and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import run

MAKE = """
import datetime
from django.utils import timezone
from classes.models import ClassGroup, Enrollment, TimetableItem, TrainingClassIndexPage, TrainingClassPage
from people.models import User
from plugins.attendance.actions.rolls import open_roll
teacher = User.objects.get(account_name="teacher")
index = TrainingClassIndexPage.objects.first()
today, now = timezone.localdate(), timezone.now()
page = TrainingClassPage(
    title="点名班", slug="roll-class", starts_on=today, ends_on=today, class_teacher=teacher, audience="public"
)
index.add_child(instance=page)
for number in range(60):
    learner = User.objects.create_user(f"学员{number:02}", None, account_name=f"roll-learner-{number}")
    group, _made = ClassGroup.objects.get_or_create(training_class=page, name=f"第{number // 20 + 1}组")
    Enrollment.objects.create(training_class=page, learner=learner, group=group)
item = TimetableItem.objects.create(
    training_class=page, title="土地档案怎么读", kind="live_class",
    starts_at=now - datetime.timedelta(minutes=20), ends_at=now + datetime.timedelta(hours=2),
)
roll = open_roll(item=item, by=teacher)
result = [str(page.public_id), str(roll.public_id)]
"""
COUNT = """
from collections import Counter
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.rolls import rows_of
roll = Roll.objects.select_related("training_class").get(public_id={roll!r})
states = Counter(str(row.standing.state) for row in rows_of(roll))
result = [dict(states), Mark.objects.filter(roll=roll).count()]
"""
GONE = """
from classes.models import TrainingClassPage
page = TrainingClassPage.objects.get(public_id={page!r})
page.unpublish()
result = None
"""
WAITING = "Object.keys(localStorage).filter(name => name.startsWith('school.roll.list.')).length"


@pytest.fixture
def roll(school):
    page, roll = run(school, MAKE)
    yield roll
    run(school, GONE.format(page=page))


def test_sixty_are_signed_in_with_one_tap_for_each_who_is_missing(school, roll, page_for, screenshot, axe):
    page = page_for("teacher", width=390)
    page.goto(f"/plugins/attendance/rolls/{roll}/")
    expect(page.locator(".roll__row")).to_have_count(60)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    for name in ("学员03", "学员17"):
        page.locator(".roll__row", has_text=name).get_by_label("缺勤").check()
    page.locator(".roll__row", has_text="学员41").get_by_label("迟到").check()
    axe(page)
    screenshot(page, "attendance-roll", full_page=False)
    page.get_by_role("button", name="其余全部已到").click()

    expect(page.locator(".roll__row")).to_have_count(2)
    expect(page.locator(".stat--ok .stat__number")).to_have_text("58")
    screenshot(page, "attendance-roll-taken")
    assert run(school, COUNT.format(roll=roll)) == [{"absent": 2, "late": 1, "present": 57}, 60]

    # Without a network: what is tapped is kept, the page says so, and it is sent once when the network is back.
    page.context.set_offline(True)
    page.locator(".roll__row", has_text="学员17").get_by_label("缺勤").uncheck()
    page.get_by_role("button", name="其余全部已到").click()
    expect(page.locator(".roll__news")).to_contain_text("2 人")
    screenshot(page, "attendance-roll-offline", full_page=False)
    page.wait_for_function(f"() => {WAITING} === 1")
    page.context.set_offline(False)

    expect(page.locator(".roll__row")).to_have_count(1)
    page.wait_for_function(f"() => {WAITING} === 0")
    assert run(school, COUNT.format(roll=roll)) == [{"absent": 1, "late": 1, "present": 58}, 61]
    page.troubles[:] = [line for line in page.troubles if not re.search("ERR_INTERNET_DISCONNECTED", line)]
