"""Progress, when two accounts of one person become one."""

import uuid

import pytest
from django.utils import timezone

from lessons.models import LessonProgress
from people.actions.merging import merge_people
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db


def test_merge_keeps_the_further_progress_and_the_time_of_both():
    keep, duplicate, lesson, other = make_user(), make_user(), uuid.uuid4(), uuid.uuid4()
    done = timezone.now()
    LessonProgress.objects.create(learner=keep, translation_key=lesson, percent=30, seconds_spent=60)
    LessonProgress.objects.create(
        learner=duplicate,
        translation_key=lesson,
        percent=100,
        seconds_spent=40,
        state="completed",
        completed_at=done,
    )
    LessonProgress.objects.create(learner=duplicate, translation_key=other, percent=10)

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    row = LessonProgress.objects.get(learner=keep, translation_key=lesson)
    assert (row.percent, row.seconds_spent, row.state, row.completed_at) == (100, 100, "completed", done)
    assert LessonProgress.objects.get(translation_key=other).learner == keep
    assert LessonProgress.objects.count() == 2
