"""A lesson of text, picture, sound and paper blocks: shown, within the width, and worked by keys."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run
from tests.factories.recordings import make_sound

TITLE = "一课里的各种内容"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def make(sound: Path) -> str:
    """Return the code that publishes the lesson."""
    return f"""
import json, time, uuid
from django.core.files.base import ContentFile
from lessons.models import LessonIndexPage, LessonPage
from people.models import DocumentReading, SchoolDocument, SchoolImage, SchoolMedia
from people.queries.ownership import organization_of
from tests.factories.documents import make_pdf
index = LessonPage.objects.live().order_by("pk").first().get_parent().specific
owner = organization_of(index)
picture = SchoolImage.objects.filter(organization=owner).first() or SchoolImage.objects.first()
file = ContentFile(open({str(sound)!r}, "rb").read(), name="sound.mp3")
sound = SchoolMedia.objects.create(title={TITLE!r}, type="audio", duration=6, organization=owner, file=file)
paper = SchoolDocument(title={TITLE!r}, organization=owner, file=ContentFile(make_pdf("Scion"), name="x.pdf"))
paper._set_document_file_metadata()
paper.save()
for _second in range(120):
    if DocumentReading.objects.filter(document=paper, state="ready").exists():
        break
    time.sleep(1)
def item(value):
    return {{"type": "item", "value": value, "id": str(uuid.uuid4())}}
cells = {{
    "caption": "测量",
    "columns": [{{"type": "text", "heading": f"第 {{number}} 列"}} for number in range(8)],
    "rows": [{{"values": [{LONG!r}] * 8}}],
}}
body = [
    ("heading", "准备工具"),
    ("quotation", {{"text": "走慢就是走快。{LONG}", "source": "老护林员"}}),
    ("steps", [item({{"title": "看", "text": "<p>先看。</p>"}}), item({{"title": "做", "text": ""}})]),
    ("callout", {{"kind": "warning", "text": "<p>先断电。{LONG}</p>"}}),
    ("image", {{"image": {{"image": picture.pk, "alt_text": "枝条", "decorative": False}}, "caption": "修剪之后"}}),
    ("audio", {{"media": sound.pk, "caption": "鸟鸣", "chapters": [item({{"time": "0:03", "title": "画眉"}})]}}),
    ("document", {{"document": paper.pk, "caption": "讲义"}}),
    ("table", {{"table": cells, "has_row_names": False, "on_phones": "scroll"}}),
    ("code", {{"language": "python", "code": "cut = " + "x" * 300}}),
    ("accordion", {{"parts": [item({{"title": "什么时候？", "text": "<p>春天。</p>"}})], "opens_first": False}}),
    ("heading", "收尾"),
    ("text", "<p>收好工具。</p>"),
]
rows = [{{"type": kind, "value": value}} for kind, value in body]
page = LessonPage(title={TITLE!r}, slug="every-face", body=json.dumps(rows), audience="signed_in")
index.add_child(instance=page)
page.save_revision().publish()
result = page.get_url()
"""


TIDY = f"""
from lessons.models import LessonBeat, LessonPage, LessonProgress
from people.models import SchoolDocument, SchoolMedia
for page in LessonPage.objects.filter(title={TITLE!r}):
    for model in (LessonBeat, LessonProgress):
        model.objects.filter(translation_key=page.translation_key).delete()
    page.delete()
for model in (SchoolDocument, SchoolMedia):
    model.objects.filter(title={TITLE!r}).delete()
result = None
"""


@pytest.fixture
def address(school: SchoolServer, tmp_path: Path) -> Iterator[str]:
    """Publish the lesson; take it away afterwards."""
    sound = tmp_path / "sound.mp3"
    sound.write_bytes(make_sound(seconds=6))
    made = run(school, make(sound))
    yield re.sub(r"^https?://[^/]+", "", made)
    run(school, TIDY)


def is_loaded(page: Page, selector: str) -> None:
    """Wait until a picture is there."""
    image = page.locator(selector).first
    image.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())


def shows_all(page: Page) -> None:
    """Look at every block."""
    expect(page.locator(".block-quotation cite")).to_have_text("老护林员")
    expect(page.locator("ol.steps > li")).to_have_count(2)
    expect(page.locator(".block-callout .callout--care")).to_contain_text("先断电")
    expect(page.locator(".block-image img")).to_have_attribute("alt", "枝条")
    expect(page.locator(".block-image figcaption")).to_have_text("修剪之后")
    is_loaded(page, ".block-image img")
    is_loaded(page, ".block-document .document-card__cover")
    expect(page.locator(".block-document")).to_contain_text("PDF")
    expect(page.locator(".block-audio figcaption")).to_have_text("鸟鸣")
    expect(page.locator(".block-code")).to_contain_text("cut")


def listens_by_keys(page: Page) -> None:
    """Choose a speed and a chapter without touching the page."""
    sound = page.locator(".block-audio audio")
    page.wait_for_function("sound => sound.readyState > 0", arg=sound.element_handle())
    speed = page.locator(".block-audio [data-player-target=speed]")
    speed.focus()
    page.keyboard.press("ArrowDown")
    expect(speed).to_have_value("1.25")
    assert sound.evaluate("sound => sound.playbackRate") == 1.25
    page.locator(".block-audio .player__chapters button").press("Enter")
    page.wait_for_function("sound => sound.currentTime >= 3", arg=sound.element_handle())
    sound.evaluate("sound => sound.pause()")


@pytest.mark.ffmpeg
def test_blocks_are_shown_within_the_width_and_worked_by_keys(
    page_for: Callable[..., Any], school: SchoolServer, address: str, axe: Any, screenshot: Any
) -> None:
    for width in (390, 1440):
        page = page_for("learner6", width=width)
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        shows_all(page)
        link = page.locator("nav.contents a", has_text="收尾")
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator("h2", has_text="收尾")).to_be_in_viewport()
        part = page.locator("details.accordion__part")
        part.locator("summary").press("Enter")
        expect(part).to_contain_text("春天")
        expect(part).to_have_attribute("open", "")
        for kind in ("table", "code"):
            region = page.locator(f".block-{kind} [tabindex='0']").first
            region.focus()
            assert region.evaluate("region => region.scrollWidth > region.clientWidth"), kind
            page.keyboard.press("ArrowRight")
            page.wait_for_function("region => region.scrollLeft > 0", arg=region.element_handle())
        listens_by_keys(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        axe(page)
        screenshot(page, f"block-faces-{width}")
