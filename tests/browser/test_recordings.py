"""A film on its way: from the editor's phone in pieces, through ffmpeg, into a lesson, to a learner with captions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.server import SchoolServer, run
from tests.factories.recordings import make_film

MEGABYTE = 1024 * 1024
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:10.000\n先断电，再动手\n"


def large_film(folder: Path) -> Path:
    """Write a film of more than two pieces: an empty box of the format makes it large."""
    box = (9 * MEGABYTE).to_bytes(4, "big") + b"free" + bytes(9 * MEGABYTE - 8)
    path = folder / "lathe.mp4"
    path.write_bytes(make_film(size="1280x720", seconds=16) + box)
    return path


def put_into_lesson(school: SchoolServer, title: str) -> dict[str, Any]:
    """Put the film with captions and a chapter at the beginning of a lesson; return the lesson's address."""
    return run(
        school,
        f"""
import json
from django.core.files.base import ContentFile
from lessons.models import LessonPage
from people.models import SchoolDocument, SchoolMedia
film = SchoolMedia.objects.get(title={title!r})
file = ContentFile({CAPTIONS!r}.encode(), name="c.vtt")
words = SchoolDocument.objects.create(title="字幕", file=file, organization=film.organization)
page = LessonPage.objects.live().order_by("pk").first()
page.audience = "signed_in"
item = {{"type": "item", "value": {{"language": "zh-hans", "file": words.pk}}, "id": "c1"}}
part = {{"type": "item", "value": {{"time": "0:04", "title": "收尾"}}, "id": "p1"}}
value = {{"media": film.pk, "caption": "车床", "captions": [item], "chapters": [part]}}
page.body = json.dumps([{{"type": "video", "value": value, "id": "77777777-7777-4777-8777-777777777777"}}])
page.save_revision().publish()
result = {{"url": page.get_url(), "heights": sorted(one.height for one in film.renditions.all())}}
""",
    )


def until(film: Locator, condition: str) -> None:
    """Wait until ``condition`` holds of the player; the page's policy lets no other way of waiting run."""
    for _turn in range(200):
        if film.evaluate(f"film => {condition}"):
            return
        film.page.wait_for_timeout(100)
    raise AssertionError(f"Never: {condition}")


@pytest.mark.ffmpeg
def test_film_goes_from_an_editors_phone_to_a_learner(
    page_for: Callable[..., Any], school: SchoolServer, tmp_path: Path, screenshot: Callable[..., Any]
) -> None:
    page = page_for("editor", language="en")
    page.goto("/admin/media/video/add/")
    page.locator("#id_title").fill("Lathe in the browser")
    page.locator("#id_file").set_input_files(str(large_film(tmp_path)))
    pieces: list[str] = []

    def break_once(route: Route) -> None:
        pieces.append(route.request.headers.get("upload-offset", ""))
        if len(pieces) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/admin/media/uploads/*/", break_once)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url("**/admin/media/", timeout=60_000)
    offsets = [int(offset) for offset in pieces if offset]
    assert offsets[:3] == [0, 4 * MEGABYTE, 4 * MEGABYTE]  # the second one broke off and was sent again
    page.troubles[:] = [line for line in page.troubles if "ERR_CONNECTION_RESET" not in line]

    page.get_by_role("link", name="Lathe in the browser").first.click()
    state = page.locator("[data-media-state]")
    screenshot(page, "recording-in-work")
    expect(state).to_have_attribute("data-now", "ready", timeout=120_000)
    screenshot(page, "recording-ready")

    found = put_into_lesson(school, "Lathe in the browser")
    assert found["heights"] == [480, 720]
    learner = page_for("learner", width=390, language="zh-hans")
    learner.goto(found["url"])
    film = learner.locator("video")
    expect(film).to_be_visible()
    learner.locator("[data-player-target=captions]").select_option("zh-Hans")
    learner.locator("[data-player-target=speed]").select_option("1.5")
    film.evaluate("film => { film.muted = true; return film.play(); }")
    until(film, "film.currentTime > 0.5 && film.textTracks[0].activeCues?.length")
    shown = film.evaluate("film => [film.textTracks[0].mode, film.textTracks[0].activeCues[0].text, film.playbackRate]")
    assert shown == ["showing", "先断电，再动手", 1.5]
    assert film.evaluate("film => Math.min(film.videoWidth, film.videoHeight)") == 480  # by the screen
    screenshot(learner, "recording-player")

    learner.get_by_role("button", name="收尾").press("Enter")
    until(film, "film.currentTime >= 4")
    film.evaluate("film => { film.currentTime = 6; film.pause(); }")
    until(film, "Object.keys(localStorage).some(key => localStorage[key] === '6')")
    learner.reload()
    until(film, "film.currentTime === 6")

    address = film.evaluate("film => film.currentSrc")
    stranger = page_for()
    answers = [stranger.request.get(address, headers={"Range": "bytes=0-9"}), stranger.request.head(address)]
    assert [answer.status for answer in answers] == [404, 404]
