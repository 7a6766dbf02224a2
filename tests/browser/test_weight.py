"""What a first visit to each view costs somebody who pays for it: nothing in the browser's cache, a phone's screen."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.browser.fixtures import HEIGHTS
from tests.browser.test_faces import INSIDE, OUTSIDE, address_of

LIMIT = 80_000
"""Bytes over the wire, headers included, until the page is quiet."""
WIDTH = 390


def weight(page: Page, address: str) -> int:
    """Return the bytes that ``address`` costs in a browser that has kept nothing but who is signed in."""
    state = page.context.storage_state()
    screen: Any = {"width": WIDTH, "height": HEIGHTS[WIDTH]}
    context = page.context.browser.new_context(viewport=screen, storage_state=state)  # type: ignore[union-attr]
    fresh = context.new_page()
    counted: list[int] = []
    wire = context.new_cdp_session(fresh)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: counted.append(int(event["encodedDataLength"])))
    fresh.goto(address, wait_until="networkidle")
    context.close()
    return sum(counted)


def heavy(page: Page, views: list[str]) -> list[str]:
    """Name the views that weigh more than they may."""
    weights = {
        view: weight(page, page.evaluate("at => new URL(at, location).href", address_of(page, view))) for view in views
    }
    assert min(weights.values()) > LIMIT / 10
    return [f"{view}: {found:,} bytes" for view, found in weights.items() if found > LIMIT]


def test_first_view_of_a_stranger_is_light(page_for: Callable[..., Any]) -> None:
    page = page_for()
    page.goto("/")

    found = heavy(page, OUTSIDE)

    page.troubles.clear()
    assert found == []


def test_first_view_of_a_learner_is_light(page_for: Callable[..., Any]) -> None:
    found = heavy(page_for("learner"), INSIDE["learner"])
    assert found == []
