"""From a record of what was said in a room through the outbox to the ledger."""

import uuid
from decimal import Decimal

import pytest
from django.utils.translation import override

from evaluations.models import PointEntry
from evaluations.queries.score_rules import rules_of
from forums.actions.evening.room_record import Said, record_room
from forums.actions.post import reply
from foundation.jobs import drain
from foundation.jobs.models import OutboxEvent
from plugins.reply_points.handlers import award_spoken
from schoolhouse.actions.activation import decide
from schoolhouse.events import ReceivedEvent
from schoolhouse.plugins import plugin
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
def forum(training_class):
    return make_forum(training_class, title="A well", held="both")


def record(forum, *speakers, base=0):
    said = Said(list(speakers), "The well is dry", None, base, uuid.uuid4())
    record_room(forum=forum, group=None, said=said, by=forum.training_class.class_teacher)
    drain()


def points():
    return list(PointEntry.objects.order_by("pk").values_list("points", flat=True))


def test_who_spoke_in_the_room_gets_points_once_an_evening(forum, learner):
    record(forum, learner)
    record(forum, learner, base=1)

    entry = PointEntry.objects.get()
    assert (entry.learner, entry.points, entry.by) == (learner, Decimal("0.50"), None)
    assert "A well" in entry.reason


def test_event_delivered_twice_gives_points_once(forum, learner):
    record(forum, learner)
    event = OutboxEvent.objects.get(name="forums.spoke")
    fields = ("name", "version", "data", "organization", "occurred_at")

    award_spoken(ReceivedEvent(id=event.pk, **{name: getattr(event, name) for name in fields}))

    assert points() == [Decimal("0.50")]


def test_taken_off_the_record_takes_the_points_back_and_put_on_again_gives_them_again(forum, learner):
    record(forum, learner)
    record(forum, base=1)
    assert points() == [Decimal("0.50"), Decimal("-0.50")]

    record(forum, learner, base=2)

    assert points() == [Decimal("0.50"), Decimal("-0.50"), Decimal("0.50")]


def test_correction_before_the_worker_came_gives_nothing(forum, learner):
    said = [Said(who, "The well is dry", None, base, uuid.uuid4()) for base, who in enumerate([[learner], []])]
    for one in said:
        record_room(forum=forum, group=None, said=one, by=forum.training_class.class_teacher)

    drain()

    assert points() == []


def test_speaking_counts_towards_the_most_of_one_forum(forum, learner):
    target = make_post(make_thread(forum))
    for number in range(6):
        reply(thread=target.thread, body=f"Yes {number}", client_key=uuid.uuid4(), by=learner, reply_to=target)
    drain()

    record(forum, learner)

    assert sum(points()) == 3


@pytest.mark.parametrize(("setting", "given"), [("0", []), ("0.25", [Decimal("0.25")])])
def test_school_says_how_much_an_evening_counts_apart_from_replies(forum, learner, setting, given):
    settings = {"points_spoken": setting}
    decide(plugin=plugin("reply_points"), page=forum.training_class, state="on", settings=settings, by=None)

    record(forum, learner)

    assert points() == given


def test_evening_stands_below_its_own_rule_in_the_explanation(forum, learner):
    record(forum, learner)

    with override("en"):
        rule = next(one for one in rules_of(forum.training_class) if one.source == PointEntry.objects.get().source)
    assert rule.label == "Spoke in the evening"
    assert rule.explanation.startswith("0.5 points for each evening")


def test_class_that_has_switched_it_off_gives_nothing(forum, learner):
    decide(plugin=plugin("reply_points"), page=forum.training_class, state="off", settings={}, by=None)

    record(forum, learner)

    assert points() == []


def test_salon_gives_nothing(training_class, learner):
    salon = make_forum(training_class.get_parent().get_parent(), audience="signed_in", held="room")
    make_post(make_thread(salon), learner)

    record_room(forum=salon, group=None, said=Said([learner], "Said", None, 0, uuid.uuid4()), by=make_superuser())
    drain()

    assert points() == []
