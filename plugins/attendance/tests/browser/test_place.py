"""A class wants to know where a phone is: at the place one scan signs in, far away words say why not."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from plugins.attendance.tests.browser.test_offline import DIGITS, MAKE, MARKS
from plugins.attendance.tests.browser.test_roll import GONE
from tests.browser.server import run

pytestmark = pytest.mark.browser

WANT = """
from classes.models import TrainingClassPage
from schoolhouse.actions.activation import decide
from schoolhouse.plugins import plugin
page = TrainingClassPage.objects.get(public_id={page!r})
settings = {{"second_factor": "place", "place": "31.230400, 121.473700", "place_meters": 150}}
decide(plugin=plugin("attendance"), page=page, state="inherit", settings=settings if {wanted} else {{}}, by=None)
result = None
"""
SCANNED = """
from django.utils import timezone
from plugins.attendance.codes import Code
from plugins.attendance.models import Roll
roll = Roll.objects.get(public_id={roll!r})
result = "/plugins/attendance/s/%s/%s/" % (roll.door, Code.at(roll.door, "in", timezone.now(), 20).token)
"""
EVIDENCE = """
from plugins.attendance.models import Mark
result = list(Mark.objects.filter(roll__public_id={roll!r}).values_list("evidence", flat=True))
"""
HERE = {"latitude": 31.2305, "longitude": 121.4737, "accuracy": 20}
FAR = {"latitude": 31.24, "longitude": 121.4737, "accuracy": 20}


@pytest.fixture
def roll(school):
    page, roll = run(school, MAKE.replace("offline-class", f"place-{uuid.uuid4().hex}"))
    run(school, WANT.format(page=page, wanted=True))
    yield roll
    # The learner of other tests is still in this class.
    run(school, WANT.format(page=page, wanted=False))
    run(school, GONE.format(page=page))


def test_learner_far_away_is_told_so_and_signs_in_at_the_place(school, roll, page_for, screenshot, axe):
    page = page_for("learner", width=390)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(FAR)
    page.goto(run(school, SCANNED.format(roll=roll)))

    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("距离上课地点约 1100 米")
    axe(page)
    screenshot(page, "attendance-place-far")
    assert run(school, MARKS.format(roll=roll)) == []
    page.context.set_geolocation(HERE)
    page.get_by_role("link", name="重试").click()

    expect(page.get_by_role("heading", name="您已签到")).to_be_visible()
    assert run(school, EVIDENCE.format(roll=roll)) == ["已核对位置：在现场"]


def test_who_does_not_allow_it_reads_what_to_do(school, roll, page_for, screenshot):
    page = page_for("learner", width=390)
    page.goto(run(school, SCANNED.format(roll=roll)))

    expect(page.locator("[data-place-target=news]")).to_contain_text("未获准读取手机位置")
    screenshot(page, "attendance-place-denied")
    page.get_by_role("button", name="签到").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("手机没有提供位置")
    assert run(school, MARKS.format(roll=roll)) == []


def test_digits_without_a_network_are_kept_with_the_position(school, roll, page_for):
    page = page_for("learner", width=390)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(HERE)
    page.goto("/plugins/attendance/enter/")
    expect(page.locator("[data-place-target=field]")).to_have_value(re.compile(r"^31\.2305"))
    digits = run(school, DIGITS.format(roll=roll))
    page.context.set_offline(True)
    page.get_by_label("六位数字").fill(digits)
    page.get_by_role("button", name="签到").click()
    expect(page.locator("[data-kept-target=news]")).to_contain_text("暂时没有网络")
    page.context.set_offline(False)

    expect(page.locator("[data-kept-target=done]")).to_contain_text("已签到")
    assert run(school, EVIDENCE.format(roll=roll)) == ["断网时记在手机上，联网后补传 · 已核对位置：在现场"]
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('school.scan.')).length") == 0
    page.troubles[:] = [line for line in page.troubles if "ERR_INTERNET_DISCONNECTED" not in line]
