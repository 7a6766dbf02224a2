"""A learner signs in by the digits on the screen while the phone has no network, and it is sent when it is back."""

import re

import pytest
from playwright.sync_api import expect

from plugins.attendance.kept import signature_of
from plugins.attendance.tests.browser.test_roll import GONE
from tests.browser.server import run

MAKE = """
import datetime
from django.utils import timezone
from classes.models import Enrollment, TimetableItem, TrainingClassIndexPage, TrainingClassPage
from people.models import User
from plugins.attendance.actions.rolls import open_roll
teacher, learner = (User.objects.get(account_name=name) for name in ("teacher", "learner"))
today, now = timezone.localdate(), timezone.now()
page = TrainingClassPage(
    title="离线班", slug="offline-class", starts_on=today, ends_on=today, class_teacher=teacher, audience="public"
)
TrainingClassIndexPage.objects.first().add_child(instance=page)
Enrollment.objects.create(training_class=page, learner=learner)
item = TimetableItem.objects.create(
    training_class=page, title="开班", kind="ceremony",
    starts_at=now - datetime.timedelta(minutes=1), ends_at=now + datetime.timedelta(hours=2),
)
roll = open_roll(item=item, by=teacher)
result = [str(page.public_id), str(roll.public_id)]
"""
DIGITS = """
from django.utils import timezone
from plugins.attendance.codes import Code
from plugins.attendance.models import Roll
roll = Roll.objects.get(public_id={roll!r})
result = Code.at(roll.door, "in", timezone.now(), 20).digits
"""
MARKS = """
from plugins.attendance.models import Mark
marks = Mark.objects.filter(roll__public_id={roll!r})
result = [[mark.says, (mark.recorded_at - mark.at).total_seconds() > 4] for mark in marks]
"""
WAITING = "Object.keys(localStorage).filter(name => name.startsWith('school.scan.')).length"


@pytest.fixture
def roll(school):
    page, roll = run(school, MAKE)
    yield roll
    run(school, GONE.format(page=page))


def test_digits_are_kept_without_a_network_and_sent_once_with_their_time(school, roll, page_for, screenshot, axe):
    page = page_for("learner", width=390)
    page.goto("/plugins/attendance/enter/")
    digits = run(school, DIGITS.format(roll=roll))
    page.context.set_offline(True)
    page.get_by_label("六位数字").fill(f"{digits[:3]} {digits[3:]}")
    page.get_by_role("button", name="签到").click()

    expect(page.locator("[data-kept-target=news]")).to_contain_text("暂时没有网络")
    page.wait_for_function(f"() => {WAITING} === 1")
    axe(page)
    screenshot(page, "attendance-enter-offline")
    assert run(school, MARKS.format(roll=roll)) == []
    page.context.set_offline(False)

    expect(page.locator("[data-kept-target=done]")).to_contain_text("已签到")
    expect(page.locator("[data-kept-target=news]")).to_be_hidden()
    page.wait_for_function(f"() => {WAITING} === 0")
    screenshot(page, "attendance-enter-sent")
    assert [mark[0] for mark in run(school, MARKS.format(roll=roll))] == ["in"]
    page.troubles[:] = [line for line in page.troubles if not re.search("ERR_INTERNET_DISCONNECTED", line)]


def test_device_signs_as_the_server_does(page_for):
    """HMAC-SHA256 of the test cases 2 of RFC 4231, and of a key as long as ours."""
    page = page_for("learner", width=390)
    page.goto("/plugins/attendance/enter/")

    signed = page.evaluate("attendanceDevice.sign('Jefe', 'what do ya want for nothing?')")
    assert signed == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    key, code = "0123456789abcdef" * 4, "abcDEF12/i" + "1a2b3c-" * 9
    assert page.evaluate(f"attendanceDevice.sign('{key}', '{code}|1700000000000')") == signature_of(
        key, code, 1700000000000
    )
