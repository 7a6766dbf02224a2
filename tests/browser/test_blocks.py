"""An editor builds a lesson of blocks in the admin; a learner reads it on a phone, by touch and by keyboard."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run
from tests.browser.walking import add_block, choose, explorer_number, new_page, press, preview, write

TITLE = "嫁接工具与步骤"
MAKE = """
from django.core.files.base import ContentFile
from people.models import SchoolDocument, SchoolImage
from tests.factories.documents import make_pdf
school = SchoolImage.objects.first().organization
paper = SchoolDocument(title="嫁接讲义", organization=school)
paper.file = ContentFile(make_pdf("Scion wood", "Rootstock", "Wax and tape"), name="x.pdf")
paper._set_document_file_metadata()
paper.save()
result = 1
"""
PUBLISH = f"""
import json
from lessons.models import LessonPage
cells = {{
    "caption": "要带的工具",
    "columns": [{{"type": "text", "heading": "工具"}}, {{"type": "number", "heading": "件数"}}],
    "rows": [{{"values": ["嫁接刀", "2"]}}],
}}
page = LessonPage.objects.get(title={TITLE!r})
page.body = json.dumps([
    {{"type": "table", "value": {{"table": cells, "has_row_names": False, "on_phones": "cards"}}}},
    *page.body.raw_data,
])
page.audience = "signed_in"
page.save_revision().publish()
result = page.get_url()
"""
TIDY = f"""
from lessons.models import LessonPage
from people.models import SchoolDocument
LessonPage.objects.filter(title={TITLE!r}).delete()
SchoolDocument.objects.filter(title="嫁接讲义").delete()
result = 1
"""


@pytest.fixture
def matter(school: SchoolServer) -> Iterator[None]:
    """Give the school a document to choose, and take everything away afterwards."""
    run(school, MAKE)
    yield
    run(school, TIDY)


def write_lesson(page: Page) -> None:
    """Build most of the lesson in the admin and look at it beside the form."""
    new_page(page, explorer_number(page, "青山学堂", "课程"), "lessons/lessonpage")
    page.locator("#id_title").fill(TITLE)
    code = add_block(page, "Code")
    code.locator("select").select_option("python")
    code.locator("textarea").fill("def cut(angle):\n    return angle == 30")
    parts = add_block(page, "Parts to open")
    parts.locator("input[name$='-title']").last.fill("什么时候嫁接？")
    write(parts, "树液流动的时候。")
    choose(page, add_block(page, "Document page by page"), "Choose a document", "嫁接讲义")
    press(page, "Save draft")
    preview(page, "什么时候嫁接")


def leaf_through(page: Page) -> None:
    """Go through the pages by button and by key."""
    strip = page.locator(".pages__strip")
    expect(strip.locator("img")).to_have_count(3)
    count = page.locator("[data-pages-target=count]")
    expect(count).to_have_text("1 / 3")
    page.locator("[data-pages-target=next]").click()
    expect(count).to_have_text("2 / 3")
    strip.press("End")
    expect(count).to_have_text("3 / 3")
    image = strip.locator("img").last
    image.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())


def test_lesson_of_every_block_goes_from_an_editor_to_a_phone(
    page_for: Callable[..., Any], school: SchoolServer, matter: None, axe: Any, screenshot: Any
) -> None:
    editor = page_for("editor", language="en")
    write_lesson(editor)
    screenshot(editor, "blocks-editor")
    editor.troubles[:] = [line for line in editor.troubles if "/admin/pages/" not in line]
    editor.close()
    address = run(school, PUBLISH)

    learner = page_for("learner", width=390)
    for _try in range(60):  # the worker makes the pages
        learner.goto(address)
        if learner.locator(".pages__strip").count():
            break
        learner.wait_for_timeout(1_000)
    assert learner.evaluate("document.documentElement.scrollWidth") == 390
    expect(learner.locator(".table--cards td").last).to_have_text("2")
    expect(learner.locator(".hl-k").first).to_have_text("def")
    learner.locator("details.accordion__part summary").click()
    expect(learner.locator("details.accordion__part")).to_contain_text("树液流动")
    learner.locator("[data-action='copy#copy']").click()
    expect(learner.locator("[data-copy-target=status]")).to_have_text("已复制")
    leaf_through(learner)
    axe(learner)
    screenshot(learner, "blocks-phone")
    learner.emulate_media(color_scheme="dark")
    axe(learner)
    screenshot(learner, "blocks-phone-dark")
    learner.set_viewport_size({"width": 1440, "height": 900})
    axe(learner)
    screenshot(learner, "blocks-desk-dark")


def test_blocks_show_without_a_script(page_for: Callable[..., Any], school: SchoolServer) -> None:
    page = page_for("learner", width=390, java_script_enabled=False)
    page.goto(
        run(
            school,
            "from lessons.models import LessonPage; result = LessonPage.objects.get("
            "slug='village-fire-safety', locale__language_code='zh-hans').get_url()",
        )
    )
    expect(page.locator("details.accordion__part")).to_have_count(3)
    page.locator("details.accordion__part summary").first.click()
    expect(page.locator("details.accordion__part[open]")).to_have_count(1)
    expect(page.locator(".page-card a")).to_be_visible()


def test_gallery_opens_large_by_keys(page_for: Callable[..., Any], school: SchoolServer) -> None:
    page = page_for("learner", width=390)
    page.goto(
        run(
            school,
            "from lessons.models import LessonPage; result = LessonPage.objects.get("
            "slug='orchard-pests', locale__language_code='zh-hans').get_url()",
        )
    )
    page.locator(".gallery__link").first.press("Enter")
    viewer = page.locator("dialog.viewer")
    expect(viewer).to_contain_text("1 / ")
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("2 / ")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
