"""A moderator works through the evening by keyboard; a reader reports, an author revises."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import SchoolServer, run


@pytest.fixture(autouse=True)
def _as_it_was(school: SchoolServer):
    """Put back what is decided here, so that each test finds the demo's work."""
    run(
        school,
        """
from forums.models import HeldPost, Post, PostReport, ReportCase
PostReport.objects.update(withdrawn_at=None)
ReportCase.objects.update(state="open", decided_at=None)
HeldPost.objects.filter(post=None).update(state="held", comment="")
result = None
""",
    )


def at(page):
    """Return which item of the queue is looked at, counted from 0."""
    return page.evaluate(
        "[...document.querySelectorAll('.review__item')].findIndex(item => item.contains(document.activeElement))"
    )


def test_queue_is_worked_through_by_keyboard_alone(page_for):
    page = page_for("teacher", language="en")
    page.goto("/forums/review/?show=reported")
    items = page.locator(".review__item")
    count = items.count()
    assert count >= 3
    expect(items.first).to_be_focused()
    page.keyboard.press("j")
    assert at(page) == 1
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert at(page) == 0
    # Nothing happens without a reason, and Enter in the reason does what was asked for.
    page.keyboard.press("w")
    expect(items.first.get_by_label("Reason")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.locator(".review__item").count() == count
    page.keyboard.type("jkha")
    page.keyboard.press("Enter")
    expect(page.locator(".review__item")).to_have_count(count - 1)
    expect(page.get_by_text("Done, and written into the log.")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(".review__item")).to_have_count(count - 2)


def test_held_post_is_published_and_another_returned_by_keyboard(page_for):
    page = page_for("teacher", language="zh-hans")
    page.goto("/forums/review/?show=held")
    count = page.locator(".review__item").count()
    assert count >= 3
    page.keyboard.press("a")
    expect(page.locator(".review__item")).to_have_count(count - 1)
    page.keyboard.press("r")
    page.keyboard.type("请写得具体一些")
    page.keyboard.press("Enter")
    expect(page.locator(".review__item")).to_have_count(count - 2)
    page.get_by_role("link", name=re.compile("作者修改中")).click()
    expect(page.get_by_text("请写得具体一些")).to_be_visible()


def test_queue_works_by_buttons_without_javascript_on_a_phone(page_for):
    page = page_for("teacher", width=390, language="en", java_script_enabled=False)
    page.goto("/forums/review/?show=reported")
    first = page.locator(".review__item").first
    count = page.locator(".review__item").count()
    first.get_by_label("Reason").fill("Belongs elsewhere")
    first.get_by_role("button", name="Admonish the author").click()
    expect(page.locator(".review__item")).to_have_count(count - 1)


@pytest.mark.every_view
def test_queue_and_board_look_right_and_are_accessible(page_for, view, axe, screenshot):
    page = page_for("teacher", view)
    for name in ("review/?show=reported", "review/?show=held"):
        page.goto(f"/forums/{name}")
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, name
        screenshot(page, f"moderation-{name[-8:]}-{view}")
