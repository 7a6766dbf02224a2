"""Whoever has the database tries to join answers to people by everything that raw SQL shows, after release.

Each guess puts people and answers into an order and takes the first for the first's, and so on. By chance one of them
is right, whatever their number; eight are by chance once in 100,000 guesses. Before the release the same guesses are
right of everybody, which is what the page of the form says.
"""

import datetime
import itertools
import logging
import random
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from evaluations.actions.feedback import releasing
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.erasing import clear_away
from evaluations.models import FeedbackSurvey
from tests.evaluations.actions.test_feedback import answers
from tests.factories.classes import make_enrollment
from tests.factories.evaluations import make_survey

logger = logging.getLogger(__name__)
pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 40
LUCK = 8
SYSTEM_COLUMNS = {"sqlite": ("rowid", "id"), "postgresql": ("xmin::text::bigint", "ctid", "id")}
PARTICIPATIONS = "SELECT learner_id FROM evaluations_feedbackparticipation"
SEALS = "SELECT answers FROM evaluations_feedbackseal"
ANSWERS = "SELECT text FROM evaluations_feedbackanswer WHERE text <> ''"
RESPONSES = (
    "SELECT answer.text FROM evaluations_feedbackresponse response "
    "JOIN evaluations_feedbackanswer answer ON answer.response_id = response.id WHERE answer.text <> ''"
)


def rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def orders(sql: str, name: str = "") -> dict[str, list[Any]]:
    """Return what ``sql`` gives in every order that a column of the system or a key gives, and as it lies there."""
    found = {"as it lies": rows(sql)}
    for column in SYSTEM_COLUMNS[connection.vendor]:
        found[column] = rows(f"{sql} ORDER BY {name}{column}")
    return found


def best_guess(people: dict[str, list[int]], words: dict[str, list[str]]) -> int:
    """Return how many people the best of all pairs of orders joins to their own words, forward and backward."""
    hits = [0]
    for first, second in itertools.product(people.values(), words.values()):
        for guess in (second, second[::-1]):
            hits.append(sum(f"words of {who}." in str(said) for who, said in zip(first, guess, strict=False)))
    return max(hits)


@pytest.fixture
def seed() -> int:
    drawn = random.SystemRandom().randrange(2**32)
    logger.warning("seed %d", drawn)  # shown when the test fails
    return drawn


@pytest.fixture
def survey(lecture: Any, seed: int, monkeypatch: pytest.MonkeyPatch) -> FeedbackSurvey:
    """Let forty learners answer one after the other, with what is due released in between."""
    chance = random.Random(seed)
    monkeypatch.setattr(releasing, "chance", random.Random(seed + 1))
    survey = make_survey(lecture.live_class)
    learners = [make_enrollment(lecture.training_class).learner for _number in range(PEOPLE)]
    chance.shuffle(learners)
    survey.learners = learners  # type: ignore[attr-defined]
    return survey


def answer(survey: FeedbackSurvey, learners: list[Any]) -> None:
    for learner in learners:
        submit_feedback(survey=survey, answers=answers(survey, 4, 2, f"words of {learner.pk}."), by=learner)


def test_database_joins_nobody_to_an_answer_after_release(survey: Any) -> None:
    for start, stop in ((0, 13), (13, 19), (19, 37), (37, 40)):
        answer(survey, survey.learners[start:stop])
        releasing.release_answers(survey=survey, now=timezone.now())
    releasing.release_answers(survey=survey, now=survey.closes_at)
    clear_away()
    people = orders(PARTICIPATIONS)
    assert sorted(people["as it lies"]) == sorted(learner.pk for learner in survey.learners)
    assert len(rows(ANSWERS)) == PEOPLE

    for words in (orders(ANSWERS), orders(RESPONSES, "response."), orders(RESPONSES, "answer.")):
        assert best_guess(people, words) < LUCK
    if connection.vendor == "postgresql":
        assert len(set(rows("SELECT xmin::text FROM evaluations_feedbackparticipation"))) == 1
        batches = Counter(rows("SELECT xmin::text FROM evaluations_feedbackresponse"))
        assert len(batches) > 1
        assert min(batches.values()) >= 5


def test_answers_that_are_held_back_are_joined_to_nobody_once_mixed(survey: Any) -> None:
    answer(survey, survey.learners[:15])
    releasing.release_answers(survey=survey, now=timezone.now())
    assert len(rows(SEALS)) == 5
    assert best_guess(orders(PARTICIPATIONS), orders(SEALS)) < LUCK


def test_database_joins_everybody_before_release(survey: Any) -> None:
    answer(survey, survey.learners)
    assert best_guess(orders(PARTICIPATIONS), orders(SEALS)) == PEOPLE


def test_words_stand_in_no_other_table_after_release(survey: Any) -> None:
    answer(survey, survey.learners)
    releasing.release_answers(survey=survey, now=survey.closes_at)
    holding = set()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            if any("words of" in str(row) for row in cursor.fetchall()):
                holding.add(table)
    assert holding == {"evaluations_feedbackanswer"}


def test_file_of_the_database_forgets_what_was_sealed(survey: Any) -> None:
    answer(survey, survey.learners)
    releasing.release_answers(survey=survey, now=survey.closes_at)
    clear_away()
    if connection.vendor == "postgresql":
        assert rows("SELECT pg_relation_size('evaluations_feedbackseal')") == [0]
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(connection.settings_dict["NAME"], "rb") as file:
        content = file.read()
    assert b"words of" in content
    assert b': "words of' not in content  # as JSON, in which it was sealed


def test_nothing_of_a_form_carries_a_time(survey: Any) -> None:
    for table in ("feedbackseal", "feedbackparticipation", "feedbackresponse", "feedbackpaperform"):
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, f"evaluations_{table}")
        assert not [column.name for column in columns if "_at" in column.name or "date" in column.name]
    assert datetime.datetime.now(datetime.UTC) < survey.closes_at
