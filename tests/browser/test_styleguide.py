"""The design system in a real browser: accessible in every light, and usable without scripts."""

import pytest
from playwright.sync_api import expect

SCREENS = ["", "front/", "sign-in/", "today/", "lesson/", "thread/", "roll/", "feedback/"]


@pytest.mark.every_view
def test_styleguide_is_accessible_and_fits(page_for, axe, screenshot, view):
    page = page_for("administrator", view)
    for screen in SCREENS:
        assert page.goto(f"/styleguide/{screen}").status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= view.width
        axe(page)
        screenshot(page, f"styleguide-{screen.strip('/') or 'all'}-{view}")


def test_large_type_fits_a_small_phone(page_for):
    page = page_for("administrator", width=320, language="en")
    page.goto("/styleguide/")
    page.locator("button[name=type_size]").click()
    for screen in SCREENS:
        page.goto(f"/styleguide/{screen}")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_switches_work_without_scripts(page_for):
    page = page_for(language="en", java_script_enabled=False)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Evening", exact=True).click()
    assert page.url.endswith("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("data-scheme", "evening")
    page.locator("button[name=language]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_account_menu_opens_and_closes_by_keyboard(page_for):
    page = page_for("administrator")
    page.goto("/styleguide/")
    summary = page.locator(".menu > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu__panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu__panel")).to_be_hidden()
    assert summary.evaluate("element => element === document.activeElement")


def test_dialog_asks_before_something_is_lost(page_for, axe):
    page = page_for("administrator")
    page.goto("/styleguide/")
    page.locator("[data-dialog-id-value=leave]").click()
    expect(page.locator("dialog#leave")).to_be_visible()
    axe(page)
    page.locator("dialog#leave button").first.click()
    expect(page.locator("dialog#leave")).to_be_hidden()


def test_keyboard_skips_to_the_content_first(page_for):
    page = page_for("administrator")
    page.goto("/styleguide/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
