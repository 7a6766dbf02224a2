"""Who is told of what happens in classes, and what becomes of it when it does not hold any more."""

import datetime
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from classes.actions import enrollment as seats
from classes.actions.life.notices import withdraw_notice
from classes.actions.reflections import return_reflection
from classes.actions.timetable.moving import cancel
from classes.models import EnrollmentState, TimetableChange
from classes.notifications import kinds
from foundation.jobs import drain
from people.models import Notification, User
from people.notifications.jobs import send_notifications
from schoolhouse.extension_points import notification_kinds
from tests.factories.class_life import make_class_today, make_notice
from tests.factories.classes import make_enrollment, make_live_class, make_open_class, make_timetable_item
from tests.factories.people import make_user
from tests.factories.reflections import make_reflection, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_class_today(class_teacher=make_user("Teacher"))


@pytest.fixture
def learner(page):
    return make_enrollment(page, make_user("Learner")).learner


@pytest.fixture
def mails(settings):
    settings.MAIL_CONFIGURED = True
    settings.NOTIFICATIONS_QUIET_FROM = settings.NOTIFICATIONS_QUIET_UNTIL
    return lambda person: User.objects.filter(pk=person.pk).update(email=f"p{person.pk}@example.org")


def told():
    drain()
    return sorted(Notification.objects.values_list("person__full_name", "kind"))


def sent():
    drain()
    send_notifications()
    drain()
    return mail.outbox


def words_of(row, language="en"):
    with translation.override(language):
        return notification_kinds.get(row.kind).words(row.data)


def test_everybody_in_the_class_is_told_of_a_notice(page, learner):
    make_enrollment(page, make_user("Gone"), state="withdrawn")
    notice = make_notice(page, title="Bus at eight")
    assert told() == [("Learner", kinds.NOTICE)]
    row = Notification.objects.get()
    assert row.url == reverse("classes:notice", args=[notice.public_id])
    assert words_of(row).subject == f"Notice to “{page.title}”: Bus at eight"
    assert words_of(row, "zh-hans").subject == f"“{page.title}”通知：Bus at eight"


def test_notice_that_is_withdrawn_before_is_not_told(page, learner):
    notice = make_notice(page)
    withdraw_notice(notice=notice, by=page.class_teacher)
    assert told() == []


@pytest.mark.parametrize("what", ["withdrawn notice", "left the class", "class unpublished"])
def test_nothing_is_sent_of_a_notice_that_may_not_be_read_any_more(page, learner, mails, what):
    mails(learner)
    notice = make_notice(page, title="Canarytitle")
    drain()
    if what == "withdrawn notice":
        withdraw_notice(notice=notice, by=page.class_teacher)
    elif what == "left the class":
        page.enrollments.update(state="withdrawn")
    else:
        page.unpublish()
    assert sent() == []
    client = Client()
    client.force_login(learner)
    assert "Canarytitle" not in client.get(reverse("people:notifications")).content.decode()


def test_cancelled_session_is_told_to_learners_and_instructors_with_why(page, learner):
    instructor = make_user("Instructor")
    start = timezone.now() + datetime.timedelta(hours=1)
    session = make_live_class(page, title="Pruning", instructor=instructor, starts_at=start)
    item = page.timetable_items.filter(page=session).first() or make_timetable_item(page, page=session, starts_at=start)
    cancel(item=item, reason="Storm", by=page.class_teacher)
    people = told()
    assert ("Learner", kinds.TIMETABLE) in people
    assert ("Instructor", kinds.TIMETABLE) in people
    assert ("Teacher", kinds.TIMETABLE) not in people
    row = Notification.objects.filter(person=learner).latest("pk")
    assert "Cancelled" in words_of(row).text
    assert words_of(row).text.endswith("\nStorm")
    assert "取消" in words_of(row, "zh-hans").text
    assert TimetableChange.objects.filter(kind="cancelled").exists(), "The class's page still tells it."


def test_change_of_what_is_over_is_told_to_nobody(page, learner):
    from classes.actions.timetable.telling import tell
    from classes.models import ChangeKind

    start = timezone.now() - datetime.timedelta(days=3)
    item = make_timetable_item(page, starts_at=start, ends_at=start + datetime.timedelta(hours=1))
    tell(page, ChangeKind.CANCELLED, {item.pk: (None, None)}, "Late", page.class_teacher)
    assert told() == []


def test_many_changes_are_named_up_to_five(page, learner):
    from classes.actions.timetable.telling import tell
    from classes.models import ChangeKind

    start = timezone.now() + datetime.timedelta(hours=1)
    times = [start + datetime.timedelta(hours=number) for number in range(7)]
    items = [make_timetable_item(page, starts_at=time, ends_at=time + datetime.timedelta(minutes=30)) for time in times]
    tell(page, ChangeKind.ADDED, {item.pk: (None, None) for item in items}, "", page.class_teacher)
    told()
    words = words_of(Notification.objects.get())
    assert words.subject == f"7 changes of the timetable of “{page.title}”"
    assert words.text.count("Added") == 5
    assert words.text.endswith("and 2 more")


def offered():
    """Return a class of one seat in which somebody is offered it."""
    page = make_open_class(seats=1)
    first, second = make_user("First"), make_user("Second")
    seats.self_enroll(training_class=page, by=first)
    seats.self_enroll(training_class=page, by=second)
    seats.leave(training_class=page, by=first)
    seat = page.enrollments.get(learner=second)
    assert seat.state == EnrollmentState.OFFERED
    return seat


def test_offered_seat_is_told_with_its_deadline():
    seat = offered()
    assert told() == [("Second", kinds.OFFER)]
    row = Notification.objects.get()
    assert words_of(row).subject == f"A seat in “{seat.training_class.title}” is kept for you"
    until = seat.offer_expires_at.astimezone(seat.training_class.zone)
    assert f"{until:%H}" in words_of(row).text or f"{until:%-I}" in words_of(row).text


@pytest.mark.parametrize("what", ["stands", "taken", "lapsed"])
def test_offer_is_sent_while_it_stands(mails, what):
    seat = offered()
    mails(seat.learner)
    drain()
    if what == "taken":
        seats.accept_offer(training_class=seat.training_class, by=seat.learner)
    elif what == "lapsed":
        type(seat).objects.filter(pk=seat.pk).update(offer_expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert len(sent()) == (1 if what == "stands" else 0)


def test_reflection_that_comes_back_is_told_to_its_author(page):
    seat = make_enrollment(page, make_user("Author"))
    reflection = make_reflection(seat, task=make_task(page), submitted=True, client_key=uuid.uuid4())
    return_reflection(reflection=reflection, comment="More", number=1, by=page.class_teacher)
    assert ("Author", kinds.RETURNED) in told()
    row = Notification.objects.get(kind=kinds.RETURNED)
    assert row.url == reverse("classes:reflection", args=[reflection.public_id])
    assert "More" not in str(row.data)
