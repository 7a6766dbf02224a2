"""The catalogue as people use it: by facets, with and without scripts, on a phone, by keyboard, in Chinese."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect


def number(page: Page) -> int:
    """Return how many lessons the page says that there are."""
    said = re.search(r"\d+", page.locator("#count").inner_text())
    assert said
    return int(said[0])


def cards(page: Page) -> list[str]:
    return page.locator("#results .lesson-card .card__title").all_inner_texts()


def test_filters_work_at_once_and_the_address_keeps_them(page_for, screenshot, axe):
    page = page_for("learner", width=390)
    page.goto("/lessons/")
    every = number(page)
    assert not page.locator("#facets").is_visible()
    page.get_by_text("筛选", exact=True).click()
    axe(page)
    screenshot(page, "catalogue-filters-390")
    page.get_by_label(re.compile("微课")).check()
    expect(page).to_have_url(re.compile(r"length=micro"))
    expect(page.locator("#count")).not_to_have_text(str(every))
    micro = number(page)
    assert 0 < micro < every
    page.get_by_label(re.compile("实务技能")).check()
    expect(page).to_have_url(re.compile(r"category="))
    page.get_by_label(re.compile("急救与应急")).check()
    expect(page.locator("#results .chip").filter(has_text="急救与应急")).to_be_visible()
    branch = number(page)
    assert 0 < branch < micro
    assert any("心肺复苏" in title for title in cards(page))
    page.get_by_role("button", name="看课程").click()
    expect(page.locator("#facets")).to_be_hidden()
    axe(page)
    screenshot(page, "catalogue-chosen-390")
    address = page.url
    page.reload()
    assert number(page) == branch
    page.locator("#results .chip").filter(has_text="急救与应急").click()
    expect(page).not_to_have_url(address)
    assert number(page) == micro
    page.go_back()
    expect(page.locator("#count")).to_contain_text(str(branch))


def test_catalogue_works_by_keyboard_alone(page_for):
    page = page_for("learner", width=390)
    page.goto("/lessons/")
    page.locator("#shelf-q").focus()
    page.keyboard.type("急救")
    expect(page).to_have_url(re.compile("q="))
    found = number(page)
    assert found > 0
    for _time in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "shelf-fold"
    page.keyboard.press("Space")
    box = page.get_by_label(re.compile("基础"))
    while not page.evaluate("(box) => box === document.activeElement", box.element_handle()):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("level=basic"))
    # The facets were renewed below the keyboard, and it still is where it was.
    expect(page.get_by_label(re.compile("基础"))).to_be_focused()
    assert 0 < number(page) <= found


def test_catalogue_is_a_plain_form_without_scripts(page_for):
    page = page_for("", width=390, java_script_enabled=False)
    page.goto("/lessons/")
    every = number(page)
    page.get_by_text("筛选", exact=True).click()
    page.get_by_label(re.compile("微课")).check()
    page.get_by_role("button", name="看课程").click()
    expect(page).to_have_url(re.compile("length=micro"))
    assert 0 < number(page) < every
    expect(page.locator("#results .chip").filter(has_text="微课")).to_have_count(1)


@pytest.mark.every_view
def test_catalogue_and_series_look_well(page_for: Callable[..., Page], view, screenshot: Callable[..., Path], axe):
    page = page_for("learner", view)
    page.goto("/lessons/")
    axe(page)
    screenshot(page, f"catalogue-{view}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator(".series-card__title").first.click()
    axe(page)
    screenshot(page, f"series-{view}")
    page.locator(".series-rows a").nth(1).click()
    axe(page)
    screenshot(page, f"series-lesson-{view}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_strangers_view_is_told_once_it_was_in_sight(page_for):
    page = page_for("", user_agent="Mozilla/5.0 (Linux; Android 9) Chrome/90.0 Mobile")
    page.goto("/lessons/?sort=title")
    page.locator(".lesson-card a").first.click()
    with page.expect_response(lambda answer: answer.url.endswith("/seen/"), timeout=30_000) as told:
        pass
    assert told.value.status == 204
