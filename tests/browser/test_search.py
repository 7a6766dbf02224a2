"""Searching in Chinese on a phone, by keyboard alone, and what a facet leaves."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.fixtures import View

PHONE = View(width=390)


def faults(page: Page) -> list[str]:
    return [fault["id"] for fault in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]]


def test_search_is_done_by_keyboard_on_a_phone(page_for: Callable[..., Page]) -> None:
    page = page_for("learner", PHONE)
    page.goto("/search/")
    expect(page.locator("#search-q")).to_be_focused()
    page.keyboard.type("急救")
    expect(page.locator("#search-suggestions option").first).to_have_attribute("value", re.compile("急救"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("“急救”有")
    expect(page).to_have_url(re.compile("q=%E6%80%A5%E6%95%91"))
    expect(page.locator("#search-q")).to_be_focused()
    assert page.locator("mark", has_text="急救").count() > 3
    assert faults(page) == []

    posts = page.get_by_role("navigation", name="分类").get_by_role("link", name=re.compile("话题与发言"))
    for _step in range(12):
        page.keyboard.press("Tab")
        if posts.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("kind=post"))
    expect(posts).to_have_attribute("aria-current", "true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults(page) == []
    page.go_back()
    expect(page.get_by_role("heading", name="课程", exact=True)).to_be_visible()


def test_a_facet_is_chosen_and_taken_away(page_for: Callable[..., Page]) -> None:
    page = page_for("learner", PHONE)
    page.goto("/search/?q=手&kind=lesson")
    page.get_by_text("筛选", exact=True).click()
    level = page.get_by_role("group", name="级别").get_by_role("link", name=re.compile("基础"))
    expect(level).to_be_visible()
    level.click()
    expect(page).to_have_url(re.compile("level=basic"))
    expect(level).to_have_attribute("aria-current", "true")
    assert faults(page) == []
    page.locator("#search-q").fill("水")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("kind=lesson"))
    expect(page.get_by_role("status")).to_contain_text("“水”有")


@pytest.mark.every_view
def test_results_fit_the_screen(page_for: Callable[..., Page], screenshot: Callable[..., Path], view: View) -> None:
    page = page_for("learner", view)
    for name, address in (
        ("all", "/search/?q=急救"),
        ("lessons", "/search/?q=手&kind=lesson&level=basic"),
        ("none", "/search/?q=昆仑派"),
    ):
        page.goto(address)
        screenshot(page, f"search-{name}-{view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= view.width
