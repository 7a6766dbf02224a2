"""A learner watches a real film: what was really played finishes the lesson, and nothing else does."""

import json
import re
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run

SECONDS = 6
PLAY = "film => { film.muted = true; return film.play(); }"
LOADED = "film => film.readyState >= 3 && film.buffered.length > 0 && film.buffered.end(0) > 5.5"
WAITING = "Object.keys(localStorage).filter(name => name.startsWith('school.beat.')).length"


@dataclass(frozen=True)
class Filmed:
    """A lesson with a film in it: its address and translation key."""

    path: str
    key: str


@pytest.fixture(scope="module")
def lesson(school: SchoolServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filmed]:
    """Publish a lesson in the demo school with a film that was made just now; it is finished by watching it.

    It goes again after this module: other tests look at the same school.
    """
    film = tmp_path_factory.mktemp("film") / "film.webm"
    make_film(film)
    made = run(
        school,
        f"""
import json
from django.core.files import File
from lessons.models import LessonIndexPage, LessonPage
from people.models import SchoolMedia
from people.queries.ownership import organization_of
index = LessonPage.objects.live().order_by("pk").first().get_parent().specific
media = SchoolMedia.objects.create(
    title="Film",
    type="video",
    duration={SECONDS},
    organization=organization_of(index),
    file=File(open({str(film)!r}, "rb"), name="film.webm"),
)
body = [
    {{"type": "text", "value": "<p>看一看</p>"}},
    {{"type": "video", "value": {{"media": media.pk, "address": "", "caption": ""}}}},
]
rule = {{"needs_word": False, "needs_watching": True, "watched_percent": 90}}
page = LessonPage(title="看完一段录像", slug="watched", body=json.dumps(body), audience="signed_in", **rule)
index.add_child(instance=page)
page.save_revision().publish()
result = [page.get_url(), str(page.translation_key)]
""",
    )
    path = re.sub(r"^https?://[^/]+", "", made[0])
    yield Filmed(path, made[1])
    run(
        school,
        f"""
from lessons.models import LessonBeat, LessonPage, LessonProgress
for model in (LessonBeat, LessonProgress):
    model.objects.filter(translation_key={made[1]!r}).delete()
LessonPage.objects.get(translation_key={made[1]!r}).delete()
result = None
""",
    )


def make_film(path: Path, seconds: int = SECONDS) -> None:
    """Make a film of so many seconds."""
    picture = ["-f", "lavfi", "-i", f"testsrc=size=160x120:rate=10:duration={seconds}"]
    sound = ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"]
    coded = ["-c:v", "libvpx", "-b:v", "100k", "-c:a", "libvorbis", "-loglevel", "error", "-y", str(path)]
    subprocess.run(["ffmpeg", *picture, *sound, *coded], check=True)


def counted(school: SchoolServer, lesson: Filmed, account: str) -> dict[str, Any]:
    """Return what the server keeps of a learner, after merging."""
    return run(
        school,
        f"""
from lessons.actions.beats import merge_beats
from lessons.models import LessonBeat, LessonProgress
merge_beats()
mine = {{"translation_key": {lesson.key!r}, "learner__account_name": {account!r}}}
row = LessonProgress.objects.filter(**mine).first()
played = [part for parts in (row.played if row else {{}}).values() for part in parts]
result = {{
    "beats": LessonBeat.objects.filter(**mine).count(),
    "state": row and row.state,
    "seconds": row and row.seconds_spent,
    "watched": sum(end - start for start, end in played),
}}
""",
    )


def load(page: Page, lesson: Filmed) -> Any:
    """Open the lesson and have the whole film loaded; return it."""
    page.goto(lesson.path)
    film = page.locator("video")
    film.evaluate("film => { film.preload = 'auto'; film.load(); }")
    page.wait_for_function(f"() => ({LOADED})(document.querySelector('video'))")
    return film


def play_to_end(page: Page, film: Any, start: float = 0) -> None:
    """Play from ``start`` to the end of the film."""
    film.evaluate("(film, start) => { film.currentTime = start; }", start)
    film.evaluate(PLAY)
    page.wait_for_function("() => document.querySelector('video').ended", timeout=20_000)


def all_sent(page: Page) -> None:
    """Wait until nothing is left in the browser."""
    page.wait_for_function(f"() => {WAITING} === 0")


