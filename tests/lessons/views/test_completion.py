"""The button below a lesson, and the page of its learners."""

import uuid

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from classes.models import EnrollmentState
from lessons.models import LessonProgress
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def address(name, lesson, *more):
    return reverse(f"lessons:{name}", args=[lesson.translation_key, lesson.locale.language_code, *more])


def make_studied(lesson, learner=None, **fields):
    learner = learner or make_user(password=None)
    return LessonProgress.objects.create(learner=learner, translation_key=lesson.translation_key, **fields)


@pytest.fixture
def school():
    return make_organization()


@pytest.fixture
def lesson(school):
    return make_lesson(school, needs_word=False, needs_confirmation=True, audience="signed_in")


def names(answer):
    return [row.learner.full_name for row in answer.context["page_obj"]]


def test_button_finishes_or_says_that_something_is_missing():
    learner = make_user()
    client = signed_in(learner)
    for fields, state in (({}, "completed"), ({"needs_reading": True}, "started"), ({"needs_minutes": 2}, "started")):
        lesson = make_lesson(**fields)
        assert client.post(address("finish", lesson)).status_code == 302
        progress = LessonProgress.objects.get(translation_key=lesson.translation_key)
        assert (progress.state, progress.said_at is not None) == (state, True)


def test_editor_confirms_on_the_page_of_learners(school, lesson):
    progress = make_studied(lesson)
    client = signed_in(make_user("Editor Sun", role="editor", organization=school))
    assert names(client.get(address("learners", lesson))) == [progress.learner.full_name]
    answer = client.post(address("confirm", lesson, progress.learner.public_id), follow=True)
    assert "Editor Sun" in answer.content.decode()
    progress.refresh_from_db()
    assert (progress.state, progress.confirmed_by.full_name) == ("completed", "Editor Sun")


def test_class_teacher_sees_only_the_own_learners(lesson):
    county = make_organization()
    teacher = make_user(role="class_teacher", organization=county)
    training_class = make_training_class(county, class_teacher=teacher)
    own = make_enrollment(training_class, make_user("Own"), state=EnrollmentState.ENROLLED).learner
    make_studied(lesson, own)
    other = make_studied(lesson, make_user("Other")).learner
    client = signed_in(teacher)
    assert names(client.get(address("learners", lesson))) == ["Own"]
    assert client.post(address("confirm", lesson, other.public_id)).status_code == 404
    assert client.post(address("confirm", lesson, uuid.uuid4())).status_code == 404
    assert client.get(address("confirm", lesson, own.public_id)).status_code == 405
    assert not LessonProgress.objects.exclude(confirmed_at=None).exists()


def test_page_of_learners_does_not_exist_for_others(lesson):
    learner = make_studied(lesson).learner
    others = [learner, make_user(role="editor", organization=make_organization()), make_user(role="coordinator")]
    for other in others:
        client = signed_in(other)
        assert client.get(address("learners", lesson)).status_code == 404
        assert client.post(address("confirm", lesson, learner.public_id)).status_code == 404
    assert Client().get(address("learners", lesson)).status_code == 302


def test_lesson_that_needs_no_confirmation_has_no_page_of_learners(school):
    lesson = make_lesson(school)
    client = signed_in(make_user(role="editor", organization=school))
    assert client.get(address("learners", lesson)).status_code == 404


@pytest.mark.parametrize("count", [1, 30, 300])
def test_page_of_learners_costs_as_many_queries_however_many_there_are(
    count, school, lesson, django_assert_max_num_queries
):
    for _number in range(count):
        make_studied(lesson)
    client = signed_in(make_user(role="editor", organization=school))
    caches["default"].clear()
    caches["local"].clear()
    with django_assert_max_num_queries(20):
        assert client.get(address("learners", lesson)).status_code == 200
    assert client.get(address("learners", lesson) + "?page=99999999&x=%F0").status_code == 200
