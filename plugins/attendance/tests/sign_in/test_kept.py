"""Scans that a phone kept while it had no network, reconciled by their own times."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from foundation.jobs.models import OutboxEvent
from plugins.attendance.actions.marks import correct
from plugins.attendance.actions.rolls import close_roll
from plugins.attendance.codes import Code
from plugins.attendance.kept import signature_of
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import make_roll, say_of

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))


class Clock:
    """The server's clock, which a test moves."""

    def __init__(self):
        self.now = timezone.now().replace(microsecond=0)

    def pass_by(self, time):
        self.now += time


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def roll(school, clock):
    return make_roll(school, minutes_ago=2, asks_out=True, late_minutes=5)


@pytest.fixture
def learner(school, roll):
    return school.learner(roll.training_class)


class Phone:
    """A phone on which a page to sign in is open; ``wrong`` is by how much its clock is."""

    def __init__(self, school, clock, learner, *, wrong=datetime.timedelta()):
        self.clock, self.wrong = clock, wrong
        self.client = school.client(learner)
        page = self.client.get(reverse("plugins:attendance:enter")).content.decode()
        self.key = re.search(r'data-kept-key-value="(\w+)"', page)[1]
        self.issued = int(re.search(r'data-kept-issued-value="(\d+)"', page)[1])

    def time(self):
        return int((self.clock.now + self.wrong).timestamp() * 1000)

    def note(self, code, number="", at=None):
        """Keep a code without a network: what will be sent later."""
        at = at or self.time()
        signature = signature_of(self.key, code, at, number=number)
        return {"code": code, "at": at, "issued": self.issued, "signature": signature, "number": number}

    def send(self, noted, **fields):
        return self.client.post(reverse("plugins:attendance:kept"), {**noted, "sent_at": self.time(), **fields})


def shown(roll, clock, direction="in", *, periods=0):
    return Code.at(roll.door, direction, clock.now, 20).later(periods)


def digits(roll, clock, direction="in"):
    return shown(roll, clock, direction).digits


def token(roll, clock, direction="in", *, periods=0):
    return f"{roll.door}/{shown(roll, clock, direction, periods=periods).token}"


def state(roll):
    roll.refresh_from_db()
    return [str(row.standing.state) for row in rows_of(roll)]


@pytest.mark.parametrize("made", [digits, token])
@pytest.mark.parametrize("wrong", [datetime.timedelta(), DAY, -DAY, 400 * DAY])
def test_six_hours_without_a_network_and_a_wrong_clock_change_nothing(school, clock, roll, learner, made, wrong):
    """The roll was closed in the meantime, with those of whom nothing was known as absent."""
    Roll.objects.update(asks_out=False)
    phone, scanned_at = Phone(school, clock, learner, wrong=wrong), clock.now
    noted = phone.note(made(roll, clock))
    clock.pass_by(2 * HOUR)
    close_roll(roll=roll, rest_absent=True, by=roll.training_class.class_teacher)
    assert state(roll) == ["absent"]
    clock.pass_by(4 * HOUR)

    answer = phone.send(noted)

    mark = Mark.objects.get()
    assert abs(mark.at - scanned_at) <= datetime.timedelta(seconds=20)
    assert answer.json()["message"].endswith("you have signed in.")
    assert (mark.source, mark.by) == ("code", learner)
    with override(roll.training_class.locale.language_code):
        assert mark.evidence == gettext("Kept on the device without a network")
    assert state(roll) == ["present"]


