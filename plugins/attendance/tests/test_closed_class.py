"""Rolls, corrections and appeals of a class that is closed stay as they are."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from classes.actions.closing import close_class, reopen_class
from foundation.jobs.models import OutboxEvent
from people.actions.roles import grant_role
from people.models import Organization
from plugins.attendance.actions import appeals
from plugins.attendance.actions.marks import correct, say_at_point
from plugins.attendance.actions.roll_edges import Attempt, was_closed_with_class
from plugins.attendance.actions.rolls import close_roll, open_roll, reopen_roll
from plugins.attendance.actions.sign_in import sign_in
from plugins.attendance.actions.sources import ask_sources
from plugins.attendance.models import Appeal, Mark, Roll
from plugins.attendance.tests.rolls import make_roll, say_of, saying
from schoolhouse.refusals import Refusal

pytestmark = pytest.mark.django_db


class Closed:
    """A class with a roll, a learner at a point, and an appeal, that is closed."""

    def __init__(self, school):
        self.school, self.roll = school, make_roll(school)
        self.page = self.roll.training_class
        self.teacher = self.page.class_teacher
        village = school.organization.add_child(instance=Organization(name="Village", kind="point"))
        self.seat, self.other = (school.enrollment(self.page, organization=village) for _number in range(2))
        self.screen = school.person("Village screen")
        grant = {"role": "point", "organization": village, "by": school.superuser()}
        grant_role(user=self.screen, **grant)
        self.appeal = appeals.appeal(roll=self.roll, enrollment=self.seat, text="I was there", by=self.seat.learner)
        close_class(training_class=self.page, by=self.teacher, reason="Over")
        self.roll.refresh_from_db()


ACTS = {
    "say": lambda it: say_of(it.roll, it.seat, "present"),
    "correct": lambda it: correct(roll=it.roll, enrollment=it.seat, word="present", reason="Looked", by=it.teacher),
    "say at a point": lambda it: say_at_point(roll=it.roll, said=[saying(it.seat, "present")], by=it.screen),
    "sign in": lambda it: sign_in(roll=it.roll, direction="in", by=it.seat.learner),
    "open": lambda it: open_roll(item=it.school.timetable_item(it.page), by=it.teacher),
    "close": lambda it: close_roll(roll=it.roll, rest_absent=True, by=it.teacher),
    "reopen": lambda it: reopen_roll(roll=it.roll, reason="Once more", by=it.teacher),
    "appeal": lambda it: appeals.appeal(roll=it.roll, enrollment=it.other, text="So was I", by=it.other.learner),
    "withdraw": lambda it: appeals.withdraw(appeal=it.appeal, by=it.seat.learner),
    "grant": lambda it: appeals.grant(appeal=it.appeal, word="present", by=it.teacher),
    "refuse": lambda it: appeals.refuse(appeal=it.appeal, answer="No", by=it.teacher),
}


def kept():
    rolls = list(Roll.objects.values_list("pk", "state", "rest_absent"))
    return rolls, Mark.objects.count(), list(Appeal.objects.values_list("pk", "state", "answer"))


AT_AN_OPEN_ROLL = [act for act in ACTS if act not in ("sign in", "reopen")]
"""Signing in asks nothing but the roll, which is closed with its class; and only a closed one is reopened."""


@pytest.mark.parametrize(
    ("act", "was_left_open"), [*((act, False) for act in ACTS), *((act, True) for act in AT_AN_OPEN_ROLL)]
)
def test_nothing_changes_in_a_closed_class(school, act, was_left_open):
    """Also at a roll that was still open when an older version of the house closed the class."""
    it = Closed(school)
    if was_left_open:
        Roll.objects.update(state="open")
    before = kept()

    with pytest.raises(Refusal):
        ACTS[act](it)

    assert kept() == before


def test_closing_a_class_closes_its_rolls_and_tells_of_it(school):
    it = Closed(school)
    it.roll.refresh_from_db()

    last = it.roll.transitions.last()
    told = OutboxEvent.objects.filter(name="attendance.roll_closed").get().data
    assert (it.roll.state, it.roll.rest_absent) == ("closed", False)
    assert (last.from_state, last.to_state, last.by) == ("open", "closed", it.teacher)
    assert last.reason
    assert told["states"] == {"unverified": 2}


def test_rolls_that_were_closed_with_their_class_are_open_with_it_again(school):
    it = Closed(school)
    reopen_class(training_class=it.page, by=it.school.superuser(), reason="A list came late")

    it.roll.refresh_from_db()
    last = it.roll.transitions.last()
    assert (it.roll.state, last.from_state, last.reason) == ("reopened", "closed", "A list came late")
    assert len(say_of(it.roll, it.seat, "present")) == 1


def test_rolls_that_the_staff_had_closed_stay_closed_when_their_class_is_open_again(school):
    roll = make_roll(school)
    page, teacher = roll.training_class, roll.training_class.class_teacher
    close_roll(roll=roll, rest_absent=True, by=teacher)
    close_class(training_class=page, by=teacher, reason="Over")
    reopen_class(training_class=page, by=school.superuser(), reason="A list came late")

    roll.refresh_from_db()
    assert (roll.state, roll.rest_absent, roll.transitions.count()) == ("closed", True, 2)
    assert reopen_roll(roll=roll, reason="A list came late", by=teacher).state == "reopened"


def test_edge_that_resumes_a_roll_is_not_that_of_one_which_its_staff_had_closed(school):
    ended, closed = make_roll(school), make_roll(school)
    close_roll(roll=closed, rest_absent=True, by=closed.training_class.class_teacher)
    found = {}
    for roll in (ended, closed):
        close_class(training_class=roll.training_class, by=roll.training_class.class_teacher, reason="Over")
        roll.refresh_from_db()
        with translation.override("en"):
            found[roll.pk] = was_closed_with_class(Attempt(roll, school.superuser(), timezone.now()))
    assert found == {ended.pk: None, closed.pk: "The roll is closed."}


@pytest.mark.django_db(transaction=True)
def test_no_roll_is_left_open_in_a_class_that_is_closed_at_the_same_moment(school):
    roll = make_roll(school)
    page, teacher = roll.training_class, roll.training_class.class_teacher
    item = school.timetable_item(page)
    opened, tried = Event(), Event()

    def opens():
        try:
            with transaction.atomic():
                open_roll(item=item, by=teacher)
                opened.set()
                tried.wait(1)  # while this waits, the class is being closed
        finally:
            connections.close_all()

    def closes():
        try:
            opened.wait(10)
            close_class(training_class=page, by=teacher, reason="Over")
            tried.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(act) for act in (opens, closes)]:
            done.result()

    assert set(Roll.objects.values_list("state", flat=True)) == {"closed"}
    assert Roll.objects.count() == 2


def test_sources_are_not_asked_about_a_closed_class(school):
    it = Closed(school)

    ask_sources(roll=it.roll)

    it.roll.refresh_from_db()
    assert it.roll.sources_asked_at is None


def test_signing_in_does_not_ask_whether_the_class_is_closed(school):
    roll = make_roll(school)
    seat = school.enrollment(roll.training_class)

    with CaptureQueriesContext(connection) as asked:
        sign_in(roll=roll, direction="in", by=seat.learner)

    assert not any("classes_classstep" in query["sql"] for query in asked)
