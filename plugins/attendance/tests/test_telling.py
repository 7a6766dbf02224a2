"""The class teacher is told of an appeal, its learner of the answer, and nobody else of either."""

from django.urls import reverse
from django.utils import translation

from foundation.jobs import drain
from people.models import Notification
from plugins.attendance.actions import appeals
from plugins.attendance.events import appeal_answered, appealed
from plugins.attendance.handlers import ANSWERED, ASKED
from plugins.attendance.models import Appeal
from plugins.attendance.tests.rolls import make_roll
from schoolhouse.extension_points import notification_kinds
from schoolhouse.testing import EventHandlerContract, NotificationKindContract


def make_appeal(school):
    roll = make_roll(school)
    return Appeal.objects.create(roll=roll, enrollment=school.enrollment(roll.training_class), text="Canarywords")


class Told(EventHandlerContract):
    plugin = "attendance"
    more = {}

    def data(self, school):
        appeal = make_appeal(school)
        page = appeal.roll.training_class
        ids = {"appeal": appeal.public_id, "roll": appeal.roll.public_id, "training_class": page.public_id}
        by = {"by": page.class_teacher.public_id} if self.more else {}
        return {**ids, "learner": appeal.enrollment.learner.public_id, **self.more, **by}

    def effect(self):
        return list(Notification.objects.values_list("person", "kind", "key"))


class TestAppealed(Told):
    event, handler = appealed, "attendance.tell_appealed"


class TestAnswered(Told):
    event, handler, more = appeal_answered, "attendance.tell_answered", {"granted": True}


class TestAskedKind(NotificationKindContract):
    plugin, name = "attendance", ASKED

    def make(self, school):
        appeal = make_appeal(school)
        page = appeal.roll.training_class
        return page.class_teacher, {"appeal": appeal.public_id, "title": appeal.roll.title, "class": page.title}


class TestAnsweredKind(NotificationKindContract):
    plugin, name = "attendance", ANSWERED

    def make(self, school):
        appeal = make_appeal(school)
        data = {"appeal": appeal.public_id, "title": appeal.roll.title, "class": appeal.roll.training_class.title}
        return appeal.enrollment.learner, {**data, "granted": True}


def told():
    rows = Notification.objects.order_by("pk")
    with translation.override("en"):
        return [(row.person, notification_kinds.get(row.kind).words(row.data).subject, row.url) for row in rows]


def test_appeal_is_told_to_the_teacher_and_its_answer_to_the_learner(school):
    roll = make_roll(school, title="First aid")
    teacher, seat = roll.training_class.class_teacher, school.enrollment(roll.training_class)
    school.enrollment(roll.training_class)

    first = appeals.appeal(roll=roll, enrollment=seat, text="Canarywords", by=seat.learner)
    drain()
    answer = reverse("plugins:attendance:answer", args=[first.public_id])
    said = [(teacher, "An appeal about attendance waits for your answer: First aid", answer)]
    assert told() == said
    kind, row = notification_kinds.get(ASKED), Notification.objects.get()
    assert kind.visible(teacher, [row.data]) == [True]

    appeals.refuse(appeal=first, answer="Nobody saw you", by=teacher)
    second = appeals.appeal(roll=roll, enrollment=seat, text="Canarywords", by=seat.learner)
    appeals.grant(appeal=second, word="present", by=teacher)
    drain()

    mine = reverse("plugins:attendance:mine", args=[roll.training_class.public_id])
    assert told()[0] == said[0]
    assert [one for one in told() if one[0] == seat.learner] == [
        (seat.learner, "Your attendance stays as it is: First aid", mine),
        (seat.learner, "Your attendance was corrected: First aid", mine),
    ]
    assert {person for person, _said, _url in told()} == {teacher, seat.learner}
    assert kind.visible(teacher, [row.data]) == [False]
    assert "Canarywords" not in str(list(Notification.objects.values_list("data", flat=True)))


def test_appeal_that_was_taken_back_and_a_class_without_the_plugin_tell_nothing(school, switch):
    roll = make_roll(school)
    seat = school.enrollment(roll.training_class)
    back = appeals.appeal(roll=roll, enrollment=seat, text="I was there", by=seat.learner)
    appeals.withdraw(appeal=back, by=seat.learner)
    appeals.appeal(roll=roll, enrollment=seat, text="I was there", by=seat.learner)
    switch(roll.training_class, state="off")
    drain()

    assert told() == []
