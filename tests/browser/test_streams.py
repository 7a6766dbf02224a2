"""A film in pieces (HLS) from a server of the school's network plays; nothing else is let in."""

import functools
import http.server
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.server import SchoolServer, run
from tests.browser.test_recordings import until
from tests.factories.recordings import make_film

pytestmark = pytest.mark.ffmpeg
TITLE = "分段播放的短片"


class VideoServer(http.server.SimpleHTTPRequestHandler):
    """Hands out the pieces of a film, and says that other sites may play them."""

    asked: list[str] = []

    def end_headers(self) -> None:
        """Allow it to all, as a server of films does."""
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Remember what was asked for."""
        self.asked.append(self.path)


@pytest.fixture
def films(school: SchoolServer, tmp_path: Path) -> Iterator[str]:
    """Serve a film in pieces where the school lets films in from; give the address of its list."""
    (tmp_path / "film.mp4").write_bytes(make_film(seconds=12))
    cut = ["-c", "copy", "-f", "hls", "-hls_time", "2", "-hls_playlist_type", "vod"]
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(tmp_path / "film.mp4"), *cut, str(tmp_path / "film.m3u8")], check=True
    )
    handler = functools.partial(VideoServer, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", school.video_port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{school.video_port}/film.m3u8"
        server.shutdown()


def make_lesson(school: SchoolServer, *addresses: str) -> str:
    """Publish a lesson with films at these addresses; return its address."""
    body = [{"type": "video", "value": {"media": None, "address": one, "caption": "短片"}} for one in addresses]
    return run(
        school,
        f"""
import json
from lessons.models import LessonIndexPage, LessonPage
index = LessonIndexPage.objects.filter(locale__language_code="zh-hans").order_by("path").first()
lesson = LessonPage(title={TITLE!r}, slug="stream", audience="public", body=json.dumps({body!r}))
page = index.add_child(instance=lesson)
page.save_revision().publish()
result = page.get_url()
""",
    )


def test_film_in_pieces_plays_and_loads_only_when_it_is_wanted(
    page_for: Callable[..., Any], school: SchoolServer, films: str
) -> None:
    address = make_lesson(school, films, "https://elsewhere.example/film.m3u8")
    try:
        page = page_for(width=390)
        VideoServer.asked.clear()
        page.goto(address)
        expect(page.locator("video")).to_have_count(1)  # the other one is only linked to
        film = page.locator("video")
        until(film, "film.src.startsWith('blob:')")
        page.wait_for_timeout(500)
        assert not [path for path in VideoServer.asked if path.endswith(".ts")]
        film.evaluate("film => { film.muted = true; film.play(); }")
        until(film, "film.currentTime > 0.5")
        assert [path for path in VideoServer.asked if path.endswith(".ts")]
        assert page.evaluate("fetch('https://elsewhere.example/').catch(() => 'refused')") == "refused"
        page.troubles[:] = [line for line in page.troubles if "elsewhere.example" not in line]
        other = page_for(width=390)
        loaded: list[str] = []
        other.on("request", lambda request: loaded.append(request.url))
        other.goto("/lessons/")
        other.locator("main .card a").filter(has_not_text=TITLE).first.click()
        expect(other.locator("article.prose")).to_be_visible()
        assert not [one for one in loaded if "hls" in one]
        page.close()  # it reports what it plays, and the lesson is about to go
    finally:
        run(
            school,
            f"from lessons.models import LessonPage; LessonPage.objects.get(title={TITLE!r}).delete(); result = 1",
        )
