"""A class asks for the number beside the code: without a network it is kept with the scan, and sent with it."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from plugins.attendance.tests.browser.test_offline import MAKE, MARKS
from plugins.attendance.tests.browser.test_reopened import FAKE_CAMERA
from plugins.attendance.tests.browser.test_roll import GONE
from tests.browser.server import run

pytestmark = pytest.mark.browser

WANT = """
from classes.models import TrainingClassPage
from schoolhouse.actions.activation import decide
from schoolhouse.plugins import plugin
page = TrainingClassPage.objects.get(public_id={page!r})
settings = {{"second_factor": "number"}} if {wanted} else {{}}
decide(plugin=plugin("attendance"), page=page, state="inherit", settings=settings, by=None)
result = None
"""
SHOWN = """
from django.utils import timezone
from plugins.attendance.codes import Code
from plugins.attendance.models import Roll
roll = Roll.objects.get(public_id={roll!r})
code = Code.at(roll.door, "in", timezone.now(), 20)
near = [code.later(periods).number for periods in range(4)]
wrong = next(number for number in ("00", "01", "02", "03", "04") if number not in near)
result = ["/plugins/attendance/s/%s/%s/" % (roll.door, code.token), code.number, wrong]
"""
WAITING = "Object.keys(localStorage).filter(name => /^school\\.scan\\.(?!asked)/.test(name)).length"


@pytest.fixture
def roll(school):
    page, roll = run(school, MAKE.replace("offline-class", f"number-{uuid.uuid4().hex}"))
    run(school, WANT.format(page=page, wanted=True))
    yield roll
    # The learner of other tests is still in this class.
    run(school, WANT.format(page=page, wanted=False))
    run(school, GONE.format(page=page))


@pytest.fixture
def page(page_for):
    page = page_for("learner", width=390)
    yield page
    page.troubles[:] = [line for line in page.troubles if not re.search("ERR_INTERNET_DISCONNECTED|409|htmx:", line)]


def test_number_is_kept_with_what_the_camera_scanned_and_may_be_mistyped(school, roll, page, screenshot, axe):
    page.add_init_script(FAKE_CAMERA)
    page.goto("/plugins/attendance/enter/")
    address, number, wrong = run(school, SHOWN.format(roll=roll))
    page.context.set_offline(True)
    page.get_by_role("button", name="用摄像头扫码").click()
    page.evaluate(f"window.shown = 'https://school.example{address}'")
    asked = page.get_by_label("二维码旁边的数字是多少？")
    expect(asked).to_be_focused()
    axe(page)
    screenshot(page, "attendance-number-offline")

    asked.fill(wrong)
    asked.press("Enter")
    expect(page.locator("[data-kept-target=news]")).to_contain_text("暂时没有网络")
    page.wait_for_function(f"() => {WAITING} === 1")
    page.context.set_offline(False)
    expect(page.locator("[data-kept-target=refused]")).to_contain_text("不是当时二维码旁边的数字")
    assert run(school, MARKS.format(roll=roll)) == []
    page.reload()
    asked.fill(number)
    asked.press("Enter")

    expect(page.locator("[data-kept-target=done]")).to_contain_text("已签到")
    expect(asked).to_be_hidden()
    assert [mark[0] for mark in run(school, MARKS.format(roll=roll))] == ["in"]


def test_number_on_the_page_of_a_code_is_kept_where_the_network_goes_meanwhile(school, roll, page):
    address, number, _wrong = run(school, SHOWN.format(roll=roll))
    page.goto(address)
    page.context.set_offline(True)
    page.get_by_label("二维码旁边的数字是多少？").fill(number)
    page.get_by_role("button", name="签到").click()
    expect(page.locator("[data-kept-target=news]")).to_contain_text("暂时没有网络")
    page.wait_for_function(f"() => {WAITING} === 1")
    page.context.set_offline(False)

    expect(page.locator("[data-kept-target=done]")).to_contain_text("已签到")
    assert [mark[0] for mark in run(school, MARKS.format(roll=roll))] == ["in"]
