"""Every main view as people see it: accessible, within the screen, and in Chinese without English left over."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.fixtures import HEIGHTS

CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
ALL_RULES = {"resultTypes": ["violations"]}
LOOKS = ((390, "light", ALL_RULES), (390, "dark", CONTRAST), (1440, "light", CONTRAST), (1440, "dark", ALL_RULES))
"""Structure is the same in both lights, so that each width meets all rules once and the colors twice."""

OUTSIDE = [
    "/",
    "/lessons/",
    "/classes/",
    "/search/?q=急救",
    "/search/?q=zzzz",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/code/",
    "/accounts/password/reset/",
    "/no-such-page/",
]
INSIDE = {
    "learner": [
        "/learn/",
        "/classes/mine/",
        "/forums/",
        "/accounts/profile/",
        "/accounts/profile/sign-in/",
        "/accounts/profile/devices/",
        "/accounts/password/change/",
        "lesson",
        "lesson list",
        "class list",
        "class",
        "live class",
        "forum",
        "thread",
        "new thread",
        "survey",
        "points",
        "county",
    ],
    "instructor": ["/learn/", "/evaluations/", "summary", "standings", "ledger", "class", "live class"],
    "teacher": ["/learn/", "class", "live class", "roster", "roster import", "enrollment", "new code"],
    "coordinator": ["/learn/", "/learn/unit/"],
    "head": ["/learn/", "/learn/figures/", "/learn/unit/"],
    "point": ["/learn/", "class"],
}
LINKS = {
    "class": ("/learn/", ".rows .row__title a[href*='-12-0/']"),
    "live class": ("class", "main a[href*='/live-']"),
    "forum": ("class", "main a[href*='forum']:not([href='/forums/'])"),
    "thread": ("forum", "main a[href*='/forums/threads/']"),
    "new thread": ("forum", "main a[href$='/new/']"),
    "survey": ("/learn/", "main a[href*='/evaluations/surveys/']"),
    "points": ("/learn/", "aside a[href*='/points/']"),
    "lesson": ("/lessons/", "main .card a"),
    "county": ("/", ".chips a.chip"),
    "summary": ("/evaluations/", "main a[href$='/summary/']"),
    "standings": ("class", "main a[href$='/standings/']"),
    "ledger": ("standings", "main a[href*='/points/']"),
    "roster": ("class", "main a[href$='/roster/']"),
    "roster import": ("roster", "main a[href$='/roster/import/']"),
    "enrollment": ("roster", "main table th a[href*='/enrollments/']"),
    "new code": ("enrollment", "main a[href$='/code/']"),
}
"""How a view without a fixed address is reached: from which one, by which link."""

LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES = {"Markdown", "xlsx", "csv", "PDF", "http", "https", "www", "AED", "WPS", "CPR", "GPS", "EXAMPLE", "example"}
NAMES |= {"English", "learner", "Chrome", "Linux", "zzzz", "Alt"}
"""What stays Latin in Chinese: names of formats and things."""
WORDS_SHOWN = """() => {
  const words = [];
  const foreign = (element) => element.closest(
    "[lang]:not([lang^='zh']), [hidden], script, style, code, pre, .visually-hidden > [lang]");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!foreign(element) && !element.closest("[data-content], .prose, .post__body, select[name=component]")) {
      words.push(walker.currentNode.textContent);
    }
  }
  for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (foreign(element)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) words.push(element.getAttribute(name) || "");
  }
  return [document.title, ...words].map((text) => text.trim()).filter(Boolean);
}"""


def address_of(page: Page, view: str) -> str:
    """Find the address of ``view`` by following the links that lead there."""
    if view.startswith("/"):
        return view
    if view in ("lesson list", "class list"):
        page.goto(address_of(page, "lesson" if view == "lesson list" else "class"))
        return page.url.rstrip("/").rsplit("/", 1)[0] + "/"
    start, link = LINKS[view]
    page.goto(address_of(page, start))
    found = page.locator(link).first
    assert found.count(), f"{view}: no link {link} on {page.url}"
    return found.get_attribute("href") or ""


def english_left(page: Page) -> list[str]:
    """Return the pieces of interface text with Latin words in them."""
    left = []
    for text in page.evaluate(WORDS_SHOWN):
        words = [word for word in LATIN.findall(text) if word not in NAMES]
        if words:
            left.append(f"{' '.join(words)}: {text[:80]}")
    return left


def faults(page: Page, view: str, language: str) -> Iterator[str]:
    """Look at the open page in every look and name what is wrong."""
    axe = Axe()
    for width, scheme, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme=scheme)
        where = f"{view} {language} {width} {scheme}"
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"{where}: {wide} pixels wide"
        results = axe.run(page, options=rules)
        for violation in results.response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            yield f"{where}: {violation['id']}: {nodes}"
    if language == "zh-hans":
        yield from (f"{view}: English left: {text}" for text in english_left(page))


def choose_language(page: Page, language: str) -> None:
    """Switch the language as the header does."""
    page.goto("/accounts/profile/" if page.context.cookies() else "/")
    tag = "en" if language == "en" else "zh-Hans"
    if page.locator("html").get_attribute("lang") != tag:
        page.locator(f"button[name=language][value={language}]").first.click()
        page.wait_for_function("tag => document.documentElement.lang === tag", arg=tag)


def see(page: Page, views: list[str]) -> list[str]:
    """Look at all ``views`` in both languages and return the faults found."""
    found: list[str] = []
    addresses = {view: address_of(page, view) for view in views}
    for language in ("zh-hans", "en"):
        choose_language(page, language)
        for view, address in addresses.items():
            response = page.goto(address)
            expected = 404 if "no-such" in view else 200
            if response is None or response.status != expected:
                found.append(f"{view} {address}: {response and response.status}")
                continue
            found += faults(page, view, language)
    return found


def test_every_view_that_strangers_see(page_for: Callable[..., Any]) -> None:
    page = page_for()

    found = see(page, OUTSIDE)

    page.troubles[:] = [line for line in page.troubles if "no-such-page" not in line]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("account", INSIDE)
def test_every_view_of(page_for: Callable[..., Any], account: str) -> None:
    page = page_for(account)

    found = see(page, INSIDE[account])

    assert not found, "\n".join(found)
