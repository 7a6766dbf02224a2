"""From a post in the forum through the outbox to the ledger."""

import uuid
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from evaluations.models import PointEntry
from forums.actions.post import reply
from forums.actions.thread import hide_post
from foundation.jobs import drain
from foundation.jobs.models import Delivery, OutboxEvent
from plugins.reply_points.handlers import award_reply
from schoolhouse.events import ReceivedEvent
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.forums import make_forum, make_post, make_thread
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return make_training_class(class_teacher=make_user("Teacher"))


@pytest.fixture
def learner(training_class):
    return make_enrollment(training_class).learner


@pytest.fixture
def thread(training_class):
    return make_thread(make_forum(training_class), title="A well")


@pytest.fixture
def target(thread):
    return make_post(thread)


def answer(target, by, body="Yes", **more):
    return reply(thread=target.thread, body=body, client_key=uuid.uuid4(), by=by, reply_to=target, **more)


def points():
    return [entry.points for entry in PointEntry.objects.order_by("pk")]


def test_answer_to_somebody_else_gives_points_with_a_reason(training_class, learner, target):
    post = answer(target, learner)
    assert points() == []

    drain()

    entry = PointEntry.objects.get()
    assert (entry.learner, entry.points, entry.by) == (learner, Decimal("0.50"), None)
    assert entry.training_class.pk == training_class.pk
    assert entry.occurred_at == post.created_at
    assert "A well" in entry.reason
    assert "#2" in entry.reason


def test_answer_without_a_name_gives_points_and_the_ledger_does_not_say_which_it_was(learner, target):
    type(target.thread.forum).objects.update(allow_anonymous=True)
    target.thread.forum.refresh_from_db()
    answer(target, learner, is_anonymous=True)

    drain()

    entry = PointEntry.objects.get()
    assert (entry.learner, entry.points) == (learner, Decimal("0.50"))
    assert "A well" not in entry.reason
    assert "#" not in entry.reason


@pytest.mark.parametrize("closes_in", [timedelta(hours=2), None])
def test_answer_without_a_name_is_booked_at_a_time_that_does_not_say_which_it_was(learner, target, closes_in):
    forum, zone = target.thread.forum, target.thread.forum.training_class.zone
    forum.allow_anonymous, forum.closes_at = True, timezone.now() + closes_in if closes_in else None
    forum.save()
    post = answer(target, learner, is_anonymous=True)

    drain()

    midnight = datetime.combine(post.created_at.astimezone(zone).date(), time(), zone)
    assert PointEntry.objects.get().occurred_at == (forum.closes_at or midnight)


def test_event_delivered_twice_gives_points_once(learner, target):
    answer(target, learner)
    drain()
    event = OutboxEvent.objects.get(name="forums.post_published")

    award_reply(
        ReceivedEvent(
            id=event.pk,
            name=event.name,
            version=event.version,
            data=event.data,
            organization=event.organization,
            occurred_at=event.occurred_at,
        )
    )

    assert points() == [Decimal("0.50")]
    assert Delivery.objects.filter(handler="reply_points.award").count() == 1


def test_one_forum_gives_no_more_than_its_most_and_the_next_one_starts_anew(training_class, learner, target):
    for number in range(8):
        answer(target, learner, f"Answer {number}")
    drain()
    assert sum(points()) == 3

    answer(make_post(make_thread(make_forum(training_class))), learner)
    drain()

    assert sum(points()) == Decimal("3.5")


def test_own_post_and_first_word_give_nothing(learner, thread, target):
    own = reply(thread=thread, body="Mine", client_key=uuid.uuid4(), by=learner)
    answer(own, learner)

    drain()

    assert points() == []


def test_late_answer_gives_nothing(training_class, learner):
    now = timezone.now()
    forum = make_forum(training_class, opens_at=now - timedelta(hours=3), closes_at=now - timedelta(hours=1))
    answer(make_post(make_thread(forum)), learner)

    drain()

    assert points() == []


def test_those_who_are_not_learners_of_the_class_get_nothing(training_class, target):
    answer(target, training_class.class_teacher)
    visitor = make_superuser()
    make_enrollment(make_training_class(), visitor)
    answer(target, visitor)

    drain()

    assert points() == []


def test_learner_who_has_left_by_then_gets_nothing(training_class, learner, target):
    answer(target, learner)
    training_class.enrollments.update(state="withdrawn")

    drain()

    assert points() == []


def test_answer_hidden_by_then_gives_nothing(training_class, learner, target):
    post = answer(target, learner)
    hide_post(post=post, hidden=True, reason="Names a patient", by=training_class.class_teacher)

    drain()

    assert points() == []


def test_salon_gives_nothing(training_class, learner):
    salon = make_forum(training_class.get_parent().get_parent(), audience="signed_in")
    answer(make_post(make_thread(salon)), learner)

    drain()

    assert points() == []
