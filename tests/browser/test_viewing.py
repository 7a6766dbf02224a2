"""An editor looks at a class's pages as one of its learners sees them, from the admin and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import run

PAGES = """
from classes.models import LiveClassPage, TrainingClassPage
from forums.models import ForumPage
page = TrainingClassPage.objects.filter(live=True, enrollments__isnull=False).order_by("-starts_on").first()
below = [kind.objects.child_of(page).live().first() for kind in (LiveClassPage, ForumPage)]
result = [[one.pk, one.get_url()] for one in (page, *below) if one is not None]
"""


@pytest.mark.parametrize("width", [390, 1440])
def test_editor_sees_the_pages_of_a_class_as_its_learner(school, page_for, screenshot, width):
    editor = page_for("editor", width=width, language="en")
    for number, (pk, address) in enumerate(run(school, PAGES)):
        edit = f"/admin/pages/{pk}/edit/"
        editor.goto(edit)
        # It stands in the menu beside the page's title.
        editor.locator("header").get_by_role("button", name="Actions").first.click()
        editor.get_by_role("link", name="View as a learner").click()
        expect(editor.get_by_role("heading", level=1, name="View as a learner")).to_be_visible()
        assert editor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if not number:
            screenshot(editor, f"view-as-{width}")
        editor.get_by_role("button", name="View", exact=True).first.click()
        expect(editor).to_have_url(re.compile(f"{re.escape(address)}$"))
        if not number:
            screenshot(editor, f"viewed-as-{width}")
        editor.locator("form[action$='/view-as/stop/'] button").first.click()
        expect(editor).to_have_url(re.compile(f"{re.escape(edit)}$"))
