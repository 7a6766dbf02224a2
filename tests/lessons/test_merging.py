"""Progress, when two accounts of one person become one."""

import uuid

import pytest
from django.utils import timezone

from lessons.actions.check import answer_check
from lessons.actions.co_authors import name_co_author
from lessons.checks.finding import checks_in
from lessons.models import CheckAttempt, CoAuthor, LessonProgress
from people.actions.merging import merge_people
from people.models import Role
from tests.factories.lessons import make_checked_lesson, make_lesson
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


def test_merge_keeps_the_further_progress_and_the_time_of_both():
    keep, duplicate, lesson, other = make_user(), make_user(), uuid.uuid4(), uuid.uuid4()
    done = timezone.now()
    LessonProgress.objects.create(
        learner=keep, translation_key=lesson, percent=30, seconds_spent=60, place=[2, "film", 5]
    )
    LessonProgress.objects.create(
        learner=duplicate,
        translation_key=lesson,
        percent=100,
        seconds_spent=40,
        state="completed",
        completed_at=done,
        place=[1, "film", 9],
    )
    LessonProgress.objects.create(learner=duplicate, translation_key=other, percent=10)

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    row = LessonProgress.objects.get(learner=keep, translation_key=lesson)
    assert (row.percent, row.seconds_spent, row.state, row.completed_at) == (100, 100, "completed", done)
    assert row.place == [2, "film", 5]
    assert LessonProgress.objects.get(translation_key=other).learner == keep
    assert LessonProgress.objects.count() == 2


def test_merge_keeps_all_attempts_and_what_either_has_passed():
    keep, duplicate, key = make_user(), make_user(), uuid.uuid4()
    lesson = make_checked_lesson("single", "short", checks_percent=100)
    single, short = checks_in(lesson)

    def give(learner, check, answer, key=None):
        answer_check(lesson=lesson, check=check, answer=answer, client_key=key or uuid.uuid4(), by=learner)

    give(keep, single, ["sun"], key)
    give(keep, single, ["rain"])
    give(duplicate, single, ["rain"], key)
    give(duplicate, single, ["shade"])
    give(duplicate, short, "12")

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    rows = CheckAttempt.objects.filter(learner=keep, block="single").order_by("number")
    assert [(row.number, row.answer, row.is_first) for row in rows] == [
        (1, ["sun"], True),
        (2, ["rain"], False),
        (3, ["rain"], False),
        (4, ["shade"], False),
    ]
    assert CheckAttempt.objects.filter(learner=keep).count() == 5
    checks = LessonProgress.objects.get(learner=keep).checks
    assert (checks["single"]["passed"], checks["single"]["tries"]) == (True, 4)
    assert (checks["short"]["passed"], checks["short"]["answer"]) == (False, "12")
    give(keep, short, "120")
    assert LessonProgress.objects.get(learner=keep).state == "completed"


def test_merge_counts_on_where_the_duplicate_answered_more_often():
    keep, duplicate = make_user(), make_user()
    lesson = make_checked_lesson("single")
    (single,) = checks_in(lesson)
    for learner, choice in ((keep, "rain"), (duplicate, "rain"), (duplicate, "sun"), (duplicate, "shade")):
        answer_check(lesson=lesson, check=single, answer=[choice], client_key=uuid.uuid4(), by=learner)

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    rows = CheckAttempt.objects.filter(learner=keep).order_by("number")
    assert [(row.number, row.answer) for row in rows] == [(1, ["rain"]), (2, ["rain"]), (3, ["sun"]), (4, ["shade"])]


@pytest.mark.parametrize("stays", [0, 1])
def test_merge_keeps_the_right_to_edit_that_either_had(stays, django_capture_on_commit_callbacks):
    school, administrator = make_organization(), make_superuser()
    both = [make_user(role=Role.INSTRUCTOR, organization=school) for _person in range(2)]
    shared, other = make_lesson(school), make_lesson(school)
    name_co_author(lesson=shared, person=both[0], may_edit=True, by=administrator)
    name_co_author(lesson=shared, person=both[1], may_edit=False, by=administrator)
    name_co_author(lesson=other, person=both[1], may_edit=False, by=administrator)

    with django_capture_on_commit_callbacks(execute=True):
        merge_people(keep=both[stays], duplicate=both[1 - stays], by=administrator)

    rows = CoAuthor.objects.filter(person=both[stays]).order_by("page__path")
    assert [(row.page, row.may_edit) for row in rows] == [(shared, True), (other, False)]
    assert both[stays].groups.filter(name="lessons · co-authors").exists()
    assert CoAuthor.objects.count() == 2
