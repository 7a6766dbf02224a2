"""A learner studies where there is no network: nothing said or answered there is lost, and all of it counts once."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run
from tests.browser.test_completion import PLAY, Filmed, make_film

SECONDS = 24
KEPT = "已存在本机"
NEWS = "[data-finish-target=news]"
OWN = "name => /^school\\.(beat|word|answer|note)\\./.test(name)"
WAITING = f"Object.keys(localStorage).filter({OWN}).length"
ENTRIES = f"Object.entries(localStorage).filter(([name]) => ({OWN})(name))"
READER = "document.querySelector('[data-outbox-reader-value]').dataset.outboxReaderValue"
CHOICES = [("right", "放在阴凉处", True), ("wrong", "放在太阳下", False)]


@pytest.fixture(scope="module")
def lesson(school: SchoolServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filmed]:
    """Publish a lesson with a film and a quick check; passing it and one's word finish it. It goes again."""
    film = tmp_path_factory.mktemp("film") / "film.webm"
    make_film(film, SECONDS)
    choices = [
        {"type": "item", "id": name, "value": {"text": text, "is_right": is_right, "feedback": ""}}
        for name, text, is_right in CHOICES
    ]
    check = {"question": "<p>种子放在哪里？</p>", "choices": choices, "attempts": 2, "explanation": ""}
    made = run(
        school,
        f"""
import json
from django.core.files import File
from lessons.models import LessonIndexPage, LessonPage
from people.models import SchoolMedia
from people.queries.ownership import organization_of
index = LessonPage.objects.live().filter(locale__language_code="zh-hans").first().get_parent().specific
media = SchoolMedia.objects.create(
    title="Village film",
    type="video",
    duration={SECONDS},
    organization=organization_of(index),
    file=File(open({str(film)!r}, "rb"), name="film.webm"),
)
body = [
    {{"type": "text", "value": "<p>在村里也能学。</p>"}},
    {{"type": "video", "id": "film", "value": {{"media": media.pk, "address": "", "caption": ""}}}},
    {{"type": "check_single", "id": "single", "value": {check!r}}},
]
rule = {{"needs_word": True, "needs_checks": True, "audience": "signed_in"}}
page = LessonPage(title="村里学的一课", slug="village", body=json.dumps(body), **rule)
index.add_child(instance=page)
page.save_revision().publish()
result = [page.get_url(), str(page.translation_key)]
""",
    )
    yield Filmed(re.sub(r"^https?://[^/]+", "", made[0]), made[1])
    run(
        school,
        f"""
from lessons.models import CheckAttempt, CheckQuestion, LessonBeat, LessonPage, LessonProgress
for model in (CheckAttempt, CheckQuestion, LessonBeat, LessonProgress):
    model.objects.filter(translation_key={made[1]!r}).delete()
LessonPage.objects.get(translation_key={made[1]!r}).delete()
result = None
""",
    )


@pytest.fixture
def locked(school: SchoolServer, lesson: Filmed) -> Iterator[Filmed]:
    """Publish a lesson that opens once the other is finished."""
    made = run(
        school,
        f"""
from lessons.models import LessonPage, LessonPrerequisite
first = LessonPage.objects.get(translation_key={lesson.key!r})
page = LessonPage(title="后学的一课", slug="later", audience="signed_in", prerequisite_rule="locked")
first.get_parent().add_child(instance=page)
page.prerequisites.set([LessonPrerequisite(lesson=first)])
page.save_revision().publish()
result = [page.get_url(), str(page.translation_key)]
""",
    )
    yield Filmed(re.sub(r"^https?://[^/]+", "", made[0]), made[1])
    run(
        school,
        f"""
from lessons.models import LessonPage
LessonPage.objects.get(translation_key={made[1]!r}).delete()
result = None
""",
    )


def counted(school: SchoolServer, lesson: Filmed, account: str) -> dict[str, Any]:
    """Return what the server has of a learner."""
    return run(
        school,
        f"""
from lessons.actions.beats import merge_beats
from lessons.models import CheckAttempt, LessonBeat, LessonProgress
merge_beats()
mine = {{"translation_key": {lesson.key!r}, "learner__account_name": {account!r}}}
row = LessonProgress.objects.filter(**mine).first()
result = {{
    "state": row and row.state,
    "said": bool(row and row.said_at),
    "attempts": CheckAttempt.objects.filter(**mine).count(),
    "reports": LessonBeat.objects.filter(**mine).count(),
}}
""",
    )


def reopened(page: Page, address: str) -> Page:
    """Close the page while there is no network, and come back another day to another page, with one."""
    context = page.context
    page.close()
    context.set_offline(False)
    page.troubles.clear()  # type: ignore[attr-defined]  # the browser complains of having been offline
    later = context.new_page()
    later.goto(address)
    return later


def all_sent(page: Page) -> None:
    page.wait_for_function(f"() => {WAITING} === 0")


def answer(page: Page, name: str) -> None:
    box = page.locator("#check-single")
    box.locator(f"input[value={name}]").check()
    box.locator("button[type=submit]").click()


