"""Signing in by the code on the screen."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.jobs.models import OutboxEvent
from plugins.attendance import codes
from plugins.attendance.actions.marks import correct
from plugins.attendance.actions.rolls import close_roll
from plugins.attendance.actions.sign_in import sign_in
from plugins.attendance.codes import Code
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import make_roll, say_of
from schoolhouse.refusals import Refusal
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Stop the clock, so that no code ends on a slow machine."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def roll(school):
    return make_roll(school, minutes_ago=2, asks_out=True)


@pytest.fixture
def learner(school, roll):
    return school.learner(roll.training_class)


def scanned(roll, direction="in", *, periods=0):
    code = Code.at(roll.door, direction, timezone.now(), 20).later(periods)
    return reverse("plugins:attendance:scan", args=[roll.door, code.token])


def text_of(answer):
    return answer.content.decode()


def test_code_is_good_for_its_period_and_one_more(roll):
    now = timezone.now()
    code = Code.at(roll.door, "in", now, 20)

    assert codes.read(roll.door, code.token, 20) == code
    for periods in (0, -1):
        codes.check_time(code.later(periods), now)
    for periods, word in ((-2, "code_old"), (1, "code_early")):
        with pytest.raises(Refusal) as refused:
            codes.check_time(code.later(periods), now)
        assert refused.value.code == word
    assert codes.typed(roll.door, code.digits, now, 20) == code
    assert codes.typed(roll.door, code.later(-2).digits, now, 20) is None


@pytest.mark.parametrize("spoil", [lambda token: token[:-1] + "x", lambda token: "o" + token[1:], lambda token: "-"])
def test_code_that_was_never_shown_is_refused(roll, spoil):
    token = Code.at(roll.door, "in", timezone.now(), 20).token

    with pytest.raises(Refusal) as refused:
        codes.read(roll.door, spoil(token), 20)
    assert refused.value.code == "code_unknown"
    with pytest.raises(Refusal):
        codes.read("another1", token, 20)


def test_learner_scans_and_sees_when_they_signed_in(school, roll, learner):
    client, address = school.client(learner), scanned(roll)
    assert f'hx-post="{address}"' in text_of(client.get(address))
    assert not Mark.objects.exists()

    answer = client.post(address, headers={"hx-request": "true"})

    mark = Mark.objects.get()
    at = mark.at.astimezone(roll.training_class.zone).strftime("%H:%M")
    assert f'<p class="big-number">{at}</p>' in text_of(answer)
    assert (mark.says, mark.source, mark.by) == ("in", "code", learner)
    event = OutboxEvent.objects.get(name="attendance.signed_in")
    assert event.data["learner"] == str(learner.public_id)
    again = client.post(address)
    assert (again.status_code, Mark.objects.count(), OutboxEvent.objects.filter(name=event.name).count()) == (200, 1, 1)
    assert f'<p class="big-number">{at}</p>' in text_of(again)


def test_stranger_signs_in_to_the_school_first_and_needs_no_new_code(school, roll):
    learner = school.learner(roll.training_class)
    learner.set_password(PASSWORD)
    learner.save()
    client, address = school.client(), scanned(roll, periods=-1)
    to_door = client.get(address)
    assert (to_door.status_code, address in to_door.url) == (302, True)
    scanned_then = dict(client.session.items())

    came = client.post(reverse("account_login"), {"login": learner.account_name, "password": PASSWORD, "next": address})
    assert came.url == address
    session = client.session
    session["attendance_scanned"] = [*scanned_then["attendance_scanned"][:2], session["attendance_scanned"][2] - 120]
    session.save()
    assert client.get(address).status_code == 200
    client.post(address)

    assert Mark.objects.get().by == learner
    # What was scanned is good in that browser alone, and for ten minutes.
    other = school.client(school.learner(roll.training_class))
    old = scanned(roll, periods=-3)
    assert other.post(old).status_code == 409
    session["attendance_scanned"][2] -= 600
    session["attendance_scanned"][1] = old.split("/")[-2]
    session.save()
    assert client.post(old).status_code == 409


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("other class", "you are not in it"),
        ("past", "no longer shown"),
        ("future", "not shown yet"),
        ("sign-out first", "not signed in yet"),
        ("closed", "The roll is closed"),
        ("too early", "Sign-in opens at"),
        ("over", "It is over"),
        ("withdrawn", "you are not in it"),
    ],
)
def test_refusal_says_why(school, roll, learner, case, words):
    address = scanned(roll, "out" if case == "sign-out first" else "in", periods={"past": -2, "future": 2}.get(case, 0))
    hour = timedelta(hours=1)
    if case == "other class":
        learner = school.learner(school.training_class())
    if case == "withdrawn":
        learner.enrollments.update(state="withdrawn")
    if case == "closed":
        close_roll(roll=roll, rest_absent=False, by=roll.training_class.class_teacher)
    if case == "too early":
        Roll.objects.update(opens_at=timezone.now() + hour)
    if case == "over":
        Roll.objects.update(starts_at=timezone.now() - 2 * hour, ends_at=timezone.now() - hour)
    client = school.client(learner)

    answer = client.post(address)

    assert (answer.status_code in (403, 409), Mark.objects.count()) == (True, 0)
    assert words in text_of(answer)
    part = client.post(address, headers={"hx-request": "true"})
    assert (part.status_code, words in text_of(part)) == (200, True)


def test_sign_out_after_sign_in(school, roll, learner):
    client = school.client(learner)
    client.post(scanned(roll))

    assert "signed out" in text_of(client.post(scanned(roll, "out")))

    assert list(Mark.objects.values_list("says", flat=True)) == ["in", "out"]


def test_who_was_corrected_does_not_sign_in_again(school, roll, learner):
    client, teacher = school.client(learner), roll.training_class.class_teacher
    client.post(scanned(roll))
    enrollment = learner.enrollments.get()
    correct(roll=roll, enrollment=enrollment, word="absent", reason="A friend scanned", by=teacher)

    assert "has corrected this" in text_of(client.post(scanned(roll)))

    assert [str(row.standing.state) for row in rows_of(roll)] == ["absent"]


def test_who_was_called_absent_and_comes_is_late(school, roll, learner):
    Roll.objects.update(late_minutes=0)
    say_of(roll, learner.enrollments.get(), "absent")
    roll.refresh_from_db()

    school.client(learner).post(scanned(roll))

    assert [str(row.standing.state) for row in rows_of(roll)] == ["late"]


def test_digits_are_typed(school, roll, learner):
    client, address = school.client(learner), reverse("plugins:attendance:enter")
    digits = Code.at(roll.door, "in", timezone.now(), 20).digits

    assert client.post(address, {"digits": "12"}).status_code == 400
    wrong = f"{(int(digits) + 1) % 1_000_000:06}"
    assert "None of your classes shows this code" in text_of(client.post(address, {"digits": wrong}))
    other = school.client(school.learner(school.training_class()))
    assert other.post(address, {"digits": digits}).status_code == 409
    assert "You have signed in" in text_of(client.post(address, {"digits": f"{digits[:3]} {digits[3:]}"}))


def test_digits_are_not_guessed(school, learner, monkeypatch):
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)
    client, address = school.client(learner), reverse("plugins:attendance:enter")

    assert 429 in [client.post(address, {"digits": "000000"}).status_code for _try in range(21)]


def test_number_on_the_screen_is_asked_where_the_class_wants_it(school, roll, learner, switch):
    switch(roll.training_class, second_factor="number")
    client, address = school.client(learner), scanned(roll)
    code = codes.read(roll.door, address.split("/")[-2], 20)
    assert 'name="number"' in text_of(client.get(address))

    near = {code.later(periods).number for periods in range(4)}
    wrong = next(f"{number:02}" for number in range(100) if f"{number:02}" not in near)
    assert "not the number" in text_of(client.post(address, {"number": wrong}))
    assert "You have signed in" in text_of(client.post(address, {"number": code.number}))


def test_only_the_schools_own_network_where_the_class_wants_it(school, roll, learner, switch):
    client = school.client(learner)
    switch(roll.training_class, second_factor="network", networks="10.1.0.0/16")
    assert client.post(scanned(roll)).status_code == 403

    switch(roll.training_class, second_factor="network", networks="10.1.0.0/16\n127.0.0.0/8")
    assert client.post(scanned(roll)).status_code == 200


def test_screen_shows_the_code_and_who_is_missing(school, roll, learner):
    client = school.client(roll.training_class.class_teacher)

    text = text_of(client.get(reverse("plugins:attendance:screen", args=[roll.public_id])))

    assert "<svg" in text
    now = timezone.now()
    shown = {Code.at(roll.door, "in", now - timedelta(seconds=ago), 20).digits for ago in (0, 20)}
    assert re.search(r'code__digits">(\d{3} \d{3})<', text)[1].replace(" ", "") in shown
    assert learner.full_name in text
    part = client.get(reverse("plugins:attendance:code", args=[roll.public_id]) + "?direction=out")
    assert re.search(r'data-left="\d+"', text_of(part))


def test_sign_in_takes_few_queries(school, roll):
    clients = [school.client(school.learner(roll.training_class)) for _number in range(3)]
    address = scanned(roll)
    clients[0].get(address)
    clients[0].post(address, headers={"hx-request": "true"})

    with CaptureQueriesContext(connection) as asked:
        clients[1].get(address)
    with CaptureQueriesContext(connection) as sent:
        clients[1].post(address, headers={"hx-request": "true"})

    reads = [query["sql"] for query in asked]
    writes = [query["sql"] for query in sent if "SAVEPOINT" not in query["sql"]]
    assert len(reads) <= 6, "\n".join(reads)
    assert len(writes) <= 7, "\n".join(writes)


@pytest.mark.django_db(transaction=True)
def test_eight_requests_at_once_sign_two_learners_in(school):
    roll = make_roll(school, minutes_ago=2)
    learners = [school.learner(roll.training_class) for _number in range(2)]
    barrier = Barrier(8)

    def run(learner):
        barrier.wait()
        try:
            return sign_in(roll=Roll.objects.get(pk=roll.pk), direction="in", by=learner).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        marks = list(pool.map(run, learners * 4))

    assert Mark.objects.count() == 2
    assert sorted(marks) == sorted(list(Mark.objects.values_list("pk", flat=True)) * 4)
    assert OutboxEvent.objects.filter(name="attendance.signed_in").count() == 2