def test_clock_that_was_set_right_while_it_waited_is_no_matter_where_the_page_stayed_open(school, clock, roll, learner):
    phone, scanned_at = Phone(school, clock, learner, wrong=-DAY), clock.now
    noted = phone.note(digits(roll, clock))
    clock.pass_by(HOUR)
    phone.wrong = datetime.timedelta()
    assert phone.send(noted).status_code == 409

    assert phone.send(noted, counted=HOUR // datetime.timedelta(milliseconds=1)).status_code == 200

    assert abs(Mark.objects.get().at - scanned_at) <= datetime.timedelta(seconds=20)


def test_code_that_was_scanned_carries_its_own_time(school, clock, roll, learner):
    phone, scanned_at = Phone(school, clock, learner, wrong=-DAY), clock.now
    noted = phone.note(token(roll, clock))
    clock.pass_by(HOUR)
    phone.wrong = 3 * HOUR

    assert phone.send(noted).status_code == 200

    assert abs(Mark.objects.get().at - scanned_at) <= datetime.timedelta(seconds=20)


def test_sent_twice_counts_once(school, clock, roll, learner):
    phone = Phone(school, clock, learner)
    noted = phone.note(digits(roll, clock))
    clock.pass_by(HOUR)

    assert [phone.send(noted).status_code for _time in range(3)] == [200] * 3

    assert Mark.objects.count() == 1
    assert OutboxEvent.objects.filter(name="attendance.signed_in").count() == 1


def test_of_two_devices_the_earlier_scan_counts(school, clock, roll, learner):
    """One phone had no network at eight, the other one signs in late."""
    phone = Phone(school, clock, learner)
    noted = phone.note(token(roll, clock))
    clock.pass_by(30 * MINUTE)
    code = shown(roll, clock)
    school.client(learner).post(reverse("plugins:attendance:scan", args=[roll.door, code.token]))
    assert state(roll) == ["late"]

    phone.send(noted)
    assert state(roll) == ["present"]
    phone.send(phone.note(token(roll, clock)))

    assert Mark.objects.count() == 2


def test_picture_that_was_passed_on_afterwards_is_not_taken(school, clock, roll, learner):
    """Whoever opens the page when the code is gone has no key from its time, whatever their clock says."""
    late, typed, scanned = clock.now, digits(roll, clock), token(roll, clock)
    clock.pass_by(HOUR)
    phone = Phone(school, clock, learner, wrong=-HOUR)
    assert phone.time() == int(late.timestamp() * 1000)

    for code in (typed, scanned):
        noted = phone.note(code)
        phone.wrong = datetime.timedelta()
        assert phone.send(noted).status_code == 409
        phone.wrong = -HOUR

    assert not Mark.objects.exists()


@pytest.mark.parametrize("spoilt", ["at", "issued", "signature", "code", "person"])
def test_what_the_learners_own_device_did_not_sign_is_not_taken(school, clock, roll, learner, spoilt):
    phone = Phone(school, clock, learner)
    noted = phone.note(token(roll, clock))
    other = {"at": noted["at"] - 1000, "issued": noted["issued"] - 60, "signature": "0" * 64}
    other["code"] = token(roll, clock, periods=-1)
    if spoilt == "person":
        phone.client = school.client(school.learner(roll.training_class))
    else:
        noted[spoilt] = other[spoilt]
    clock.pass_by(HOUR)

    answer = phone.send(noted)

    assert (answer.status_code, answer.json()["code"]) == (400, "signature")
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    ("case", "status", "code"),
    [
        ("future", 409, "code_early"),
        ("another class", 403, "not_in_class"),
        ("digits of another class", 409, "code_unknown"),
        ("sign-out first", 409, "not_signed_in"),
        ("after closing", 409, "closed"),
        ("corrected", 409, "corrected"),
        ("too old", 409, "too_old"),
        ("never shown", 400, "code_unknown"),
        ("damaged", 400, "damaged"),
    ],
)
def test_bad_input_is_refused_in_words(school, clock, roll, learner, case, status, code):
    teacher = roll.training_class.class_teacher
    if case == "after closing":
        close_roll(roll=roll, rest_absent=False, by=teacher)
        clock.pass_by(MINUTE)
    if case.endswith("another class"):
        learner = school.learner(school.training_class())
    scanned = {
        "future": token(roll, clock, periods=5),
        "digits of another class": digits(roll, clock),
        "sign-out first": token(roll, clock, "out"),
        "never shown": f"{roll.door}/i1-000000000000",
        "damaged": "x" * 200,
    }.get(case) or token(roll, clock)
    phone = Phone(school, clock, learner)
    noted = phone.note(scanned)
    if case == "corrected":
        (mark,) = say_of(roll, learner.enrollments.get(), "absent")
        assert mark.says == "absent"
        correct(roll=roll, enrollment=learner.enrollments.get(), word="present", reason="Saw them", by=teacher)
        correct(roll=roll, enrollment=learner.enrollments.get(), word="absent", reason="It was another", by=teacher)
    marks = Mark.objects.count()
    clock.pass_by(8 * DAY if case == "too old" else datetime.timedelta(seconds=30))

    answer = phone.send(noted)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]
    assert Mark.objects.count() == marks


