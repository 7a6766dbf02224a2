"""Learners are told what was decided about their leave, and nobody else is."""

from django.core import mail
from django.urls import reverse

from classes.models import Enrollment
from foundation.jobs import drain
from people.models import Notification
from people.notifications.jobs import send_notifications
from plugins.leave.actions.leave import refuse_leave
from plugins.leave.events import approved, refused
from plugins.leave.handlers import DECIDED, LIMIT, PROPOSED
from plugins.leave.models import WithdrawalProposal
from plugins.leave.queries.leave import desks_of
from plugins.leave.tests.leave_things import ask, configure, granted, make_class, seat_in
from schoolhouse.extension_points import notification_kinds
from schoolhouse.testing import EventHandlerContract, NotificationKindContract


class Told(EventHandlerContract):
    plugin = "leave"

    def data(self, school):
        leave = ask(seat_in(make_class()))
        data = {
            "leave": leave.public_id,
            "enrollment": leave.enrollment.public_id,
            "training_class": leave.enrollment.training_class.public_id,
            "learner": leave.enrollment.learner.public_id,
            "kind": leave.kind,
            "starts_at": leave.starts_at,
            "ends_at": leave.ends_at,
            "by": leave.enrollment.training_class.class_teacher.public_id,
        }
        return {**data, **self.more}

    def effect(self):
        return list(Notification.objects.values_list("person", "kind", "key"))


class TestApproved(Told):
    event, handler, more = approved, "leave.tell_approved", {"after_the_fact": False}


class TestRefused(Told):
    event, handler, more = refused, "leave.tell_refused", {"reason": "No"}


class TestKind(NotificationKindContract):
    plugin, name = "leave", DECIDED

    def make(self, school):
        leave = ask(seat_in(make_class()))
        page = leave.enrollment.training_class
        return leave.enrollment.learner, {
            "leave": leave.public_id,
            "decided": "approved",
            "title": page.title,
            "from": leave.starts_at,
            "to": leave.ends_at,
            "zone": page.zone.key,
        }


class TestLimitKind(NotificationKindContract):
    plugin, name = "leave", LIMIT

    def make(self, school):
        seat = seat_in(make_class())
        return seat.learner, {"enrollment": seat.public_id, "level": "half", "title": seat.training_class.title}


class TestProposedKind(NotificationKindContract):
    plugin, name = "leave", PROPOSED

    def make(self, school):
        seat = seat_in(make_class())
        proposal = WithdrawalProposal.objects.create(enrollment=seat, used=9, required=10, limit="1/7")
        page = seat.training_class
        return page.class_teacher, {"proposal": proposal.public_id, "title": page.title}


def told(person):
    return [
        notification_kinds.get(row.kind).words(row.data).subject
        for row in Notification.objects.filter(person=person, kind__in=[LIMIT, PROPOSED]).order_by("pk")
    ]


def test_learner_is_told_once_at_each_level_and_the_teacher_what_is_proposed(school):
    seat = seat_in(page := make_class(title="First aid"))
    granted(seat, 2)
    drain()
    near = ["Missed hours have reached half of the limit: First aid"]
    near += ["Missed hours have reached nine tenths of the limit: First aid"]
    assert (told(seat.learner), told(page.class_teacher)) == (near, [])

    granted(seat, 3)
    drain()

    assert told(seat.learner) == [*near, "You have missed more than “First aid” allows"]
    assert told(page.class_teacher) == ["A withdrawal is proposed in “First aid”: you decide"]
    (desk,) = desks_of(page.class_teacher)
    assert (desk.count, desk.proposals, desk.decides, desk.leaves) == (1, 1, True, ())


def test_who_has_left_the_class_is_told_of_no_limit(school):
    seat = seat_in(make_class())
    granted(seat, 2)
    Enrollment.objects.update(state="withdrawn")
    drain()

    assert told(seat.learner) == []


def test_approval_is_mailed_without_saying_why_somebody_is_away(school, settings):
    settings.MAIL_CONFIGURED, settings.WAGTAILADMIN_BASE_URL = True, "https://school.example"
    settings.NOTIFICATIONS_QUIET_FROM = settings.NOTIFICATIONS_QUIET_UNTIL
    seat = seat_in(make_class(), "Li Ming")
    seat.learner.email, seat.learner.preferred_language = "li@example.org", "en"
    seat.learner.save()
    leave = granted(seat, hours=(9, 10), reason="Canaryillness")
    drain()
    send_notifications()
    drain()

    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Your leave was approved", ["li@example.org"])
    assert "Canaryillness" not in sent.body
    assert Notification.objects.get().url == reverse("plugins:leave:leave", args=[leave.public_id])


def test_refusal_is_told(school):
    seat = seat_in(make_class())
    leave = ask(seat)
    refuse_leave(leave=leave, reason="Exam", by=seat.training_class.class_teacher)
    drain()
    row = Notification.objects.get()
    assert row.person == seat.learner
    assert notification_kinds.get(DECIDED).words(row.data).subject == "Your leave was refused"


def test_class_in_which_the_plugin_is_off_tells_nothing(school):
    page = make_class()
    leave = ask(seat_in(page))
    configure(page, "off")
    event = {"after_the_fact": False, "by": None, "kind": leave.kind, "enrollment": leave.enrollment.public_id}
    times = {"starts_at": leave.starts_at, "ends_at": leave.ends_at}
    who = {"learner": leave.enrollment.learner.public_id, "training_class": page.public_id}
    approved.send(data={"leave": leave.public_id, **event, **times, **who})
    drain()
    assert not Notification.objects.exists()
