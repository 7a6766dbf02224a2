"""An editor presses "Save" while the admin's first autosave of a new page is still on its way."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser.server import SchoolServer, run
from tests.browser.walking import explorer_number, new_page

TITLE = "秋收前检查晒场"
COUNT = f"from lessons.models import LessonPage; result = LessonPage.objects.filter(title={TITLE!r}).count()"
LIVE = f"from lessons.models import LessonPage; result = LessonPage.objects.get(title={TITLE!r}).live"
TIDY = f"""
from lessons.models import LessonPage
for page in LessonPage.objects.filter(title={TITLE!r}):
    page.delete()
result = 1
"""


@pytest.fixture(autouse=True)
def tidy(school: SchoolServer) -> Iterator[None]:
    """Take away what a test made."""
    yield
    run(school, TIDY)


class Slow:
    """Keeps back the answer to the first autosave; the server has done its work by then."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: tuple[Route, APIResponse] | None = None
        page.route(re.compile(r"/admin/pages/add/"), self._take)

    def _take(self, route: Route) -> None:
        asked = route.request
        if self.held is None and asked.method == "POST" and asked.headers.get("accept") == "application/json":
            self.held = route, route.fetch()
        else:
            route.continue_()

    def wait(self) -> None:
        """Type until the editor, which looks for changes some time after it was opened, saves."""
        for _try in range(60):
            if self.held:
                return
            self.page.locator("#id_intro").press_sequentially("晒")
            self.page.wait_for_timeout(1_000)
        raise AssertionError("no autosave came")

    def answer(self) -> None:
        assert self.held
        self.held[0].fulfill(response=self.held[1])


@pytest.mark.parametrize(("name", "live"), [("Save draft", False), ("Publish", True)])
def test_saving_during_the_first_autosave_makes_one_page(
    page_for: Callable[..., Any], school: SchoolServer, name: str, live: bool
) -> None:
    page = page_for("administrator", language="en")
    new_page(page, explorer_number(page, "青山学堂", "课程"), "lessons/lessonpage")
    slow = Slow(page)
    page.locator("#id_title").fill(TITLE)
    slow.wait()
    button = page.locator("footer").get_by_role("button", name=name, exact=True)
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    button.click(no_wait_after=True)
    page.wait_for_timeout(1_000)
    with page.expect_navigation():
        slow.answer()
    expect(page.locator(".messages .success, .messages [class*=success]").first).to_be_visible()
    assert run(school, COUNT) == 1
    assert run(school, LIVE) is live
