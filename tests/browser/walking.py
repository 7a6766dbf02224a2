"""How an editor moves in the admin: what several walks through the school have in common."""

import datetime
import re

from playwright.sync_api import Locator, Page, expect

CHOICE = ".modal [data-chooser-modal-choice]"


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press one of the editor's actions below the form; those behind the arrow too."""
    actions = page.locator("footer [data-controller~='w-dropdown'] [data-w-dropdown-target='toggle']").first
    button = page.locator("footer").get_by_role("button", name=name, exact=True)
    if not button.is_visible():
        actions.click()
    # An autosave that was still on its way makes a newer version, about which one is asked: go on all the same.
    anyway = page.get_by_role("dialog").get_by_role("button", name=name, exact=True)
    loaded: list[str] = []
    # Not a navigation: the first autosave of a new page changes the address, too.
    page.once("load", lambda answer: loaded.append(answer.url))
    button.click()
    for _try in range(150):
        if loaded:
            return
        if anyway.is_visible():
            anyway.click()
        page.wait_for_timeout(200)
    raise AssertionError(f"“{name}” led nowhere on {page.url}")


def add_block(page: Page, label: str) -> Locator:
    """Put a block at the end of a lesson's body and return it."""
    page.locator("[id$='-body-section'] .c-sf-add-button").last.click()
    page.get_by_role("option", name=label, exact=True).click()
    return page.locator("[id$='-body-section'] [data-streamfield-child]").last


def write(where: Locator, text: str) -> None:
    """Type into the rich-text field within ``where``."""
    field = where.locator("[contenteditable=true]").last
    field.click()
    field.press_sequentially(text)
    # What was typed goes into the form a moment later, on a busy machine several.
    expect(where.locator(f"input[type=hidden][value*='{text}']")).to_have_count(1, timeout=30_000)


def add_row(page: Page, name: str) -> Locator:
    """Put a row at the end of what the form lists as ``name``, and return it."""
    number = int(page.locator(f"#id_{name}-TOTAL_FORMS").input_value())
    page.locator(f"#id_{name}-ADD").click()
    return page.locator(f"#inline_child_{name}-{number}")


def moment(when: datetime.datetime) -> str:
    """Write a moment as the admin's forms have it."""
    return f"{when:%Y-%m-%d %H:%M}"


def fill_moment(page: Page, fields: dict[str, str]) -> None:
    """Fill in days and times by the ends of their names, and leave no calendar lying over the form."""
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    for name, value in fields.items():
        field = page.locator(f"input[name$='{name}']")
        field.click()
        # It opens a moment after the field is entered, and stays until one clicks elsewhere.
        expect(calendar).to_have_count(1)
        field.fill(value)
        page.locator("#id_title").click()
        expect(calendar).to_have_count(0)
        expect(field).to_have_value(value)


def choose(page: Page, where: Page | Locator, button: str, title: str) -> None:
    """Choose something by its title in the chooser that ``button`` opens."""
    where.get_by_role("button", name=button).click()
    choice = page.locator(CHOICE, has_text=title).first
    expect(choice).to_be_visible(timeout=20_000)
    choice.click()
    expect(page.locator(".modal")).to_have_count(0)


def new_page(page: Page, parent: str, kind: str) -> None:
    """Open the form of a new page of ``kind`` below the page whose explorer is ``parent``."""
    page.goto(f"/admin/pages/add/{kind}/{parent}/")


def number_of(address: str) -> str:
    """Return the number of the page that an address of the admin names."""
    found = re.search(r"/pages/(\d+)/", address)
    assert found, address
    return found[1]


def explorer_number(page: Page, *titles: str) -> str:
    """Find the number of a page in the admin by walking down the explorer."""
    page.goto("/admin/pages/")
    number = ""
    for title in titles:
        row = page.locator("main tr", has=page.get_by_role("link", name=title, exact=False)).first
        number = number_of(row.locator("a[href*='/edit/']").first.get_attribute("href") or "")
        page.goto(f"/admin/pages/{number}/")
    return number


def preview(page: Page, text: str) -> None:
    """Open the preview beside the editor and look for ``text`` in it."""
    panel = page.locator("[data-side-panel=preview]")
    if not panel.is_visible():
        page.locator("[data-side-panel-toggle=preview]").click()
    expect(page.frame_locator("[data-side-panel=preview] iframe").last.locator("main")).to_contain_text(
        text, timeout=20_000
    )


def publish(page: Page) -> str:
    """Publish, and return the page's number; where an instructor would be in two places, say that it is meant."""
    press(page, "Publish")
    meant = page.locator("#id_confirm_clashes")
    if meant.count():
        meant.check()
        press(page, "Publish")
    expect(page.locator(".messages")).to_contain_text("published")
    return number_of(page.locator(".messages a[href$='/edit/']").first.get_attribute("href") or "")
