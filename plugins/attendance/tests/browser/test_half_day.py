"""A teacher at the door calls a morning with a lecture and a discussion at once, on a phone, for sixty people."""

import re

import pytest
from playwright.sync_api import expect

from plugins.attendance.tests.browser.test_roll import GONE, WAITING
from tests.browser.server import run

pytestmark = pytest.mark.browser

MAKE = """
import datetime
from django.utils import timezone
from classes.models import ClassGroup, Enrollment, TimetableItem, TrainingClassIndexPage, TrainingClassPage
from people.models import User
teacher = User.objects.get(account_name="teacher")
today = timezone.localdate()
page = TrainingClassPage(
    title="半天点名班", slug="half-day-class", starts_on=today, ends_on=today, class_teacher=teacher, audience="public"
)
TrainingClassIndexPage.objects.first().add_child(instance=page)
for number in range(60):
    learner = User.objects.create_user(f"半天学员{number:02}", None, account_name=f"half-learner-{number}")
    group, _made = ClassGroup.objects.get_or_create(training_class=page, name=f"第{number // 20 + 1}组")
    Enrollment.objects.create(training_class=page, learner=learner, group=group)
now = timezone.now().astimezone(page.zone)
noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
begin = noon - datetime.timedelta(hours=4) if now < noon else noon
begin = noon + datetime.timedelta(hours=6) if now.hour >= 18 else begin
for title, since, until in (("土地档案怎么读", 30, 120), ("分组讨论", 135, 225)):
    TimetableItem.objects.create(
        training_class=page, title=title, kind="group_discussion" if since > 60 else "lesson",
        starts_at=begin + datetime.timedelta(minutes=since), ends_at=begin + datetime.timedelta(minutes=until),
    )
result = [str(page.public_id), page.get_url()]
"""
COUNT = """
from collections import Counter
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.rolls import rows_of
rolls = Roll.objects.select_related("training_class").filter(training_class__public_id={page!r}).order_by("starts_at")
result = [dict(Counter(str(row.standing.state) for row in rows_of(roll))) for roll in rolls]
result.append(Mark.objects.filter(roll__in=rolls).count())
"""
MISSING = ("半天学员03", "半天学员17", "半天学员58")


@pytest.fixture
def made(school):
    key, address = run(school, MAKE)
    yield key, address
    run(school, GONE.format(page=key))


def test_half_day_of_sixty_takes_a_tap_for_each_who_is_missing(school, made, page_for, screenshot, axe):
    key, address = made
    page, taps = page_for("teacher", width=390), 0

    def tap(thing):
        nonlocal taps
        taps += 1
        thing.click()

    page.goto(address)
    tap(page.get_by_role("link", name="本半天点名"))
    expect(page.locator(".roll__row")).to_have_count(60)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for name in MISSING:
        tap(page.locator(".roll__row", has_text=name).locator(".roll__tap", has_text="缺勤"))
    axe(page)
    screenshot(page, "attendance-half-day", full_page=False)
    tap(page.get_by_role("button", name="其余全部已到"))

    expect(page.locator(".roll__row")).to_have_count(3)
    expect(page.locator(".stat--ok .stat__number")).to_have_text("57")
    screenshot(page, "attendance-half-day-taken")
    assert taps <= len(MISSING) + 2
    assert run(school, COUNT.format(page=key)) == [{"absent": 3, "present": 57}, {"absent": 3, "present": 57}, 120]

    # One of them comes while there is no network: it is kept, and sent once.
    page.context.set_offline(True)
    page.locator(".roll__row", has_text=MISSING[0]).get_by_label("缺勤").uncheck()
    page.get_by_role("button", name="其余全部已到").click()
    expect(page.locator(".roll__news")).to_contain_text("3 人")
    page.wait_for_function(f"() => {WAITING} === 1")
    page.context.set_offline(False)

    expect(page.locator(".roll__row")).to_have_count(2)
    page.wait_for_function(f"() => {WAITING} === 0")
    assert run(school, COUNT.format(page=key)) == [{"absent": 2, "present": 58}, {"absent": 2, "present": 58}, 122]
    page.troubles[:] = [line for line in page.troubles if not re.search("ERR_INTERNET_DISCONNECTED", line)]
