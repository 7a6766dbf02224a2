"""A head has a long register made in the background, watches how far it is, and fetches it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import run

pytestmark = pytest.mark.browser

YEAR = 2019
MAKE = f"""
import datetime
from people.models import User
from plugins.attendance.register.actions.tallies import tally_counts
from plugins.attendance.register.models import HeadCount
from plugins.attendance.register.permissions import register_units
head, by = (User.objects.get(account_name=name) for name in ("head", "administrator"))
unit = register_units(head).order_by("depth", "path").first()
day = datetime.datetime({YEAR}, 1, 1, 9, tzinfo=unit.zone)
HeadCount.objects.bulk_create(
    HeadCount(
        organization=unit, title=f"村民夜校第{{number}}课", people=20 + number % 9, by=by,
        starts_at=day + datetime.timedelta(days=number), ends_at=day + datetime.timedelta(days=number, hours=2),
    )
    for number in range(320)
)
tally_counts(counts=HeadCount.objects.filter(title__startswith="村民夜校"))
result = str(unit.public_id)
"""


def test_long_register_is_made_in_the_background_and_fetched(school, page_for, screenshot, axe):
    unit = run(school, MAKE)
    page = page_for("head", width=390)
    page.goto(f"/plugins/attendance/register/?unit={unit}&year={YEAR}")
    page.locator("summary", has_text="导出").click()
    page.locator(".register__save a[href*='/save/pdf/']").click()
    expect(page.locator("main")).to_contain_text("共 320 行")
    axe(page)
    screenshot(page, "attendance-register-long")
    page.get_by_role("button", name="生成文件").click()

    page.wait_for_url(re.compile("/register/exports/"))
    expect(page.get_by_role("link", name="下载")).to_be_visible(timeout=120_000)
    axe(page)
    screenshot(page, "attendance-register-made")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="下载").click()
    assert fetched.value.suggested_filename.endswith(".pdf")
    with open(fetched.value.path(), "rb") as file:
        assert file.read(4) == b"%PDF"
    page.goto(f"/plugins/attendance/register/?unit={unit}&year={YEAR}")
    page.locator("summary", has_text="导出").click()
    expect(page.locator(".register__save a[href*='/exports/']")).to_be_visible()
