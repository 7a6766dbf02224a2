"""What the plugin registers keeps to what its extension points ask."""

from people.models import Notification
from plugins.recognitions.events import awarded, opened
from plugins.recognitions.models import Recognition
from plugins.recognitions.tests.things import Class
from schoolhouse.testing import (
    ClassRepeatMoverContract,
    ClassToolContract,
    ClosingCheckContract,
    DashboardPanelContract,
    EventHandlerContract,
    NotificationKindContract,
    RosterColumnContract,
    SlotContract,
    assert_no_migration_drift,
)


def test_models_and_migrations_agree(db):
    assert_no_migration_drift("recognitions")


class TestTool(ClassToolContract):
    plugin = name = "recognitions"


class TestCard(DashboardPanelContract):
    plugin = name = "recognitions"

    def reader(self, school):
        one = Class(school)
        one.open()
        return one.learners[0]


class TestAside(SlotContract):
    slot = "classes.training_class.aside"
    plugin = name = "recognitions"

    def arguments(self, school):
        one = Class(school)
        one.open()
        return {"page": one.training_class}


class TestColumn(RosterColumnContract):
    plugin = name = "recognitions"

    def enroll(self, school, training_class):
        seat = school.enrollment(training_class)
        title = f"Star {seat.pk}"
        one = Recognition.objects.create(training_class=training_class, title=title, means="rule", state="awarded")
        one.results.create(enrollment=seat, figure=1, place=1, is_awarded=True)
        return seat


class TestMover(ClassRepeatMoverContract):
    plugin = name = "recognitions"

    def make_records(self, school, training_class):
        Class(school, training_class).awarded()

    def records(self, training_class):
        rows = Recognition.objects.filter(training_class=training_class)
        return list(rows.values_list("title", "means", "places"))


class TestClosing(ClosingCheckContract):
    plugin = name = "recognitions"

    def leave_undone(self, school, training_class):
        number = Recognition.objects.count()
        Recognition.objects.create(training_class=training_class, title=str(number), means="vote", state="open")


class TestAsked(NotificationKindContract):
    plugin, name = "recognitions", "recognitions.opened"

    def make(self, school):
        one = Class(school)
        found = one.open()
        data = {"recognition": found.public_id, "title": found.title, "class": one.training_class.title}
        return one.learners[0], data


class TestGiven(NotificationKindContract):
    plugin, name = "recognitions", "recognitions.awarded"

    def make(self, school):
        one = Class(school)
        found = one.awarded()
        data = {"recognition": found.public_id, "title": found.title, "class": one.training_class.title}
        return one.learners[3], data


class Told(EventHandlerContract):
    plugin = "recognitions"

    def effect(self):
        return list(Notification.objects.values_list("person", "kind", "key"))

    def said(self, one, found):
        ids = {"recognition": found.public_id, "training_class": one.training_class.public_id}
        return {**ids, "by": one.teacher.public_id}


class TestTellOpened(Told):
    event, handler = opened, "recognitions.tell_opened"

    def data(self, school):
        one = Class(school)
        return self.said(one, one.open())


class TestTellAwarded(Told):
    event, handler = awarded, "recognitions.tell_awarded"

    def data(self, school):
        one = Class(school)
        return self.said(one, one.awarded())
