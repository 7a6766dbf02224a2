"""Means, their intervals, and who is in them."""

from typing import Any

import pytest

from classes.models import LiveClassInstructor
from evaluations.models import SurveyTally
from evaluations.queries.feedback.figures import Figure, Unit, figure_of, school_mean
from evaluations.queries.feedback.means import interval_of
from evaluations.results.trees import Node, Tree
from tests.evaluations.results import make_tally
from tests.factories.evaluations import make_form, make_survey
from tests.factories.people import make_user


def unit(survey: int, people: int, *levels: int) -> Unit:
    pairs = list(enumerate(levels, start=1))
    total, squares = sum(n * count for n, count in pairs), sum(n * n * count for n, count in pairs)
    return Unit(survey, None, people, sum(levels), levels, total, squares)


def test_interval_is_that_of_student_over_forms() -> None:
    """Ten forms with two answers each: mean 4, deviation 1; t of 9 degrees is 2.262."""
    figure = figure_of([unit(1, 10, 0, 0, 10, 0, 10)])
    assert figure.mean == 4.0
    low, high = figure.interval or (0, 0)
    expected = 2.262 * (10 / 9) ** 0.5 / 10**0.5
    assert (round(low, 2), round(high, 2)) == (round(4 - expected, 2), round(4 + expected, 2))
    assert [round(bound, 2) for bound in interval_of([0, 0, 5, 0, 5]) or ()] == [round(low, 2), round(high, 2)]


def test_interval_stays_within_the_levels_and_is_of_five_at_least() -> None:
    assert figure_of([unit(1, 5, 0, 0, 0, 0, 5)]).interval == (5.0, 5.0)
    assert figure_of([unit(1, 5, 1, 0, 0, 0, 4)]).interval[1] == 5.0  # type: ignore[index]
    few = figure_of([unit(1, 4, 0, 0, 0, 0, 4)])
    assert (few.is_shown, few.mean, few.interval, few.words) == (False, None, None, "–")


def test_forms_about_several_instructors_are_counted_once() -> None:
    figure = figure_of([unit(1, 6, 0, 0, 0, 0, 6), unit(1, 8, 0, 0, 0, 0, 8), unit(2, 5, 5, 0, 0, 0, 0)])
    assert (figure.surveys, figure.people, figure.given) == (2, 13, 19)
    assert Figure().shares == [0] * 5


def test_mean_of_the_school_is_shown_beside_three_people_in_three_surveys(lecture: Any) -> None:
    known = make_tally(make_survey(lecture.live_class, form=make_form()), 5, 0, 0, 0, 0)
    own = SurveyTally.objects.filter(survey=known.survey)
    assert school_mean(own) == 1.0
    one, other, third = (make_user() for _number in range(3))
    seen = []
    for about in (one, one, one, other, third):
        make_tally(make_survey(lecture.live_class, form=make_form(), instructor=about), 0, 0, 0, 3, 3)
        LiveClassInstructor.objects.all().delete()
        seen.append(school_mean(own))
    assert seen == [None, None, None, None, 4.0]


@pytest.mark.parametrize(
    ("key", "below", "step"),
    [("c", "", "a"), ("c", "a", "b"), ("c", "b", "c"), ("c", "c", "c"), ("c", "d", None), ("x", "", None)],
)
def test_step_leads_down_a_tree(key: str, below: str, step: str | None) -> None:
    tree = Tree([Node("a", "A", None), Node("b", "B", "a"), Node("c", "C", "b"), Node("d", "D", "gone")])
    assert tree.step(key, below) == step
    assert tree.options() == [("a", "A"), ("b", "– B"), ("c", "– – C"), ("d", "D")]
