"""What belongs to a class."""

import pytest

from classes.models import LiveClassMaterial, LiveClassPage, TrainingClassPage
from lessons.models import LessonIndexPage, LessonPage
from people.audience import may_see, visible_to
from people.models import Role, SchoolDocument
from tests.factories.classes import make_enrollment, make_live_class, make_timetable_item, make_training_class
from tests.factories.people import make_document, make_organization, make_place, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_organization("East county")


@pytest.fixture
def training_class(county):
    return make_training_class(county, audience="class")


@pytest.fixture
def learner(training_class):
    return make_enrollment(training_class).learner


def make_lesson(**fields):
    index = make_place(make_organization()).add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    return index.add_child(instance=LessonPage(title="For the class", slug="for-the-class", **fields))


def sees(user, page):
    listed = visible_to(user, type(page).objects.all()).filter(pk=page.pk).exists()
    assert may_see(user, page) is listed
    return listed


def test_a_class_of_its_own_audience_is_seen_from_inside(training_class, learner, county):
    assert sees(learner, training_class)
    assert sees(make_user(role=Role.HEAD, organization=county), training_class)
    assert not sees(make_user(), training_class)
    assert not sees(make_user(role=Role.HEAD, organization=make_organization()), training_class)


def test_a_lesson_of_the_timetable_belongs_to_the_class(training_class, learner):
    lesson = make_lesson(audience="class")
    assert not sees(learner, lesson)

    make_timetable_item(training_class, page=lesson, title="")

    assert sees(learner, lesson)
    assert not sees(make_user(), lesson)


def test_a_lesson_of_a_live_class_belongs_to_the_class(training_class, learner):
    lesson = make_lesson(audience="class")

    make_live_class(training_class, lesson=lesson)

    assert sees(learner, lesson)


def test_a_live_class_is_for_its_class(training_class, learner):
    instructor = make_user()
    live_class = make_live_class(training_class, instructor=instructor)

    assert sees(learner, live_class)
    assert sees(instructor, live_class)
    assert not sees(make_user(), live_class)


def test_materials_belong_to_the_class(training_class, learner, county):
    document = make_document(county, audience="class")
    live_class = make_live_class(training_class)
    LiveClassMaterial.objects.create(live_class=live_class, document=document)

    assert list(visible_to(learner, SchoolDocument.objects.all())) == [document]
    assert list(visible_to(make_user(), SchoolDocument.objects.all())) == []


def test_waiting_is_not_inside(training_class):
    waiting = make_enrollment(training_class, state="waiting").learner

    assert list(visible_to(waiting, TrainingClassPage.objects.all())) == []
    assert list(visible_to(waiting, LiveClassPage.objects.all())) == []
