"""What is missing, in words."""

import pytest
from django.utils import translation

from lessons.completion.films import Films
from lessons.completion.rules import clock, conditions_of, is_fulfilled
from lessons.completion.study import Study
from lessons.models import LessonPage

pytestmark = pytest.mark.django_db


def words(lesson, films=None, study=None):
    found = conditions_of(lesson, films or Films({}), study or Study())
    return [(str(one.text), one.is_met) for one in found]


def test_conditions_say_what_is_missing_in_both_languages():
    lesson = LessonPage(needs_reading=True, needs_watching=True, needs_minutes=10, needs_confirmation=True)
    films = Films({"a": 100.0, "b": 0.0}, 60.0)
    study = Study(percent=40, seconds=125, played={"a": [(0, 50)], "gone": [(0, 90)]})
    with translation.override("en"):
        assert words(lesson, films, study) == [
            ("Read to the end: 40 % so far.", False),
            ("Watch 90 % of the films: 1:34 to go.", False),
            ("Study for 10 minutes: 7:55 to go.", False),
            ("Have it confirmed by an instructor.", False),
            ("Say so with the button below the lesson.", False),
        ]
    with translation.override("zh-hans"):
        assert not any(text.isascii() for text, _is_met in words(lesson, films, study))


def test_conditions_that_are_met_say_so():
    lesson = LessonPage(needs_reading=True, needs_watching=True, needs_minutes=1, needs_confirmation=True)
    films = Films({"a": 100.0})
    study = Study(percent=100, seconds=60, played={"a": [(0, 90)]}, said=True, confirmed=True)
    found = conditions_of(lesson, films, study)
    assert [one.is_met for one in found] == [True] * 5
    assert is_fulfilled(lesson, found)


def test_checks_that_are_passed_are_counted_among_those_that_are_asked():
    lesson = LessonPage(needs_word=False, needs_checks=True, checks_percent=50)
    checks = frozenset({"a", "b", "c"})
    said = [
        (frozenset(), "Pass 2 of 3 quick checks: 0 so far.", False),
        (frozenset({"a", "gone"}), "Pass 2 of 3 quick checks: 1 so far.", False),
        (frozenset({"a", "b"}), "Pass 2 of 3 quick checks.", True),
    ]
    with translation.override("en"):
        for passed, text, is_met in said:
            (found,) = conditions_of(lesson, Films({}), Study(passed=passed), checks)
            assert (found.kind, str(found.text), found.is_met) == ("checks", text, is_met)
        (none,) = conditions_of(lesson, Films({}), Study(passed=frozenset({"gone"})))
    assert none.is_met is False


def test_films_of_unknown_length_are_never_watched():
    lesson = LessonPage(needs_word=False, needs_watching=True)
    study = Study(played={"a": [(0, 900)]})
    assert words(lesson, Films({"a": 0.0}), study)[0][1] is False
    assert words(lesson, Films({}), study)[0][1] is False


def test_last_moment_of_a_film_may_be_missing():
    lesson = LessonPage(needs_word=False, needs_watching=True, watched_percent=100)
    assert words(lesson, Films({"a": 60.0}), Study(played={"a": [(0, 59.6)]}))[0][1] is True
    assert words(lesson, Films({"a": 60.0}), Study(played={"a": [(0, 59)]}))[0][1] is False


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (0.2, "0:01"), (59.5, "1:00"), (185, "3:05"), (-4, "0:00")])
def test_clock_rounds_up(seconds, text):
    assert clock(seconds) == text
