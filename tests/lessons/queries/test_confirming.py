"""Who waits to have a lesson confirmed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lessons.models import LessonProgress
from lessons.queries.confirming import waiting_for
from people.models import Role
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_organization("Hill county", kind="county")


def studied(lesson, learner, **fields):
    return LessonProgress.objects.create(learner=learner, translation_key=lesson.translation_key, **fields)


def test_class_teacher_is_shown_the_own_learners_and_an_editor_everybody(county, client):
    lesson = make_lesson(county, title="First aid", needs_confirmation=True)
    make_lesson(county, title="No word needed")
    held = make_training_class()
    teacher = make_user(role=Role.CLASS_TEACHER, organization=county)
    held.class_teacher = teacher
    held.save()
    editor = make_user(role=Role.EDITOR, organization=county)
    studied(lesson, make_enrollment(held).learner)
    studied(lesson, make_user())
    done = studied(lesson, make_user(), confirmed_at=timezone.now(), confirmed_by=editor)

    assert [(one.lesson.title, one.people) for one in waiting_for(teacher)] == [("First aid", 1)]
    assert [(one.lesson.title, one.people) for one in waiting_for(editor)] == [("First aid", 2)]
    assert waiting_for(done.learner) == []
    client.force_login(teacher)
    page = client.get(reverse("lessons:confirmations"), headers={"accept-language": "en"}).content.decode()
    assert "First aid" in page
    assert "1 person waits" in page


def test_list_costs_as_many_queries_however_many_wait(county):
    counts = []
    for number in (1, 30):
        editor = make_user(role=Role.EDITOR, organization=county)
        for _more in range(number):
            studied(make_lesson(county, needs_confirmation=True), make_user())
        with CaptureQueriesContext(connection) as queries:
            waiting_for(editor)
        counts.append(len(queries))
    assert counts[0] == counts[1]
