"""A class teacher moves the end of a class; a learner sees it on a phone, and another program reads the calendar."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run
from tests.browser.test_reflections import class_of

ICAL = Path(__file__).parent / "vendor" / "ical" / "ical-2.2.1.es5.min.js"
READ = """text => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map(one => {
  const event = new ICAL.Event(one);
  return [event.uid, event.summary, event.sequence, event.startDate.toJSDate() < event.endDate.toJSDate(),
    event.startDate.zone.tzid];
})"""


@pytest.fixture(autouse=True)
def _leave_nothing(school: SchoolServer) -> Iterator[None]:
    """What was moved goes back after each test."""
    yield
    run(
        school,
        """
from classes.models import CalendarFeed, LiveClassPage, TimetableChange, TimetableItem
for row in TimetableChange.objects.filter(kind="moved").order_by("-pk"):
    times = {"starts_at": row.was_starts_at, "ends_at": row.was_ends_at}
    TimetableItem.objects.filter(pk=row.item_id).update(**times, sequence=0)
    LiveClassPage.objects.filter(pk=row.item.page_id).update(**times)
TimetableChange.objects.all().delete()
CalendarFeed.objects.all().delete()
result = None
""",
    )


def test_teacher_moves_the_rest_of_a_class_and_a_learner_sees_it(
    page_for: Callable[..., Page], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    learner, teacher = page_for("learner", width=390), page_for("teacher")
    address = class_of(learner)
    teacher.goto(address)
    teacher.locator(".class-tools").get_by_role("link", name="课表").click()
    axe(teacher)
    screenshot(teacher, "timetable-desk")
    teacher.get_by_role("link", name="从此处起顺延").last.click()
    teacher.get_by_label("推后天数").fill("1")
    teacher.get_by_label("原因").fill("暴雪停课")
    teacher.get_by_role("button", name="先预览").click()
    expect(teacher.locator("#preview")).to_contain_text("将变动 1 次课")
    axe(teacher)
    screenshot(teacher, "timetable-move-preview")
    teacher.locator("section", has=teacher.locator("#preview")).get_by_role("button").click()
    expect(teacher.locator("main")).to_contain_text("已调整 1 次课")

    learner.goto(address)
    expect(learner.locator("#changes")).to_have_text("课表有变动")
    expect(learner.locator(".timetable-changes")).to_contain_text("暴雪停课")
    axe(learner)
    screenshot(learner, "timetable-change-phone")
    learner.get_by_role("button", name="知道了").click()
    expect(learner.locator("#changes")).to_have_text("课表变动")


@pytest.mark.parametrize("width", [390, 1440])
def test_timetable_is_read_by_day_week_and_month(
    page_for: Callable[..., Page], axe: Callable[..., None], screenshot: Callable[..., Any], width: int
) -> None:
    learner = page_for("learner", width=width)
    learner.goto("/learn/")
    learner.get_by_role("link", name="我的课表").click()
    for view in ("周", "月", "日"):
        learner.locator(".calendar-bar__views").get_by_role("link", name=view, exact=True).click()
        expect(learner.locator(".entry").first).to_be_visible()
        axe(learner)
        screenshot(learner, f"timetable-{width}-{view}")
        assert learner.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_calendar_of_a_phone_is_read_by_an_unrelated_parser(
    page_for: Callable[..., Page], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    learner = page_for("learner", width=390)
    learner.goto("/accounts/profile/")
    learner.get_by_role("link", name="手机里的课表").click()
    learner.get_by_role("button", name="生成地址").click()
    axe(learner)
    screenshot(learner, "timetable-calendar-phone")
    answer = learner.request.get(learner.locator(".token").inner_text())
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    learner.evaluate(ICAL.read_text(encoding="utf-8"))
    events = learner.evaluate(READ, answer.text())
    assert len(events) > 5
    assert {(sequence, in_order, zone) for _uid, _summary, sequence, in_order, zone in events} == {
        (0, True, "Asia/Shanghai")
    }
    assert all(summary for _uid, summary, *_rest in events)
