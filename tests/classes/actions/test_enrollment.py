"""Moving learners into, through and out of a class."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from classes.actions.enrollment import (
    accept_offer,
    complete,
    decline,
    enroll,
    leave,
    move_waiting_list,
    reinstate,
    self_enroll,
    withdraw,
)
from classes.actions.enrollment_edges import EDGES
from classes.jobs import move_waiting_lists
from classes.models import Enrollment, EnrollmentMode, EnrollmentState, EnrollmentTransition
from classes.queries.offers import offers_for, place_in_line
from foundation.jobs.models import OutboxEvent
from people.models import Role
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment, make_open_class, make_training_class
from tests.factories.people import make_organization, make_superuser, make_user

State = EnrollmentState


@pytest.fixture
def county():
    return make_organization("East county")


@pytest.fixture
def teacher(county):
    return make_user(role=Role.CLASS_TEACHER, organization=county)


def states(training_class):
    return dict(training_class.enrollments.values_list("learner__full_name", "state"))


def expire(enrollment):
    Enrollment.objects.filter(pk=enrollment.pk).update(offer_expires_at=timezone.now() - timedelta(minutes=1))


@pytest.mark.django_db
def test_self_enroll_takes_a_seat_and_writes_the_history(county):
    learner = make_user(role=Role.LEARNER, organization=county)
    training_class = make_open_class(county)

    enrollment = self_enroll(training_class=training_class, by=learner)

    assert (enrollment.state, enrollment.organization) == (State.ENROLLED, county)
    transition = EnrollmentTransition.objects.get(enrollment=enrollment)
    assert (transition.from_state, transition.to_state, transition.by) == ("", State.ENROLLED, learner)
    event = OutboxEvent.objects.get(name="classes.enrolled")
    assert event.data["learner"] == str(learner.public_id)


@pytest.mark.django_db
def test_self_enroll_waits_where_the_class_is_full():
    training_class = make_open_class(seats=1)
    self_enroll(training_class=training_class, by=make_user("First"))

    waiting = [self_enroll(training_class=training_class, by=make_user(name)) for name in ("Second", "Third")]

    assert states(training_class) == {"First": State.ENROLLED, "Second": State.WAITING, "Third": State.WAITING}
    assert [place_in_line(one) for one in waiting] == [1, 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"enrollment_mode": EnrollmentMode.CLOSED}, "class teacher enrolls"),
        ({"enrollment_closes_at": timezone.now() - timedelta(minutes=1)}, "Enrollment has closed"),
        ({"starts_on": timezone.localdate() - timedelta(days=9)}, "class is over"),
        ({"live": False}, "not open to you"),
    ],
)
def test_self_enroll_explains_a_refusal(fields, words, settings):
    settings.LANGUAGE_CODE = "en"
    training_class = make_open_class()
    if "starts_on" in fields:
        fields["ends_on"] = fields["starts_on"]
    for name, value in fields.items():
        setattr(training_class, name, value)
    training_class.save()

    with pytest.raises(Refusal, match=words):
        self_enroll(training_class=training_class, by=make_user())
    assert not training_class.enrollments.exists()


@pytest.mark.django_db
def test_self_enroll_is_refused_outside_the_audience(county):
    training_class = make_open_class(county, audience="organization", audience_organization=county)

    with pytest.raises(Refusal):
        self_enroll(training_class=training_class, by=make_user())
    inside = make_user(role=Role.LEARNER, organization=county)
    assert self_enroll(training_class=training_class, by=inside).state == State.ENROLLED


@pytest.mark.django_db
def test_a_freed_seat_is_offered_to_who_waits_longest():
    training_class = make_open_class(seats=1, offer_hours=6)
    first, second, third = (make_user(name) for name in ("First", "Second", "Third"))
    for learner in (first, second, third):
        self_enroll(training_class=training_class, by=learner)

    leave(training_class=training_class, by=first)

    assert states(training_class) == {"First": State.WITHDRAWN, "Second": State.OFFERED, "Third": State.WAITING}
    offer = offers_for(second).get()
    assert timedelta(hours=5) < offer.offer_expires_at - timezone.now() <= timedelta(hours=6)
    assert accept_offer(training_class=training_class, by=second).state == State.ENROLLED
    assert not offers_for(second).exists()


@pytest.mark.django_db
def test_a_declined_offer_moves_on():
    training_class = make_open_class(seats=1)
    learners = [make_user(name) for name in ("First", "Second", "Third")]
    for learner in learners:
        self_enroll(training_class=training_class, by=learner)
    leave(training_class=training_class, by=learners[0])

    decline(training_class=training_class, by=learners[1])

    assert states(training_class) == {"First": State.WITHDRAWN, "Second": State.DECLINED, "Third": State.OFFERED}


@pytest.mark.django_db
def test_an_offer_that_ran_out_goes_to_the_next_by_the_job():
    training_class = make_open_class(seats=1)
    learners = [make_user(name) for name in ("First", "Second", "Third")]
    for learner in learners:
        self_enroll(training_class=training_class, by=learner)
    leave(training_class=training_class, by=learners[0])
    expire(training_class.enrollments.get(learner=learners[1]))

    with pytest.raises(Refusal):
        accept_offer(training_class=training_class, by=learners[1])
    move_waiting_lists()

    assert states(training_class) == {"First": State.WITHDRAWN, "Second": State.DECLINED, "Third": State.OFFERED}


@pytest.mark.django_db
def test_more_seats_are_offered_all_at_once():
    training_class = make_open_class(seats=1)
    for name in ("First", "Second", "Third", "Fourth"):
        self_enroll(training_class=training_class, by=make_user(name))
    training_class.seats = 3
    training_class.save()

    assert move_waiting_list(training_class=training_class) == 2
    assert states(training_class)["Third"] == State.OFFERED
    assert states(training_class)["Fourth"] == State.WAITING


@pytest.mark.django_db
def test_nobody_passes_those_who_wait(county):
    training_class = make_open_class(seats=1)
    make_enrollment(training_class, make_user("Waiting"), state=State.WAITING)

    self_enroll(training_class=training_class, by=make_user("Late"))

    assert states(training_class) == {"Waiting": State.OFFERED, "Late": State.WAITING}


@pytest.mark.django_db
def test_staff_goes_beyond_the_seats_only_on_purpose(county, teacher):
    training_class = make_training_class(county, seats=1)
    enroll(training_class=training_class, learner=make_user("First"), by=teacher)
    second = make_user("Second")

    with pytest.raises(Refusal):
        enroll(training_class=training_class, learner=second, by=teacher)
    enroll(training_class=training_class, learner=second, by=teacher, over_seats=True)

    assert states(training_class) == {"First": State.ENROLLED, "Second": State.ENROLLED}


@pytest.mark.django_db
def test_staff_acts_are_refused_to_others(county, teacher):
    training_class = make_training_class(county)
    enrollment = make_enrollment(training_class)
    stranger = make_user(role=Role.CLASS_TEACHER, organization=make_organization("West"))

    for act in (withdraw, complete, reinstate):
        with pytest.raises(Refusal) as refused:
            act(enrollment=enrollment, by=stranger)
        assert refused.value.status == 403
    with pytest.raises(Refusal):
        enroll(training_class=training_class, learner=make_user(), by=enrollment.learner)


@pytest.mark.django_db
def test_who_was_taken_out_does_not_come_back_alone(county, teacher):
    training_class = make_open_class(county)
    learner = make_user()
    enrollment = self_enroll(training_class=training_class, by=learner)
    withdraw(enrollment=enrollment, by=teacher, reason="Moved away")

    with pytest.raises(Refusal):
        self_enroll(training_class=training_class, by=learner)
    assert reinstate(enrollment=enrollment, by=teacher).state == State.ENROLLED


@pytest.mark.django_db
def test_who_left_may_come_back():
    training_class = make_open_class()
    learner = make_user()
    self_enroll(training_class=training_class, by=learner)
    leave(training_class=training_class, by=learner)

    assert self_enroll(training_class=training_class, by=learner).state == State.ENROLLED


@pytest.mark.django_db
def test_nobody_completes_a_class_before_it_begins(teacher, county):
    begun = make_training_class(county, starts_on=timezone.localdate() - timedelta(days=2))
    coming = make_open_class(index=begun.get_parent())

    assert complete(enrollment=make_enrollment(begun), by=teacher).state == State.COMPLETED
    with pytest.raises(Refusal):
        complete(enrollment=make_enrollment(coming), by=teacher)


def test_every_edge_leads_between_known_states():
    known = {"", *State.values}
    assert all(edge.sources <= known and edge.target in known for edge in EDGES.values())
    assert all(edge.target not in edge.sources for edge in EDGES.values())


def together(acts):
    """Run each of ``acts`` in a thread of its own, all at the same moment; refusals give ``None``."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except Refusal:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_twenty_learners_at_once_get_three_seats():
    training_class = make_open_class(seats=3)
    learners = [make_user() for _ in range(20)]

    together([lambda one=one: self_enroll(training_class=training_class, by=one) for one in learners])

    found = list(training_class.enrollments.values_list("state", flat=True))
    assert (found.count(State.ENROLLED), found.count(State.WAITING), len(found)) == (3, 17, 20)
    assert EnrollmentTransition.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_one_seat_is_offered_once_when_many_move_the_list():
    training_class = make_open_class(seats=1)
    holder = self_enroll(training_class=training_class, by=make_user())
    for _ in range(4):
        self_enroll(training_class=training_class, by=make_user())
    boss = make_superuser()

    acts = [lambda: move_waiting_list(training_class=training_class) for _ in range(5)]
    together([*acts, lambda: withdraw(enrollment=holder, by=boss)])

    found = list(training_class.enrollments.values_list("state", flat=True))
    assert found.count(State.OFFERED) == 1
