"""What a form may be attached to, and when it opens."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from evaluations.actions.feedback.attaching import attach_form, close_survey
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.jobs import follow_timetable
from evaluations.models import FeedbackSurvey
from evaluations.permissions.feedback import may_read_summary
from evaluations.queries.survey import due_surveys, surveys_of_instructor
from schoolhouse.refusals import Refusal
from tests.evaluations.actions.test_feedback import _moved, answers
from tests.factories.classes import make_timetable_item, make_training_class
from tests.factories.evaluations import make_form, make_survey
from tests.factories.forums import make_forum
from tests.factories.lessons import make_lesson
from tests.factories.people import make_page

MINUTES = datetime.timedelta(minutes=1)


def attach(lecture: Any, page: Any, **fields: Any) -> FeedbackSurvey:
    return attach_form(form=make_form(lecture.organization), page=page, opens_before=10, by=lecture.teacher, **fields)


def test_form_opens_ten_minutes_before_the_end_of_a_live_class_for_a_week(lecture: Any) -> None:
    survey = attach(lecture, lecture.live_class)
    assert survey.opens_at == lecture.live_class.ends_at - 10 * MINUTES
    assert survey.closes_at == survey.opens_at + datetime.timedelta(days=7)
    assert survey.training_class == lecture.training_class


def test_form_about_an_evening_opens_before_it_closes(lecture: Any) -> None:
    closes = timezone.now() + 5 * MINUTES
    survey = attach(lecture, make_forum(lecture.training_class, closes_at=closes))
    assert survey.opens_at == closes - 10 * MINUTES
    assert list(due_surveys(lecture.learners[0])) == [survey]


def test_form_about_a_lesson_is_asked_of_the_class_that_has_it_on_its_timetable(lecture: Any) -> None:
    lesson, now = make_lesson(), timezone.now()
    make_timetable_item(lecture.training_class, page=lesson, starts_at=now - 60 * MINUTES, ends_at=now + 5 * MINUTES)
    survey = attach(lecture, lesson, training_class=lecture.training_class)
    assert survey.opens_at == now - 5 * MINUTES
    assert list(due_surveys(lecture.learners[0])) == [survey]
    assert attach(lecture, lesson, training_class=lecture.training_class).pk != survey.pk


def test_form_about_a_class_opens_before_its_last_item(lecture: Any) -> None:
    ends = timezone.now() + 30 * MINUTES
    make_timetable_item(lecture.training_class, starts_at=ends - 60 * MINUTES, ends_at=ends)
    assert attach(lecture, lecture.training_class).opens_at == ends - 10 * MINUTES


def test_form_about_one_instructor_is_read_by_them_alone(lecture: Any) -> None:
    survey = attach(lecture, lecture.training_class, instructor=lecture.instructor)
    about_class = attach(lecture, lecture.training_class)
    assert may_read_summary(lecture.instructor, survey)
    assert not may_read_summary(lecture.instructor, about_class)
    assert may_read_summary(lecture.teacher, survey)
    assert list(surveys_of_instructor(lecture.instructor)) == [survey]


def test_form_is_attached_once_to_the_same_and_moves(lecture: Any) -> None:
    form = make_form(lecture.organization)
    first = attach_form(form=form, page=lecture.live_class, opens_before=10, by=None)
    again = attach_form(form=form, page=lecture.live_class, opens_before=20, by=None)
    person = attach_form(form=form, page=lecture.live_class, opens_before=20, instructor=lecture.instructor, by=None)
    assert (first.pk, first.opens_at - again.opens_at) == (again.pk, 10 * MINUTES)
    assert person.pk != first.pk


@pytest.mark.parametrize("case", ["no class", "another class", "stranger", "no end", "no time", "ends first"])
def test_form_that_does_not_fit_is_refused_with_its_field(lecture: Any, case: str) -> None:
    lesson = make_lesson()
    page, fields = {
        "no class": (lesson, {"opens_before": 10}),
        "another class": (lecture.live_class, {"opens_before": 10, "training_class": make_training_class()}),
        "stranger": (lecture.live_class, {"opens_before": 10, "instructor": lecture.learners[0]}),
        "no end": (lesson, {"opens_before": 10, "training_class": lecture.training_class}),
        "no time": (lecture.live_class, {}),
        "ends first": (lecture.live_class, {"opens_before": 10, "closes_at": lecture.live_class.starts_at}),
    }[case]
    with pytest.raises(Refusal) as refused:
        attach_form(form=make_form(), page=page, by=None, **fields)
    field = ["training_class", "training_class", "instructor", "opens_before", "opens_at", "closes_at"]
    cases = ["no class", "another class", "stranger", "no end", "no time", "ends first"]
    assert refused.value.field == field[cases.index(case)]
    assert not FeedbackSurvey.objects.exists()


def test_form_is_not_attached_to_a_page_that_no_class_does(lecture: Any) -> None:
    with pytest.raises(Refusal):
        attach(lecture, make_page(), training_class=lecture.training_class)


def test_form_about_a_lesson_follows_the_class_whose_timetable_moved(lecture: Any) -> None:
    lesson, now = make_lesson(), timezone.now()
    other, day = make_training_class(), datetime.timedelta(days=1)
    make_timetable_item(lecture.training_class, page=lesson, starts_at=now, ends_at=now + MINUTES)
    make_timetable_item(other, page=lesson, starts_at=now, ends_at=now + MINUTES)
    mine, theirs = (attach(lecture, lesson, training_class=one) for one in (lecture.training_class, other))
    item = lecture.training_class.timetable_items.get(page=lesson)
    told = _moved_item(item, was=now + MINUTES, ends=now + MINUTES + day)

    follow_timetable(told)

    opens = FeedbackSurvey.objects.in_bulk()
    assert opens[mine.pk].opens_at == mine.opens_at + day
    assert opens[theirs.pk].opens_at == theirs.opens_at


def _moved_item(item: Any, *, was: datetime.datetime, ends: datetime.datetime) -> Any:
    lecture = type("Of", (), {"training_class": item.training_class, "live_class": item.page})
    return _moved(lecture, was_ends_at=was.isoformat(), ends_at=ends.isoformat())


def test_form_that_is_closed_early_takes_no_more(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    close_survey(survey=survey, now=timezone.now(), by=lecture.teacher)
    with pytest.raises(Refusal) as refused:
        submit_feedback(survey=survey, answers=answers(survey, 5), by=lecture.learners[0])
    assert refused.value.code == "not_open"


def test_form_that_has_not_opened_cannot_be_closed(lecture: Any) -> None:
    later = timezone.now() + 60 * MINUTES
    survey = make_survey(lecture.live_class, opens_at=later, closes_at=later + MINUTES)
    with pytest.raises(Refusal):
        close_survey(survey=survey, now=timezone.now(), by=lecture.teacher)