def test_who_is_signed_out_is_led_to_sign_in_and_keeps_it(school, clock, roll, learner):
    phone = Phone(school, clock, learner)
    noted = phone.note(token(roll, clock))
    phone.client.logout()

    assert phone.send(noted).status_code == 302


def test_sign_in_and_sign_out_both_kept(school, clock, roll, learner):
    phone = Phone(school, clock, learner)
    came = phone.note(digits(roll, clock))
    clock.pass_by(roll.ends_at - clock.now - MINUTE)
    went = phone.note(digits(roll, clock, "out"))
    clock.pass_by(6 * HOUR)

    assert [phone.send(one).status_code for one in (came, went)] == [200, 200]

    assert list(Mark.objects.values_list("says", flat=True)) == ["in", "out"]
    assert state(roll) == ["present"]


def test_classes_second_factor_is_asked_of_what_was_kept(school, clock, roll, learner, switch):
    phone = Phone(school, clock, learner)
    switch(roll.training_class, second_factor="network", networks="10.1.0.0/16")
    assert phone.send(phone.note(token(roll, clock))).status_code == 403
    switch(roll.training_class, second_factor="number")
    scanned = phone.send(phone.note(token(roll, clock)))
    assert (scanned.status_code, scanned.json()["code"]) == (409, "number_missing")
    assert "type the six digits instead" in scanned.json()["message"]

    # Whoever types the digits has the screen before them.
    assert phone.send(phone.note(digits(roll, clock))).status_code == 200


def wrong_numbers(code):
    """Return numbers that stood beside ``code`` neither then nor soon after."""
    near = {code.later(periods).number for periods in range(4)}
    return [number for number in (f"{one:02}" for one in range(100)) if number not in near]


def test_number_is_kept_with_the_scan_and_compared_with_that_of_its_own_time(school, clock, roll, learner, switch):
    switch(roll.training_class, second_factor="number")
    phone, code, scanned_at = Phone(school, clock, learner), shown(roll, clock), clock.now
    noted = phone.note(token(roll, clock), code.number)
    clock.pass_by(6 * HOUR)

    assert [phone.send(noted).status_code for _time in range(5)] == [200] * 5

    assert abs(Mark.objects.get().at - scanned_at) <= datetime.timedelta(seconds=20)


def test_mistyped_number_is_said_again_for_the_same_scan(school, clock, roll, learner, switch):
    switch(roll.training_class, second_factor="number")
    phone, code, scanned = Phone(school, clock, learner), shown(roll, clock), token(roll, clock)
    at = phone.time()
    clock.pass_by(HOUR)

    refused = phone.send(phone.note(scanned, wrong_numbers(code)[0], at))
    assert (refused.status_code, refused.json()["code"]) == (409, "number")
    assert phone.send(phone.note(scanned, code.number, at)).status_code == 200


def test_number_of_what_was_kept_is_not_guessed(school, clock, roll, learner, switch):
    switch(roll.training_class, second_factor="number")
    phone, code, scanned = Phone(school, clock, learner), shown(roll, clock), token(roll, clock)
    clock.pass_by(HOUR)

    guesses = [*wrong_numbers(code)[:3], code.number]
    answers = [phone.send(phone.note(scanned, number)).json()["code"] for number in guesses]

    assert answers == ["number", "number", "number", "number_spent"]
    assert not Mark.objects.exists()


@pytest.mark.parametrize("spoilt", ["", "00", "5", "x1"])
def test_number_that_the_device_did_not_sign_is_not_taken(school, clock, roll, learner, switch, spoilt):
    switch(roll.training_class, second_factor="number")
    code = shown(roll, clock)
    phone = Phone(school, clock, learner)
    noted = phone.note(token(roll, clock), "01" if code.number == "00" else code.number)

    assert phone.send({**noted, "number": spoilt}).json()["code"] in ("signature", "damaged")
    assert not Mark.objects.exists()


@pytest.mark.parametrize("factor", ["number", "none"])
def test_page_to_sign_in_asks_for_the_number_where_a_class_wants_it(school, roll, learner, switch, factor):
    switch(roll.training_class, second_factor=factor)

    page = school.client(learner).get(reverse("plugins:attendance:enter")).content.decode()

    assert ('data-kept-target="ask"' in page) == (factor == "number")
