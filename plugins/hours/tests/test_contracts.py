"""What every extension must keep to."""

import pytest
from django.utils import timezone

from classes.events import closed, reopened
from foundation.jobs import outbox
from foundation.jobs.registry import subscriptions
from lessons.events import completed
from people.events import accounts_merged
from people.models import Role
from plugins.hours.actions.booking import book_all
from plugins.hours.demo import load
from plugins.hours.models import HoursEntry
from plugins.hours.tests.factories import Roll, finish_lesson, make_table
from plugins.hours.wagtail_hooks import ConversionTableViewSet
from schoolhouse.testing import (
    DashboardPanelContract,
    DemoPartContract,
    EventHandlerContract,
    TrainingHoursContract,
    assert_no_migration_drift,
)
from schoolhouse.testing.contracts.demo import small_demo
from tests.people.viewsets.contract import ScopedViewSetContract

LABEL = "hours"


def test_models_and_migrations_agree():
    assert_no_migration_drift(LABEL)


class TestCard(DashboardPanelContract):
    plugin = name = LABEL

    def reader(self, school):
        return school.person(role=Role.LEARNER)


class TestHoursOfClasses(TrainingHoursContract):
    plugin = name = LABEL

    @pytest.fixture(autouse=True)
    def roll(self):
        with Roll().called() as roll:
            self.kept = roll
            yield

    def attend(self, school, enrollment):
        self.kept.session(enrollment)
        book_all([enrollment.learner_id])


class Booked(EventHandlerContract):
    plugin = LABEL

    def effect(self):
        return list(HoursEntry.objects.values_list("learner", "hours"))


class TestLesson(Booked):
    event = completed
    handler = "hours.book_lesson"

    def data(self, school):
        learner = school.person(role=Role.LEARNER)
        lesson = finish_lesson(learner)
        return {
            "lesson": lesson.translation_key,
            "learner": learner.public_id,
            "seconds": 60,
            "completed_at": timezone.now(),
        }


class TestMerged(Booked):
    event = accounts_merged
    handler = "hours.book_merged"

    def data(self, school):
        learner = school.person(role=Role.LEARNER)
        finish_lesson(learner)
        return {"person": learner.public_id, "duplicate": learner.public_id}


class OfClass(Booked):
    @pytest.fixture(autouse=True)
    def roll(self):
        with Roll().called() as roll:
            self.kept = roll
            yield

    def data(self, school):
        training_class = school.training_class()
        self.kept.session(school.enrollment(training_class))
        data = {"training_class": training_class.public_id, "step": training_class.public_id, "version": 1}
        counts = {"completed": 1, "not_completed": 0, "withdrawn": 0} if self.event is closed else {}
        return {**data, **counts, "reason": "", "by": training_class.public_id}


class TestClosed(OfClass):
    event = closed
    handler = "hours.book_closed"


class TestReopened(OfClass):
    event = reopened
    handler = "hours.book_reopened"


class Told:
    """An event of a plugin that need not be here."""

    def __init__(self, name):
        self.name = name

    @property
    def handlers(self):
        return subscriptions.get((self.name, 1), [])

    def send(self, *, data):
        data = {key: str(value) for key, value in data.items()}
        return outbox.publish(self.name, 1, data).pk


class TestRollClosed(OfClass):
    event = Told("attendance.roll_closed")
    handler = "hours.book_roll"


class TestCorrected(OfClass):
    event = Told("attendance.corrected")
    handler = "hours.book_corrected"

    def data(self, school):
        training_class = school.training_class()
        seat = school.enrollment(training_class)
        self.kept.session(seat)
        return {"training_class": training_class.public_id, "learner": seat.learner.public_id}


class TestDemo(DemoPartContract):
    plugin = name = LABEL


def test_demo_is_booked_so_that_booking_again_finds_nothing(school, roll):
    loaded = small_demo(school)
    for page in loaded.classes:
        for seat in page.enrollments.all():
            for item in page.timetable_items.all()[:2]:
                roll.note(seat, item, minutes=300)
    load(loaded)
    learners = set(HoursEntry.objects.values_list("learner", flat=True))
    assert len(learners) == 49
    assert HoursEntry.objects.filter(learner=loaded.accounts["learner"], source="outside").exists()
    assert book_all(learners) == 0


class TestTables(ScopedViewSetContract):
    viewset_class = ConversionTableViewSet
    deletable = False

    def make_object(self, organization, canary):
        return make_table(organization, name=canary)