def test_jump_to_the_end_does_not_finish_and_watching_does(
    page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed, screenshot: Callable[..., Any]
) -> None:
    page = page_for("learner2", language="en", width=390)
    film = load(page, lesson)
    expect(page.locator("[data-condition=watching]")).to_contain_text("Watch 90 % of the films: 0:06 to go.")
    play_to_end(page, film, SECONDS - 1)
    all_sent(page)
    expect(page.locator("#finished-now")).to_be_hidden()
    expect(page.locator("[data-condition=watching]")).to_contain_text("0:05 to go.")
    screenshot(page, "completion-missing")
    kept = counted(school, lesson, "learner2")
    assert kept["state"] == "started"
    assert kept["watched"] < 2

    play_to_end(page, film)
    expect(page.locator("#finished-now")).to_be_visible()
    expect(page.locator("#to-finish")).to_be_hidden()
    page.reload()
    expect(page.locator("#finish")).to_contain_text("Finished")
    screenshot(page, "completion-finished")
    assert counted(school, lesson, "learner2")["state"] == "completed"


def test_watched_offline_counts_once_when_the_browser_comes_back(
    page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed
) -> None:
    page = page_for("learner3", language="en")
    film = load(page, lesson)
    page.context.set_offline(True)
    play_to_end(page, film)
    page.wait_for_function(f"() => {WAITING} > 0")
    kept = page.evaluate("Object.entries(localStorage)")
    assert counted(school, lesson, "learner3")["watched"] == 0

    # The page is closed before the network is back; another one sends what it left.
    context = page.context
    page.close()
    context.set_offline(False)
    page.troubles.clear()  # type: ignore[attr-defined]  # the browser complains of having been offline
    later = context.new_page()
    later.goto(lesson.path)
    expect(later.locator("#finished-now")).to_be_visible()
    all_sent(later)
    since, first = time.monotonic(), counted(school, lesson, "learner3")
    assert first["state"] == "completed"

    # A browser that did not hear the answer sends everything again.
    later.evaluate("kept => kept.forEach(one => localStorage.setItem(one[0], one[1]))", kept)
    later.reload()
    all_sent(later)
    again = counted(school, lesson, "learner3")
    assert again["watched"] == first["watched"] <= SECONDS + 0.1
    assert again["seconds"] - first["seconds"] <= time.monotonic() - since + 1


def test_two_tabs_at_once_do_not_double(page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed) -> None:
    first = page_for("learner4", language="en")
    second = first.context.new_page()
    films = [load(first, lesson), load(second, lesson)]
    films[1].evaluate("film => { film.currentTime = 3; }")
    for film in films:
        film.evaluate(PLAY)
    first.wait_for_timeout(3_000)
    for film in films:
        film.evaluate("film => film.pause()")
    for page in (first, second):
        all_sent(page)
    kept = counted(school, lesson, "learner4")
    assert kept["state"] == "started"
    assert 2 <= kept["watched"] < 5


REPLAY = """async ([address, body]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  const headers = { "X-CSRFToken": token ? token.value : "", "Content-Type": "application/json" };
  const answer = await fetch(address, { method: "POST", body, headers, credentials: "same-origin" });
  return answer.status;
}"""


def renewed(body: str, turn: int) -> str:
    """Return the same reports as if they were new ones: under keys of their own, later by a second each turn."""
    sent = json.loads(body)
    for beat in sent["beats"]:
        beat.update(key=str(uuid.uuid4()), begin=beat["begin"] + turn, end=beat["end"] + turn)
    return json.dumps(sent)


def test_seconds_that_are_sent_again_and_again_count_once(
    page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed
) -> None:
    page = page_for("learner5", language="en")
    sent: list[tuple[str, str]] = []
    page.on("request", lambda one: sent.append((one.url, one.post_data or "")) if one.method == "POST" else None)
    film = load(page, lesson)
    film.evaluate(PLAY)
    page.wait_for_timeout(2_500)
    film.evaluate("film => film.pause()")
    all_sent(page)
    reports = [(address, body) for address, body in sent if '"played":{"' in body]
    first = counted(school, lesson, "learner5")
    assert reports
    assert 1 < first["watched"] < 4

    other = page.context.new_page()
    other.goto(lesson.path)
    for turn in range(8):
        for address, body in reports:
            for tab, again in ((page, body), (other, body), (page, renewed(body, turn)), (other, renewed(body, turn))):
                assert tab.evaluate(REPLAY, [address, again]) == 200
    # The page itself plays the same part again, in both tabs.
    for tab in (page, other):
        tab.locator("video").evaluate("film => { film.currentTime = 0; film.muted = true; return film.play(); }")
    page.wait_for_timeout(1_000)
    for tab in (page, other):
        tab.locator("video").evaluate("film => film.pause()")
        all_sent(tab)

    kept = counted(school, lesson, "learner5")
    assert kept["state"] == "started"
    assert kept["watched"] == pytest.approx(first["watched"], abs=0.2)
