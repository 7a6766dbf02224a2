"""Tallies are what the answers say, from the moment at which these may be read."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from classes.models import LiveClassInstructor
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.tallying import recount, wrong_tallies
from evaluations.models import FeedbackAnswer, FeedbackSurvey, QuestionTally, SurveyTally
from evaluations.questions.asking import answer_name
from people.actions.merging import merge_people
from tests.evaluations.actions.test_feedback import answers
from tests.evaluations.answering import close
from tests.evaluations.results import make_answers
from tests.factories.evaluations import make_form, make_survey, question, section
from tests.factories.people import make_superuser, make_user

WHOLE = question("scale", "All in all?", levels=10)
CLEAR = question("scale", "Clear?")
STAY = question("matrix", "Stay", rows=["Room", "Food"], columns=["Bad", "Good"])


def answer_all(lecture: Any, survey: FeedbackSurvey, given: Any) -> None:
    for place, learner in enumerate(lecture.learners):
        submit_feedback(survey=survey, answers=given(place), by=learner)


def sums(survey: FeedbackSurvey) -> list[tuple[Any, ...]]:
    rows = survey.tallies.order_by("instructor")
    names = ("instructor", "people", "given", "level_1", "level_3", "level_5", "total", "squares")
    return list(rows.values_list(*names))


def test_sealed_answers_are_in_no_tally(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    answer_all(lecture, survey, lambda place: answers(survey, 4, 2))
    assert not QuestionTally.objects.exists()

    close(survey)
    assert sums(survey) == [(None, 6, 6, 0, 0, 0, Decimal(24), Decimal(96))]
    assert survey.question_tallies.get(question__kind="single").counts == {"2": 6}
    assert not wrong_tallies()


def test_named_answers_are_counted_with_each_and_in_figures_from_five_on(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=False))
    for place, learner in enumerate(lecture.learners):
        submit_feedback(survey=survey, answers=answers(survey, 1 + 2 * (place % 2)), by=learner)
        tally = survey.question_tallies.get()
        assert (tally.given, survey.tallies.exists()) == (place + 1, place >= 4)
    assert sums(survey) == [(None, 6, 6, 3, 3, 0, Decimal(12), Decimal(30))]
    assert not wrong_tallies()


def test_levels_count_as_of_five_and_rows_of_a_matrix_apart(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(content=[WHOLE, STAY]))
    answer_all(lecture, survey, lambda place: {WHOLE["id"]: 10 if place else 1, STAY["id"]: {"1": 2, "2": 1}})
    close(survey)
    assert sums(survey) == [(None, 6, 6, 1, 0, 5, Decimal(26), Decimal(126))]
    rows = survey.question_tallies.filter(question__key=STAY["id"]).order_by("part")
    assert [(row.part, row.counts, row.total) for row in rows] == [("1", {"2": 6}, 0), ("2", {"1": 6}, 0)]


def about_two(lecture: Any) -> tuple[FeedbackSurvey, Any]:
    colleague = make_user("Colleague")
    LiveClassInstructor.objects.create(live_class=lecture.live_class, instructor=colleague, sort_order=5)
    form = make_form(content=[section("Instructor", [CLEAR], per_instructor=True)])
    return make_survey(lecture.live_class, form=form), colleague


def test_instructor_about_whom_few_have_answered_is_in_no_figure(lecture: Any) -> None:
    survey, colleague = about_two(lecture)
    own, other = answer_name(CLEAR["id"], lecture.instructor), answer_name(CLEAR["id"], colleague)
    answer_all(lecture, survey, lambda place: {own: 5} | ({other: 1} if place < 4 else {}))
    close(survey)
    assert [row[0] for row in sums(survey)] == [lecture.instructor.pk]
    assert survey.question_tallies.get(instructor=colleague).given == 4


def test_tallies_follow_when_two_accounts_become_one(lecture: Any) -> None:
    survey, colleague = about_two(lecture)
    own, other = answer_name(CLEAR["id"], lecture.instructor), answer_name(CLEAR["id"], colleague)
    answer_all(lecture, survey, lambda place: {own: 5} if place < 3 else {other: 1})
    close(survey)
    assert not SurveyTally.objects.exists()
    LiveClassInstructor.objects.filter(instructor=colleague).delete()

    merge_people(keep=lecture.instructor, duplicate=colleague, by=make_superuser())

    assert sums(survey) == [(lecture.instructor.pk, 6, 6, 3, 0, 3, Decimal(18), Decimal(78))]
    assert not wrong_tallies()


def test_answers_written_behind_the_schools_back_are_found_and_counted(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=False))
    answer_all(lecture, survey, lambda place: answers(survey, 4))
    call_command("feedback", "check")
    FeedbackAnswer.objects.filter(response__survey=survey).update(number=2)
    with pytest.raises(CommandError, match="1 surveys"):
        call_command("feedback", "check")
    assert recount(FeedbackSurvey.objects.exclude(pk=survey.pk)) == 0
    call_command("feedback", "recount")
    call_command("feedback", "check")
    assert sums(survey) == [(None, 6, 6, 0, 0, 0, Decimal(12), Decimal(24))]


def test_tallies_of_removed_answers_are_found_and_go(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=False))
    answer_all(lecture, survey, lambda place: answers(survey, 4))
    FeedbackAnswer.objects.filter(response__survey=survey).delete()
    assert wrong_tallies() == {survey.pk}
    assert recount() == 1
    assert not QuestionTally.objects.exists()
    assert not SurveyTally.objects.exists()


def test_number_beyond_the_levels_is_in_no_figure(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form())
    make_answers(survey, 4, 4, 4, 4, 4, 9, 0)
    tally = survey.tallies.get()
    assert (tally.given, tally.total, tally.level_4) == (5, 20, 5)