def test_said_and_answered_offline_counts_once_from_the_dashboard(
    page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed, screenshot: Callable[..., Any]
) -> None:
    page = page_for("learner2", width=390)
    page.goto(lesson.path)
    page.context.set_offline(True)
    answer(page, "right")
    expect(page.locator("#check-single [role=status]")).to_contain_text(KEPT)
    page.locator("#finish-form button").click()
    expect(page.locator(NEWS)).to_contain_text(KEPT)
    screenshot(page, "offline-kept", full_page=False)
    kept = page.evaluate(ENTRIES)
    assert counted(school, lesson, "learner2")["said"] is False

    later = reopened(page, "/learn/")
    expect(later.locator("[data-outbox-target=arrived]")).to_be_visible()
    all_sent(later)
    first = counted(school, lesson, "learner2")
    assert (first["state"], first["said"], first["attempts"]) == ("completed", True, 1)
    screenshot(later, "offline-arrived", full_page=False)

    # A browser that did not hear the answers sends everything again, from the catalogue this time.
    later.evaluate("kept => kept.forEach(one => localStorage.setItem(one[0], one[1]))", kept)
    later.goto("/lessons/")
    all_sent(later)
    assert counted(school, lesson, "learner2") == first
    later.goto(lesson.path)
    expect(later.locator("#finish")).to_contain_text("已学完")


def test_lesson_that_stayed_open_shows_what_arrived(page_for: Callable[..., Page], lesson: Filmed) -> None:
    page = page_for("learner3", width=390)
    page.goto(lesson.path)
    page.context.set_offline(True)
    answer(page, "wrong")
    expect(page.locator("#check-single [role=status]")).to_contain_text(KEPT)
    page.locator("#finish-form button").click()
    expect(page.locator(NEWS)).to_contain_text(KEPT)
    answer(page, "right")  # another thought, before the first was sent
    page.context.set_offline(False)
    expect(page.locator("#check-single")).to_contain_text("答对了。")
    expect(page.locator("#finished-now")).to_be_visible()
    expect(page.locator(NEWS)).to_be_empty()
    all_sent(page)
    page.troubles.clear()  # type: ignore[attr-defined]  # the browser complains of having been offline


def test_word_with_a_network_goes_as_ever(page_for: Callable[..., Page], lesson: Filmed) -> None:
    page = page_for("learner4")
    page.goto(lesson.path)
    page.locator("#finish-form button").click()
    expect(page.locator(".messages")).to_contain_text("已记录")
    all_sent(page)


def test_page_of_before_another_sign_in_loses_neither_word_nor_answer(
    page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed
) -> None:
    page = page_for("learner8")
    page.goto(lesson.path)
    page.context.clear_cookies(name="csrftoken")
    other = page.context.new_page()
    other.goto("/accounts/profile/")  # draws another token
    answer(page, "right")
    expect(page.locator("#check-single [role=status]")).to_contain_text(KEPT)
    with page.expect_navigation():
        page.locator("#finish-form button").click()
    all_sent(page)
    expect(page.locator("#check-single")).to_contain_text("答对了。")
    expect(page.locator("#finished-now")).to_be_visible()
    said = counted(school, lesson, "learner8")
    assert (said["state"], said["said"], said["attempts"]) == ("completed", True, 1)
    page.troubles.clear()  # type: ignore[attr-defined]  # the browser logs the 403


def test_phone_whose_clock_was_wrong_loses_nothing(
    page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed
) -> None:
    page = page_for("learner5")
    page.add_init_script("Date.now = () => Date.UTC(2011, 0, 1)")
    page.goto(lesson.path)
    all_sent(page)
    before = counted(school, lesson, "learner5")["reports"]
    page.context.set_offline(True)
    page.wait_for_timeout(2_000)
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.wait_for_function(f"() => {WAITING} > 0")

    all_sent(reopened(page, "/learn/"))
    assert counted(school, lesson, "learner5")["reports"] > before


def test_lesson_that_was_closed_meanwhile_holds_nothing_up(
    page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed, locked: Filmed
) -> None:
    page = page_for("learner6")
    page.goto("/lessons/")
    doors = [f"/api/v1/lessons/{one.key}/zh-hans/finish" for one in (locked, lesson)]
    words = [[f"school.word.{{}}.{door}", {"address": door, "at": at}] for at, door in enumerate(doors, 1)]
    page.evaluate(
        f"words => words.forEach(([name, entry]) => localStorage.setItem(name.replace('{{}}', {READER}), "
        "JSON.stringify(entry)))",
        words,
    )
    page.reload()
    expect(page.locator("[data-outbox-target=arrived]")).to_be_visible()
    assert counted(school, lesson, "learner6")["said"] is True
    assert json.dumps(page.evaluate(ENTRIES)).count(locked.key) == 2
    page.evaluate("localStorage.clear()")
    page.troubles.clear()  # type: ignore[attr-defined]  # the browser logs the 403


def test_film_goes_on_on_another_device(page_for: Callable[..., Page], school: SchoolServer, lesson: Filmed) -> None:
    phone = page_for("learner7", width=390)
    phone.goto(lesson.path)
    film = phone.locator("video")
    film.evaluate("film => { film.preload = 'auto'; film.load(); }")
    phone.wait_for_function("() => document.querySelector('video').readyState >= 3")
    film.evaluate("film => { film.currentTime = 10; }")
    film.evaluate(PLAY)
    phone.wait_for_function("() => document.querySelector('video').currentTime > 11.5")
    film.evaluate("film => film.pause()")
    place = film.evaluate("film => film.currentTime")
    all_sent(phone)

    desk = page_for("learner7")
    desk.goto(lesson.path)
    desk.wait_for_function("() => document.querySelector('video').currentTime >= 11")
    assert abs(desk.locator("video").evaluate("film => film.currentTime") - place) < 1.5
    expect(desk.locator("[data-player-target=restart]")).to_be_visible()

    stranger = page_for("learner8")
    stranger.goto(lesson.path)
    stranger.wait_for_function("() => document.querySelector('video').readyState > 0")
    assert stranger.locator("video").evaluate("film => film.currentTime") == 0
