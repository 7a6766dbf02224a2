"""A lesson is finished by its rule, on the server alone, once and for good."""

import uuid

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from classes.models import EnrollmentState
from foundation.jobs.models import OutboxEvent
from lessons.actions.beats import merge_beats
from lessons.actions.completion import confirm_lesson, say_finished
from lessons.models import LessonProgress, LessonViewDay
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment, make_live_class, make_training_class
from tests.factories.lessons import make_beat, make_filmed_lesson, make_lesson
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


def state(learner, lesson):
    return LessonProgress.objects.get(learner=learner, translation_key=lesson.translation_key).state


def sent():
    return list(OutboxEvent.objects.filter(name="lessons.completed").values_list("data", flat=True))


def test_lesson_without_a_rule_of_its_own_is_finished_by_ones_word():
    lesson, learner = make_lesson(), make_user()
    first = say_finished(lesson=lesson, by=learner)
    again = say_finished(lesson=lesson, by=learner)
    assert (again.completed_at, again.percent, again.state) == (first.completed_at, 100, "completed")
    assert [(data["lesson"], data["learner"]) for data in sent()] == [
        (str(lesson.translation_key), str(learner.public_id))
    ]


def test_reader_who_says_so_before_the_reports_are_merged_is_counted_once():
    lesson, learner = make_lesson(), make_user()
    make_beat(learner, lesson)
    for _time in range(2):
        say_finished(lesson=lesson, by=learner)
    merge_beats()
    assert LessonViewDay.objects.get(translation_key=lesson.translation_key).views == 1


def test_ones_word_does_not_replace_what_else_is_asked():
    lesson, learner = make_lesson(needs_reading=True), make_user()
    make_beat(learner, lesson, percent=60)
    assert say_finished(lesson=lesson, by=learner).state == "started"
    make_beat(learner, lesson, percent=100)
    merge_beats()
    assert state(learner, lesson) == "completed"
    assert len(sent()) == 1


def test_word_is_refused_where_it_is_not_asked_for():
    lesson, learner = make_lesson(needs_word=False, needs_minutes=5), make_user()
    with pytest.raises(Refusal):
        say_finished(lesson=lesson, by=learner)
    closed = make_lesson(audience="class")
    with pytest.raises(Refusal) as refused:
        say_finished(lesson=closed, by=learner)
    assert refused.value.status == 403
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize(("finished_by", "expected"), [("all", "started"), ("any", "completed")])
def test_all_or_any_of_the_conditions(finished_by, expected):
    lesson = make_lesson(needs_word=False, needs_reading=True, needs_minutes=1, finished_by=finished_by)
    learner = make_user()
    make_beat(learner, lesson, percent=100, seconds=20)
    merge_beats()
    assert state(learner, lesson) == expected
    make_beat(learner, lesson, ago=70, seconds=45)
    merge_beats()
    assert state(learner, lesson) == "completed"
    assert len(sent()) == 1


def test_films_of_unknown_length_are_as_long_as_the_editor_says():
    lesson, learner = make_filmed_lesson(seconds=0, film_minutes="0.5"), make_user()
    make_beat(learner, lesson, ago=100, seconds=25, played={"film": [[0, 25]]})
    merge_beats()
    assert state(learner, lesson) == "started"
    make_beat(learner, lesson, ago=60, seconds=5, played={"film": [[25, 30]]})
    merge_beats()
    assert state(learner, lesson) == "completed"


def test_lesson_finished_before_stays_finished_under_another_rule():
    lesson, learner = make_filmed_lesson(), make_user()
    day = timezone.now()
    LessonProgress.objects.create(
        learner=learner, translation_key=lesson.translation_key, state="completed", percent=100, completed_at=day
    )
    make_beat(learner, lesson, percent=3)
    merge_beats()
    kept = LessonProgress.objects.get()
    assert (kept.state, kept.completed_at, kept.percent, kept.seconds_spent) == ("completed", day, 100, 20)
    assert sent() == []


def test_instructor_class_teacher_and_editor_confirm_and_it_is_logged():
    county = make_organization()
    teacher = make_user(role="class_teacher", organization=county)
    instructor = make_user(role="instructor", organization=county)
    training_class = make_training_class(county, class_teacher=teacher)
    make_live_class(training_class, instructor=instructor)
    school = make_organization()
    lesson = make_lesson(school, needs_word=False, needs_confirmation=True, audience="signed_in")
    for by in (teacher, instructor, make_user(role="editor", organization=school)):
        learner = make_enrollment(training_class, state=EnrollmentState.ENROLLED).learner
        make_beat(learner, lesson)
        merge_beats()
        assert state(learner, lesson) == "started"
        for _time in range(2):
            kept = confirm_lesson(lesson=lesson, learner=learner, by=by)
        assert (kept.state, kept.confirmed_by) == ("completed", by)
        entry = PageLogEntry.objects.get(action="lessons.confirm", user=by)
        assert entry.data["learner"] == str(learner.public_id)


def test_others_do_not_confirm():
    county = make_organization()
    training_class = make_training_class(county)
    learner = make_enrollment(training_class, state=EnrollmentState.ENROLLED).learner
    gone = make_enrollment(training_class, state=EnrollmentState.WITHDRAWN).learner
    instructor = make_user(role="instructor", organization=county)
    make_live_class(training_class, instructor=instructor)
    lesson = make_lesson(needs_word=False, needs_confirmation=True)
    for one in (learner, gone):
        make_beat(one, lesson)
    merge_beats()
    strangers = [
        (make_user(role="editor", organization=make_organization()), learner),
        (make_user(role="instructor", organization=county), learner),
        (learner, learner),
        (instructor, gone),
        (instructor, make_user()),
    ]
    for by, whom in strangers:
        with pytest.raises(Refusal) as refused:
            confirm_lesson(lesson=lesson, learner=whom, by=by)
        assert refused.value.status == 403
    assert not LessonProgress.objects.exclude(confirmed_at=None).exists()


def test_confirmation_names_who_gave_it():
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        LessonProgress.objects.create(
            learner=make_user(), translation_key=uuid.uuid4(), confirmed_at=timezone.now(), confirmed_by=None
        )
