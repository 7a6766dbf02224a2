"""What browser tests stand on: real Chromium against gunicorn, the worker and the scheduler.

A plugin of pytest for the whole suite: were it taken over by the ``conftest.py`` of several folders, a process would
serve the school once for each of them. Elsewhere ``school`` is the test kit's, so each folder ``browser`` says in its
``conftest.py`` that there it is ``served_school``.

``page_for("learner", width=390, language="en", scheme="dark")`` gives a signed-in page, ``page_for()`` a stranger's.
Mark a test with ``every_view`` to see it at both widths, in both languages and both color schemes. ``SCREENSHOTS=1``
keeps the pictures that tests take below ``var/screenshots``.
"""

import atexit
import logging
import os
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.server import PASSWORD, SchoolServer
from tools.machine import chromium
from tools.school import ROOT
from tools.test_database import TestDatabase

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = ROOT / "var" / "screenshots"
FAILED = pytest.StashKey[bool]()
VIOLATIONS = {"resultTypes": ["violations"], "preload": False}
HEIGHTS = {390: 844, 1440: 900}
SLOW_MS = 30_000
"""How long a machine with other work may take for a page, or for what a page should show."""
expect.set_options(timeout=SLOW_MS)
# Resolves when every fade that ends has ended; one that runs for ever, such as a spinner, is not waited for.
AT_REST = """() => Promise.all(
  document.getAnimations()
    .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity)
    .map(animation => animation.finished.catch(() => null))
)"""


@dataclass(frozen=True)
class View:
    """How somebody looks at the school."""

    width: int = 1440
    language: str = "zh-hans"
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{self.width}-{self.language}-{self.scheme}"


EVERY_VIEW = [
    View(390, "en", "light"),
    View(390, "zh-hans", "dark"),
    View(1440, "en", "dark"),
    View(1440, "zh-hans", "light"),
]
"""Every pair of a width, a language and a color scheme: what goes wrong needs two of them, as a rule, and seldom three.

``test_faces`` looks at the main views in all eight."""


def _walks(item: pytest.Item) -> bool:
    return item.path.parent.name == "browser"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give ``view`` to the tests that ask for it: the views of ``EVERY_VIEW`` where marked so, else the default."""
    if "view" in metafunc.fixturenames and _walks(metafunc.definition):
        views = EVERY_VIEW if metafunc.definition.get_closest_marker("every_view") else [View()]
        metafunc.parametrize("view", views, ids=str)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and of the folders ``browser`` of plugins."""
    for item in items:
        if _walks(item):
            item.add_marker(pytest.mark.browser)


def is_trouble(page: Page, line: ConsoleMessage) -> bool:
    """Say whether a line in the console is one: Wagtail's autosave may meet a form that is only half filled in."""
    autosave = re.search(r"/admin/pages/(add/|\d+/edit/)", page.url) and "status of 400" in line.text
    return line.type == "error" and not autosave


@pytest.fixture(scope="session")
def served_school(django_db_setup: TestDatabase, django_db_blocker: Any) -> Iterator[SchoolServer]:
    """Serve a copy of the demo school, one for each test process."""
    server = SchoolServer(django_db_setup)
    with django_db_blocker.unblock():
        server.start()
    yield server
    with django_db_blocker.unblock():
        server.stop()


@cache
def _playwright() -> Playwright:
    """Start the browser's driver, of which a process can have one."""
    # It runs an event loop in this thread; Django would refuse its database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    manager = sync_playwright()
    atexit.register(manager.__exit__, None, None, None)
    return manager.start()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once for each test process."""
    browser = _playwright().chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    yield browser
    browser.close()


def sign_in(page: Page, account: str, password: str = PASSWORD) -> None:
    """Sign in as a demo account through the form that people use."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(account)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def _enter(page: Page, entered: dict[tuple[str, str], list[Any]], account: str, password: str) -> None:
    """Sign in as ``sign_in`` does, or go on with the session that the same account has among those ``entered``."""
    context, who = page.context, (account, password)
    if who in entered:
        context.add_cookies(entered[who])
        if context.request.get("/accounts/login/", max_redirects=0).status == HTTPStatus.FOUND:
            return
        context.clear_cookies()
    sign_in(page, account, password)
    entered[who] = context.cookies()


def _choose_language(context: BrowserContext, base: str, language: str) -> None:
    """Choose the interface language as the switch in the header does: a cookie, and kept with a signed-in person."""
    if not any(cookie["name"] == "csrftoken" for cookie in context.cookies()):
        context.request.get("/accounts/login/")
    token = next((c["value"] for c in context.cookies() if c["name"] == "csrftoken"), "")
    form = {"language": language, "next": "/health/live", "csrfmiddlewaretoken": token}
    context.request.post("/preferences/", form=form, headers={"Referer": base})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, so that what its people saw can be kept."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def _keep_what_was_seen(page: Page, name: str) -> None:
    """Log where somebody was and what the page said first; keep a picture of it."""
    with suppress(PlaywrightError):
        text = page.locator("body").inner_text(timeout=1_000)
        logging.getLogger(__name__).warning("%s: %s: %s", name, page.url, text[:600])
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(SCREENSHOTS / f"{name}.png"), timeout=5_000)


@pytest.fixture(scope="module")
def entered() -> dict[tuple[str, str], list[Any]]:
    """Keep the cookies of whoever has signed in, so that the tests of a module need not fill in the form each time."""
    return {}


@pytest.fixture
def page_for(
    browser: Browser,
    served_school: SchoolServer,
    entered: dict[tuple[str, str], list[Any]],
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Page]]:
    """Give pages to people: ``page_for(account="", view=None, **changes)``; closed after the test.

    A page that logs an error to its console or throws fails the test, unless the test clears ``page.troubles``.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def make(account: str = "", view: View | None = None, *, password: str = PASSWORD, **options: Any) -> Page:
        seen = view or View(**{key: options.pop(key) for key in ("width", "language", "scheme") if key in options})
        context = browser.new_context(
            base_url=served_school.url,
            viewport={"width": seen.width, "height": HEIGHTS.get(seen.width, 900)},
            color_scheme=seen.scheme,
            locale="en-US" if seen.language == "en" else "zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(SLOW_MS)
        contexts.append(context)
        page = context.new_page()
        if account:
            _enter(page, entered, account, password)
        _choose_language(context, served_school.url, seen.language)
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda line: troubles.append(f"{page.url}: {line.text}") if is_trouble(page, line) else None)
        page.troubles = troubles  # type: ignore[attr-defined]
        return page

    yield make
    if request.node.stash.get(FAILED, False):
        for number, page in enumerate(page for context in contexts for page in context.pages):
            _keep_what_was_seen(page, f"failed-{request.node.name}-{number}")
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[..., Path]:
    """Keep a picture of a page where they are wanted: ``screenshot(page, "name")`` writes ``name.png``."""

    def take(page: Page, name: str = "", *, full_page: bool = True) -> Path:
        path = SCREENSHOTS / f"{name or request.node.name}.png"
        if not os.environ.get("SCREENSHOTS"):
            return path
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(path), full_page=full_page)
        return path

    return take


@pytest.fixture
def axe() -> Callable[..., None]:
    """Hold a page to axe-core's rules: ``axe(page)`` fails with what is wrong and where."""

    def check(page: Page, context: str | None = None) -> None:
        # Colors are held to their contrast at rest: what is being fetched or faded is paler for a moment.
        expect(page.locator(".htmx-request")).to_have_count(0)
        page.evaluate(AT_REST)
        results = Axe().run(page, context=context, options=VIOLATIONS)
        assert results.violations_count == 0, results.generate_report()

    return check
