"""The board for instructors: what waits for an answer, and who has not spoken."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

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
