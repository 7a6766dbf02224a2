"""A reflection goes from the learner's phone to the class teacher's and back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run

LONG = "今天听完课，我想先做一件小事：把两家的话各自记下来，念给他们听，确认没有听偏，再请他们坐到一张桌子旁边。" * 2


@pytest.fixture(scope="module", autouse=True)
def _leave_nothing(school: SchoolServer) -> Iterator[None]:
    """What the learner wrote goes again after this module."""
    yield
    run(
        school,
        """
from classes.models import Reflection
Reflection.objects.filter(enrollment__learner__account_name="learner").delete()
result = None
""",
    )


def test_reflection_is_handed_in_returned_revised_and_accepted(
    page_for: Callable[..., Page],
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    learner, teacher = page_for("learner", width=390), page_for("teacher", width=390)
    learner.goto("/learn/")
    screenshot(learner, "reflections-due-today")
    learner.get_by_role("link", name="第一天：我会先改变什么").click()
    axe(learner)
    learner.locator("textarea").fill("太短")
    learner.get_by_role("button", name="提交", exact=True).click()
    expect(learner.locator("main")).to_contain_text("至少要写 60 字")
    expect(learner.locator("textarea")).to_have_value("太短")

    # What is typed and not saved survives a closed browser.
    learner.locator("textarea").fill(LONG)
    learner.reload()
    expect(learner.locator("textarea")).to_have_value(LONG)
    screenshot(learner, "reflections-write-phone")
    learner.get_by_role("button", name="提交", exact=True).click()
    expect(learner.locator("main")).to_contain_text("已提交")
    expect(learner.locator("textarea")).to_have_count(0)
    assert learner.evaluate("Object.keys(localStorage).filter(name => name.startsWith('school.text.')).length") == 0
    learner.goto("/learn/")
    expect(learner.get_by_role("link", name="第一天：我会先改变什么")).to_have_count(0)

    teacher.goto(class_of(learner))
    teacher.locator(".class-tools").get_by_role("link", name="学习心得").click()
    expect(teacher.locator(".reflection--unread").first).to_be_visible()
    axe(teacher)
    screenshot(teacher, "reflections-desk-phone")
    teacher.get_by_role("link", name="周兰").first.click()
    axe(teacher)
    teacher.get_by_role("button", name="退回修改").click()
    expect(teacher.locator("main")).to_contain_text("请说明要改什么")
    teacher.troubles.clear()  # type: ignore[attr-defined]  # the browser logs the 400
    teacher.locator("textarea").fill("请补充一个具体的时间。")
    screenshot(teacher, "reflections-review-phone")
    teacher.get_by_role("button", name="退回修改").press("Enter")
    expect(teacher.locator("main")).to_contain_text("周兰：已退回")

    learner.goto("/learn/")
    expect(learner.locator("main")).to_contain_text("已退回，请修改")
    learner.get_by_role("link", name="第一天：我会先改变什么").click()
    expect(learner.locator("main")).to_contain_text("请补充一个具体的时间。")
    screenshot(learner, "reflections-returned-phone")
    learner.locator("textarea").fill(f"{LONG}下周三晚上就做。")
    learner.get_by_role("button", name="再次提交").click()
    expect(learner.locator("main")).to_contain_text("第 2 稿")

    teacher.get_by_role("link", name="周兰").first.click()
    teacher.get_by_role("button", name="通过").click()
    expect(teacher.locator("main")).to_contain_text("周兰：已通过")
    learner.reload()
    expect(learner.locator(".page-header")).to_contain_text("已通过")


def class_of(page: Page) -> str:
    """Return the address of the class that the day belongs to."""
    page.goto("/learn/")
    return page.locator(".page-header__kicker a").get_attribute("href") or ""


def test_desk_shows_its_reflections_at_a_desk(
    page_for: Callable[..., Page], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    learner, teacher = page_for("learner"), page_for("teacher", scheme="dark")
    teacher.goto(class_of(learner))
    teacher.locator(".class-tools").get_by_role("link", name="学习心得").click()
    teacher.locator(".rows").first.get_by_role("link", name="第一天：我会先改变什么").click()
    teacher.get_by_role("link", name="未交").click()
    expect(teacher.locator("main")).to_contain_text("还没交")
    axe(teacher)
    screenshot(teacher, "reflections-missing-desk-dark")
    with teacher.expect_download() as download:
        teacher.get_by_role("link", name="表格").click()
    assert download.value.suggested_filename.endswith("学习心得.xlsx")
