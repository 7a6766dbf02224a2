"""A class teacher runs a class from a phone, and its learners read what they should."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import View
from tests.browser.test_reflections import class_of


def open_tool(page: Page, name: str) -> None:
    """Open a tab of the area in which a class is run."""
    page.locator(".class-tools").get_by_role("link", name=name, exact=True).click()


def test_teacher_records_arrivals_on_a_phone(
    page_for: Callable[..., Page], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    learner, teacher = page_for("learner", width=390), page_for("teacher", width=390)
    teacher.goto(class_of(learner))
    axe(teacher)
    screenshot(teacher, "class-life-page-phone")
    open_tool(teacher, "报到")
    missing = teacher.locator("section[aria-labelledby=missing] li")
    expect(missing.first).to_be_visible()
    before = missing.count()
    assert before >= 2
    axe(teacher)
    screenshot(teacher, "class-life-arrival-phone")

    # As one types, without a page being loaded.
    name = missing.nth(1).locator(".row__title").inner_text()
    teacher.evaluate("window.kept = true")
    teacher.locator("#desk-q").press_sequentially(name)
    expect(missing).to_have_count(1)
    missing.get_by_role("button").click()
    expect(teacher.locator("#desk .message--success")).to_contain_text(f"{name} 已报到")
    expect(missing).to_have_count(before - 1)
    expect(teacher.locator("#desk-q")).to_have_value("")
    assert teacher.evaluate("window.kept")
    screenshot(teacher, "class-life-arrived-phone")

    teacher.get_by_role("link", name=f"撤销 {name} 的报到").click()
    axe(teacher)
    teacher.locator("input[name=reason]").fill("点错了人")
    teacher.get_by_role("button", name="撤销报到").click()
    expect(missing).to_have_count(before)
    assert teacher.evaluate("document.documentElement.scrollWidth") <= 390

    learner.goto(class_of(learner))
    expect(learner.locator("main")).to_contain_text("您已报到")
    expect(learner.locator(".class-tools")).to_have_count(0)


def test_learner_reads_a_notice_and_the_teacher_sees_it(
    page_for: Callable[..., Page], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    learner, teacher = page_for("learner", width=390), page_for("teacher", width=390)
    teacher.goto(class_of(learner))
    open_tool(teacher, "通知")
    teacher.get_by_role("link", name="写通知").click()
    teacher.locator("input[name=title]").fill("今晚七点班会")
    teacher.locator("textarea[name=body]").fill("一教室，带本子。")
    axe(teacher)
    teacher.get_by_role("button", name="发布").click()
    expect(teacher.locator(".rows li").first).to_contain_text("0 /")
    axe(teacher)
    screenshot(teacher, "class-life-notices-phone")

    learner.goto("/learn/")
    expect(learner.get_by_role("link", name="今晚七点班会")).to_be_visible()
    learner.goto(class_of(learner))
    screenshot(learner, "class-life-learner-phone")
    learner.get_by_role("link", name="今晚七点班会").click()
    expect(learner.locator("main")).to_contain_text("一教室，带本子。")
    axe(learner)
    learner.goto("/learn/")
    expect(learner.get_by_role("link", name="今晚七点班会")).to_have_count(0)

    teacher.get_by_role("link", name="今晚七点班会").click()
    expect(teacher.locator("section[aria-labelledby=read]")).to_contain_text("周兰")
    screenshot(teacher, "class-life-notice-readers-phone")
    teacher.get_by_role("button", name="撤回这条通知").click()
    expect(teacher.locator("main")).to_contain_text("已撤回")


@pytest.mark.every_view
def test_area_of_a_class_is_fit_to_be_seen(
    page_for: Callable[..., Page], axe: Callable[..., None], screenshot: Callable[..., Any], view: View
) -> None:
    page = page_for("teacher", view)
    page.goto("/classes/mine/")
    page.locator("main .card__title a").first.click()
    tabs = page.locator(".class-tools a")
    names = [re.sub(r"\s+", "", one) for one in tabs.all_inner_texts()]
    assert len(names) >= 7
    for number in range(len(names)):
        page.locator(".class-tools a").nth(number).click()
        expect(page.locator(".class-tools a[aria-current=page]")).to_have_count(1)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= view.width
        screenshot(page, f"class-life-{number}-{view}")


def test_teacher_divides_names_a_leader_and_prints(page_for: Callable[..., Page], axe: Callable[..., None]) -> None:
    learner, teacher = page_for("learner"), page_for("teacher")
    teacher.goto(class_of(learner))
    open_tool(teacher, "小组")
    teacher.locator(".section__head a").first.click()
    axe(teacher)
    chosen = teacher.locator("select[name=leader] option").nth(2).inner_text()
    teacher.locator("select[name=leader]").select_option(label=chosen)
    teacher.get_by_role("button", name="保存").click()
    expect(teacher.locator("main")).to_contain_text(f"组长：{chosen}")

    open_tool(teacher, "值日")
    teacher.locator("main .rows a").first.click()
    axe(teacher)
    open_tool(teacher, "打印")
    with teacher.expect_download() as download:
        teacher.get_by_role("link", name="桌签: 打印版（PDF）").click()
    assert download.value.suggested_filename.endswith("桌签.pdf")
