"""An editor puts a gallery and a table into a lesson through the admin; a learner looks at them on a phone."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import SchoolServer, run
from tests.browser.walking import add_block, explorer_number, new_page, press, preview

TITLE = "果园一年的农活"
PUBLISH = f"""
from lessons.models import LessonPage
page = LessonPage.objects.get(title={TITLE!r})
kinds = [block.block_type for block in page.body]
page.audience = "signed_in"
page.save_revision().publish()
result = [page.get_url(), kinds]
"""
TIDY = f"""
from lessons.models import LessonPage
LessonPage.objects.filter(title={TITLE!r}).delete()
result = 1
"""


@pytest.fixture(autouse=True)
def tidy(school: SchoolServer) -> Iterator[None]:
    """Take away what a test made."""
    yield
    run(school, TIDY)


def block_with(page: Page, field: str) -> Locator:
    """Return the block of the body that has this field; what stands within it are blocks as well."""
    inside = page.locator(f"[data-contentpath={field}]")
    return page.locator("[id$='-body-section'] [data-streamfield-child]", has=inside).first


def fill_gallery(page: Page, gallery: Locator) -> None:
    """Choose two pictures, each with its caption and words for those who cannot see it."""
    pictures = gallery.locator("[data-contentpath=pictures] [data-streamfield-child]")
    gallery.locator("[data-contentpath=pictures] .c-sf-add-button").last.click()
    expect(pictures).to_have_count(2)
    for number in range(2):
        picture = pictures.nth(number)
        picture.get_by_role("button", name="Choose an image").click()
        choice = page.locator(".modal [data-chooser-modal-choice]").nth(number)
        expect(choice).to_be_visible(timeout=20_000)
        choice.click()
        expect(page.locator(".modal")).to_have_count(0)
        picture.locator("input[name$='-alt_text']").fill(f"枝条 {number + 1}")
        picture.locator("input[name$='-caption']").fill(f"第 {number + 1} 步")


def fill_table(table: Locator) -> None:
    """Make two columns and two rows: months in words, days as a number."""
    for label in ("Words of the cell", "Number"):
        table.locator("button[data-append-column]").click()
        table.locator("ul.add-column-menu button", has_text=label).click()
    table.locator("button[data-add-row]").click()
    for place, heading in enumerate(("月份", "天数")):
        table.locator("thead input[type=text]").nth(place).fill(heading)
    cells = table.locator("tbody input:not([type=hidden])")
    for place, value in enumerate(("三月修剪", "12", "四月疏花", "9")):
        cells.nth(place).fill(value)


def test_gallery_and_table_go_from_the_editor_s_form_to_a_phone(
    page_for: Callable[..., Any], school: SchoolServer, axe: Any, screenshot: Any
) -> None:
    editor = page_for("editor", language="en")
    new_page(editor, explorer_number(editor, "青山学堂", "课程"), "lessons/lessonpage")
    editor.locator("#id_title").fill(TITLE)
    add_block(editor, "Gallery")
    fill_gallery(editor, block_with(editor, "pictures"))
    add_block(editor, "Table")
    fill_table(block_with(editor, "table"))
    press(editor, "Save draft")
    preview(editor, "三月修剪")
    screenshot(editor, "gallery-and-table-editor")
    editor.troubles[:] = [line for line in editor.troubles if "/admin/pages/" not in line]
    editor.close()
    address, kinds = run(school, PUBLISH)
    assert kinds == ["gallery", "table"]

    learner = page_for("learner", width=390)
    learner.goto(address)

    assert learner.evaluate("document.documentElement.scrollWidth") == 390
    assert [re.sub(r"\s+", " ", text) for text in learner.locator(".table--cards td").all_inner_texts()][-1] == "9"
    expect(learner.locator(".table--cards")).to_contain_text("四月疏花")
    links = learner.locator(".gallery__link")
    expect(links).to_have_count(2)
    expect(links.first.locator("img")).to_have_attribute("alt", "枝条 1")
    links.last.click()
    viewer = learner.locator("dialog.viewer")
    expect(viewer).to_contain_text("第 2 步")
    learner.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    axe(learner)
    screenshot(learner, "gallery-and-table-phone")
