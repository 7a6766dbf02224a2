"""Sessions that were held and of which nobody took the roll are named, not left out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from classes.closing.checks import gaps_of
from plugins.attendance.register.queries.items import untaken_items
from plugins.attendance.tests.register.entries import count_at
from plugins.attendance.tests.rolls import make_roll, say_of
from tests.classes.queries_counted import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class(school):
    return school.training_class()


def held(school, page, title="", hours_ago=5, **fields):
    """Put two hours on the timetable that began so many hours ago."""
    return school.timetable_item(page, title, starts_at=timezone.now() - timedelta(hours=hours_ago), **fields)


def address(name, page):
    return reverse(f"plugins:attendance:{name}", args=[page.public_id])


def test_session_of_which_no_roll_was_taken_is_missing_when_the_class_is_closed(school, training_class):
    held(school, training_class, "Forgotten")
    make_roll(school, training_class, minutes_ago=300)

    found = {gap.text: (gap.count, gap.url) for gap in gaps_of(training_class) if gap.check == "attendance"}

    assert [item.title for item in untaken_items(training_class)] == ["Forgotten"]
    assert list(found.values()) == [(1, address("desk", training_class))] * 2


@pytest.mark.parametrize(
    "fields", [{"kind": "self_study"}, {"state": "cancelled", "reason": "Snow"}, {"hours_ago": 1}, {"hours_ago": -3}]
)
def test_what_needs_no_roll_is_not_missing(school, training_class, fields):
    held(school, training_class, **fields)

    assert not untaken_items(training_class).exists()


def test_session_at_which_people_were_counted_is_not_missing(school, training_class):
    item = held(school, training_class)
    count_at(school.organization, 12, by=training_class.class_teacher, training_class=training_class, item=item)

    assert not untaken_items(training_class).exists()


def test_registers_say_of_how_many_sessions_no_roll_was_taken(school, training_class):
    roll = make_roll(school, training_class, minutes_ago=300)
    say_of(roll, school.enrollment(training_class), "present")
    for _number in range(2):
        held(school, training_class)
    client = school.client(training_class.class_teacher)

    for name in ("register", "class_register"):
        page = client.get(address(name, training_class))
        assert "Of 2 sessions that are over no roll was taken" in page.content.decode()
        assert page.context["untaken"] == 2


def test_register_costs_the_same_for_one_such_session_and_for_thirty(school, training_class):
    client = school.client(training_class.class_teacher)
    costs = []
    for number in (1, 29):
        for _number in range(number):
            held(school, training_class)
        costs.append([count_queries(client, address(name, training_class)) for name in ("register", "class_register")])

    assert costs[0] == costs[1]
