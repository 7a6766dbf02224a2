"""A day of a class from arrival to closing: a teacher, a monitor, three learners, a learning point and a head."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run
from tests.browser.test_class_life import open_tool

pytestmark = pytest.mark.walk

TITLE = "一日培训班"
MAKE = f"""
import datetime
from django.utils import timezone
from classes.models import ClassGroup, Enrollment, TimetableItem, TrainingClassIndexPage, TrainingClassPage
from classes.models.life.duty import DutyShift
from people.models import User
accounts = ("teacher", "learner", "learner2", "learner3", "point")
teacher, learner, monitor, ill, point = (User.objects.get(account_name=name) for name in accounts)
village = point.role_assignments.filter(role="point").first().organization
today, now = timezone.localdate(), timezone.now()
day = datetime.timedelta(days=1)
page = TrainingClassPage(
    title={TITLE!r}, slug="one-day", starts_on=today, ends_on=today + day, class_teacher=teacher, audience="public"
)
TrainingClassIndexPage.objects.first().add_child(instance=page)
villager = User.objects.create_user("石小川", None, account_name="one-day-villager")
seats = [Enrollment.objects.create(training_class=page, learner=person) for person in (learner, monitor, ill)]
seats.append(Enrollment.objects.create(training_class=page, learner=villager, organization=village))
DutyShift.objects.create(enrollment=seats[1], date=today, duty="roll", given_by=teacher)
hour = datetime.timedelta(hours=1)
TimetableItem.objects.create(
    training_class=page, title="开班第一课", kind="live_class", starts_at=now - hour / 60, ends_at=now + 2 * hour
)
tomorrow = timezone.localtime(now + day, page.zone).replace(hour=9, minute=0, second=0, microsecond=0)
TimetableItem.objects.create(
    training_class=page, title="走访练习", kind="field_visit", starts_at=tomorrow, ends_at=tomorrow + hour / 6
)
result = {{
    "class": str(page.public_id), "url": page.get_url(), "names": [seat.learner.full_name for seat in seats],
    "from": f"{{tomorrow:%Y-%m-%dT08:55}}", "to": f"{{tomorrow:%Y-%m-%dT09:15}}",
}}
"""
GONE = """
from classes.models import TrainingClassPage
TrainingClassPage.objects.get(public_id={page!r}).unpublish()
result = None
"""


@pytest.fixture
def held(school: SchoolServer) -> Iterator[dict[str, Any]]:
    """Give the teacher a class whose first lesson has just begun."""
    made = run(school, MAKE)
    yield made
    run(school, GONE.format(page=made["class"]))


def arrive(teacher: Page, names: list[str]) -> None:
    """Tick off everybody at the desk, by name."""
    for name in names:
        teacher.locator("section[aria-labelledby=missing] li", has_text=name).get_by_role("button").click()
        expect(teacher.locator("#desk .message--success")).to_contain_text(f"{name} 已报到")


def ask_for_leave(learner: Page, held: dict[str, Any]) -> None:
    """Ask for the lesson of tomorrow, and see first what that does."""
    learner.goto(f"/plugins/leave/classes/{held['class']}/ask/")
    learner.get_by_label("开始时间").fill(held["from"])
    learner.get_by_label("结束时间").fill(held["to"])
    learner.get_by_label("结束时间").press("Tab")
    expect(learner.locator("#simulation")).to_contain_text("应到学时的")
    learner.get_by_text("事假", exact=True).click()
    learner.get_by_label("理由").fill("家里有老人要去医院。")
    learner.get_by_role("button", name="提交", exact=True).click()
    expect(learner.locator("main")).to_contain_text("已提交")


def sign_in_by_code(teacher: Page, learner: Page) -> None:
    """Type the digits that stand on the screen of the hall."""
    learner.goto("/plugins/attendance/enter/")
    digits = teacher.locator(".code__digits").inner_text()
    learner.get_by_label("六位数字").fill(digits)
    learner.get_by_role("button", name="签到").click()
    expect(learner.locator("main")).to_contain_text("已签到")


def sign_in_room(point: Page) -> None:
    """Tap the one who sits in the village's room."""
    point.goto("/plugins/attendance/point/")
    point.get_by_role("link", name="开班第一课").click()
    point.locator(".roll__row", has_text="石小川").get_by_label("已到").check()
    point.get_by_role("button", name="这些人已到").click()
    expect(point.locator("main")).to_contain_text("石小川")
    expect(point.locator(".roll__row")).to_have_count(0)


def call_the_rest(monitor: Page, held: dict[str, Any], last: str) -> None:
    """See who is missing, and write down who has come by now: the duty of today."""
    monitor.goto(f"/plugins/attendance/classes/{held['class']}/")
    monitor.get_by_role("link", name="继续点名").click()
    expect(monitor.locator(".roll__row")).to_have_count(1)
    expect(monitor.locator(".roll__row")).to_contain_text(last)
    monitor.get_by_role("button", name="其余全部已到").click()
    expect(monitor.locator(".roll__row")).to_have_count(0)
    expect(monitor.get_by_role("button", name="按缺勤记")).to_have_count(0)


def test_day_of_a_class_from_arrival_to_closing(
    held: dict[str, Any], page_for: Callable[..., Page], screenshot: Callable[..., Any]
) -> None:
    people = ("teacher", "learner", "learner2", "learner3", "point")
    teacher, learner, monitor, ill, point = (page_for(name, width=390) for name in people)
    teacher.goto(held["url"])
    open_tool(teacher, "报到")
    arrive(teacher, held["names"])

    ask_for_leave(ill, held)
    teacher.goto(f"/plugins/leave/classes/{held['class']}/desk/")
    teacher.get_by_role("link", name=held["names"][2]).first.click()
    teacher.get_by_role("button", name="批准", exact=True).click()
    expect(teacher.locator("main")).to_contain_text("已批准")

    teacher.goto(held["url"])
    open_tool(teacher, "考勤")
    teacher.get_by_role("button", name="点名 · 开班第一课").click()
    teacher.get_by_role("link", name="显示二维码").click()
    for own in (learner, monitor):
        sign_in_by_code(teacher, own)
    sign_in_room(point)
    call_the_rest(monitor, held, held["names"][2])
    screenshot(monitor, "class-day-monitor")

    teacher.goto(f"/plugins/attendance/classes/{held['class']}/")
    teacher.get_by_role("link", name="继续点名").click()
    teacher.get_by_role("button", name="按缺勤记").click()
    expect(teacher.locator("main")).to_contain_text("点名已结束")

    teacher.goto(held["url"])
    open_tool(teacher, "结班")
    expect(teacher.locator("section[aria-labelledby=missing]")).to_contain_text("请假")
    screenshot(teacher, "class-day-closing")
    teacher.get_by_label("理由").fill("请假的学员明天回来再销假。")
    teacher.get_by_role("button", name="结班").click()
    expect(teacher.locator(".stats")).to_contain_text("4")
    expect(teacher.locator("tbody tr")).to_have_count(4)
    expect(teacher.locator("tbody tr", has_text=held["names"][0])).to_contain_text("100 %")
    screenshot(teacher, "class-day-results")

    learner.goto(held["url"])
    expect(learner.locator("main")).to_contain_text(TITLE)
    head = page_for("head")
    row = head.locator("tr", has_text=TITLE)
    for _turn in range(30):  # the worker counts once it hears that the roll was closed
        head.goto("/plugins/attendance/register/")
        if row.count():
            break
        head.wait_for_timeout(1_000)
    expect(row.first).to_contain_text("4")
    screenshot(head, "class-day-register")
