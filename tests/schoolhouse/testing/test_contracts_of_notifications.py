"""The contracts of what people are told, and of what brings it to them."""

import pytest
from django.utils.functional import lazystr

from classes.models import Enrollment
from people.models import User
from schoolhouse import testing
from schoolhouse.notifications import NotificationChannel, NotificationKind, Words
from tests.schoolhouse.testing.contracts_run import contract_of, faults, point_named, registered

pytestmark = pytest.mark.django_db


def make(self, school):
    seat = school.enrollment(school.training_class())
    return seat.learner, {"seat": seat.public_id, "title": "Tea"}


def words(data):
    return Words(f"A seat: {data['title']}")


def own(person, rows):
    seats = Enrollment.objects.filter(learner=person, public_id__in=[data["seat"] for data in rows])
    found = {str(key) for key in seats.values_list("public_id", flat=True)}
    return [data["seat"] in found for data in rows]


def one_by_one(person, rows):
    return [Enrollment.objects.filter(learner=person, public_id=data["seat"]).exists() for data in rows]


def asking(data):
    return Words(f"{User.objects.count()} people")


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({}, None),
        ({"label": ""}, "test_it_has_a_name"),
        ({"group": " "}, "test_it_has_a_name"),
        ({"way": "pigeon"}, "test_it_has_a_name"),
        ({"words": lambda data: data["title"]}, "test_it_says_something_in_each_language"),
        ({"words": lambda data: Words("")}, "test_it_says_something_in_each_language"),
        ({"words": asking}, "test_it_says_something_in_each_language"),
        ({"visible": lambda person, rows: [True] * len(rows)}, "test_it_is_visible_to_who_is_told"),
        ({"visible": lambda person, rows: [False] * len(rows)}, "test_it_is_visible_to_who_is_told"),
        (
            {
                "visible": lambda person, rows: [
                    Enrollment.objects.get(public_id=data["seat"]).learner == person for data in rows
                ]
            },
            "test_it_bears_what_is_gone",
        ),
        ({"visible": one_by_one}, "test_its_queries_do_not_grow"),
        ({"visible": lambda person, rows: own(person, rows)[:1]}, "test_its_queries_do_not_grow"),
    ],
)
def test_notification_kind_contract(school, changes, failing):
    kind = NotificationKind(
        **{"label": lazystr("Seats"), "group": "Classes", "words": words, "visible": own, **changes}
    )
    with registered(point_named("notification_kinds"), kind):
        found = faults(contract_of(testing.NotificationKindContract, make=make), school)
    assert (failing in found) if failing else found == {}


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({}, None),
        ({"label": ""}, "test_it_has_a_name"),
        ({"reaches": lambda person: False}, "test_it_knows_whom_it_reaches_without_a_query"),
        ({"reaches": lambda person: User.objects.exists()}, "test_it_knows_whom_it_reaches_without_a_query"),
        ({"send": lambda message: None}, "test_it_brings_messages"),
        ({"send": lambda message: message.no_such}, "test_it_brings_messages"),
    ],
)
def test_notification_channel_contract(school, changes, failing):
    handed = []
    channel = {"label": "Pigeons", "reaches": lambda person: True, "send": handed.append, **changes}
    made = contract_of(
        testing.NotificationChannelContract,
        reached=lambda self, school: school.person(),
        sent=lambda self: list(handed),
    )
    made.test_it_brings_messages = lambda self, extension, school: (
        testing.NotificationChannelContract.test_it_brings_messages(self, extension, school, 2)
    )
    with registered(point_named("notification_channels"), NotificationChannel(**channel)):
        found = faults(made, school)
    assert (failing in found) if failing else found == {}
