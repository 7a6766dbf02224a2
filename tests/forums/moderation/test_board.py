"""The board for instructors: what waits for an answer, and who has not spoken."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.actions.evening.room_record import Said, record_room
from forums.models import Thread
from forums.queries.board import board_of
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread


def ask(evening, author, *others, hours_ago=0, forum=None):
    """Let ``author`` open a thread so many hours ago, and ``others`` speak in it after that."""
    at = timezone.now() - timedelta(hours=hours_ago)
    thread = make_thread(forum or evening.forum, author=author)
    for speaker in (author, *others):
        make_post(thread, speaker, created_at=at)
    return thread


def learner(evening):
    return make_enrollment(evening.training_class).learner


def board(evening, **fields):
    return board_of(evening.training_class, now=timezone.now(), hours=fields.pop("hours", 24), **fields)


def test_question_is_unanswered_until_somebody_else_speaks_and_stuck_after_hours(evening):
    one, two = learner(evening), learner(evening)
    fresh, old = ask(evening, one), ask(evening, one, hours_ago=30)
    asked_again = ask(evening, one, two, one, hours_ago=30)
    answered = ask(evening, one, two, hours_ago=30)
    locked = ask(evening, one, hours_ago=30)
    Thread.objects.filter(pk=locked.pk).update(is_locked=True)
    make_post(make_thread(evening.forum, prompt=make_prompt(evening.forum), author=one), one)

    shown = board(evening)

    assert shown.unanswered == [fresh, old]
    assert set(shown.stuck) == {old, asked_again}
    assert answered not in shown.stuck
    assert board(evening, hours=48).stuck == []
    make_post(old, two)
    assert set(board(evening).stuck) == {asked_again}


def test_roster_is_counted_the_quietest_first(evening):
    one, two = learner(evening), learner(evening)
    ask(evening, one, one)
    make_post(make_thread(evening.forum), two, is_hidden=True)

    shown = board(evening)

    assert {voice.learner: voice.posts for voice in shown.voices} == {evening.people["learner"]: 0, one: 2, two: 0}
    assert shown.voices[-1].learner == one
    assert {voice.learner for voice in shown.silent} == {evening.people["learner"], two}


def record(evening, *speakers, base=0):
    said = Said(list(speakers), "The wells", None, base, uuid.uuid4())
    return record_room(forum=evening.forum, group=None, said=said, by=evening.people["class teacher"])


def test_who_spoke_in_the_room_has_spoken_until_a_correction_says_otherwise(client, evening):
    talker, corrected, writer = (learner(evening) for _one in range(3))
    record(evening, talker, corrected)
    record(evening, talker, base=1)
    ask(evening, writer, writer)

    shown = board(evening)

    counts = {voice.learner: (voice.posts, voice.in_room, voice.said) for voice in shown.voices}
    assert counts[talker] == (0, 1, 1)
    assert counts[corrected] == (0, 0, 0)
    assert [voice.learner for voice in shown.voices][-2:] == [talker, writer]
    assert {voice.learner for voice in shown.silent} == {evening.people["learner"], corrected}
    assert next(voice.last_at for voice in shown.voices if voice.learner == talker) is not None
    assert {voice.said for voice in board(evening, forum=make_forum(evening.training_class)).voices} == {0}
    client.force_login(evening.people["instructor"])
    page = client.get(reverse("forums:board", args=[evening.training_class.public_id])).content.decode()
    assert page.count("尚未发言</span>") == 2


def test_board_does_not_say_when_somebody_wrote_without_a_name(client, evening):
    one, two = learner(evening), learner(evening)
    early, late = timezone.now() - timedelta(days=2), timezone.now()
    thread = make_thread(evening.forum, author=two)
    make_post(thread, two, created_at=early)
    for hider in (one, two):
        make_post(thread, hider, created_at=late, is_anonymous=True)

    voices = {voice.learner: voice for voice in board(evening).voices}

    assert (voices[one].posts, voices[one].last_at) == (1, None)
    assert voices[two].last_at == early
    client.force_login(evening.people["instructor"])
    page = client.get(reverse("forums:board", args=[evening.training_class.public_id])).content.decode()
    assert page.count("尚未发言</span>") == 1


def test_board_of_one_forum_counts_that_one_alone(evening):
    one, other = learner(evening), make_forum(evening.training_class)
    ask(evening, one)
    there = ask(evening, one, forum=other)

    shown = board(evening, forum=other)

    assert shown.unanswered == [there]
    assert {row.forum: (row.threads, row.posts, row.unanswered) for row in shown.forums} == {
        evening.forum: (1, 1, 1),
        other: (1, 1, 1),
    }


def test_board_asks_the_same_questions_for_any_class(client, evening):
    client.force_login(evening.people["class teacher"])
    address, counts, made = reverse("forums:board", args=[evening.training_class.public_id]), [], 0
    for number in (1, 30, 300):
        for _new in range(number - made):
            ask(evening, learner(evening), hours_ago=30)
        made = number
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts[1] == counts[2] == counts[0]


@pytest.mark.parametrize("query", ["?hours=x", "?hours=999", "?forum="])
def test_odd_questions_are_borne(client, evening, query):
    client.force_login(evening.people["instructor"])
    address = reverse("forums:board", args=[evening.training_class.public_id])
    assert client.get(address + query).status_code == 200
    for wrong in ("?forum=x", f"?forum={make_forum().public_id}"):
        assert client.get(address + wrong).status_code == 404
