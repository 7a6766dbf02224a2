"""The list at the door for a half-day in which several things are held: one tap for each who is missing."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from classes.actions.closing import close_class
from plugins.attendance.actions.half_days import say_half_day
from plugins.attendance.actions.marks import Saying
from plugins.attendance.actions.rolls import close_roll, open_roll
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.half_days import HalfDay
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import say_of
from schoolhouse.attendance import AbsenceExcuses, Excuse
from schoolhouse.extension_points import absence_excuses
from tests.classes.queries_counted import count_queries
from tests.factories.class_life import make_shift

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


class Morning:
    """A class at 8:35 of a day on which it has a lecture, a discussion, and in the afternoon a visit."""

    def __init__(self, school, monkeypatch):
        self.page = school.training_class(time_zone="Asia/Shanghai")
        self.monkeypatch, self.school = monkeypatch, school
        self.day = timezone.now().astimezone(self.page.zone).date()
        self.pass_to(8, 35)
        self.lecture = self.item("Lecture", (8, 30), (10, 0))
        self.discussion = self.item("Discussion", (10, 15), (11, 45))
        self.visit = self.item("Visit", (14, 0), (16, 0))
        self.people = [school.enrollment(self.page) for _number in range(4)]
        self.teacher = self.page.class_teacher
        self.client = school.client(self.teacher)

    def at(self, *time):
        return datetime.datetime.combine(self.day, datetime.time(*time), self.page.zone)

    def pass_to(self, *time):
        now = self.at(*time)
        self.monkeypatch.setattr(timezone, "now", lambda: now)

    def item(self, title, begins, ends, **fields):
        times = {"starts_at": self.at(*begins), "ends_at": self.at(*ends)}
        return self.school.timetable_item(self.page, title, **times, **fields)

    def address(self, half="morning", day=None):
        return reverse("plugins:attendance:half_day", args=[self.page.public_id, day or self.day, half])

    def read(self, half="morning", client=None):
        return (client or self.client).get(self.address(half)).content.decode()

    def send(self, people=None, *, first=(), second=(), half="morning", client=None, **fields):
        sent = {
            "key": str(uuid.uuid4()),
            "direction": "in",
            "listed": [one.public_id for one in (self.people if people is None else people)],
            "first": [one.public_id for one in first],
            "second": [one.public_id for one in second],
            **fields,
        }
        return (client or self.client).post(self.address(half), sent, headers=JSON)

    def open(self, item):
        return open_roll(item=item, by=self.teacher)

    def states(self, item):
        roll = Roll.objects.select_related("training_class").get(item=item)
        found = {row.enrollment: str(row.standing.state) for row in rows_of(roll)}
        return [found[one] for one in self.people]


@pytest.fixture
def morning(school, monkeypatch):
    return Morning(school, monkeypatch)


@pytest.fixture
def ill(monkeypatch):
    """Return a function that lets somebody be excused for a time."""
    excuses = []
    monkeypatch.setattr(absence_excuses, "active", lambda scope=None: absence_excuses.extensions())
    absence_excuses.register("try_me", "try_me", AbsenceExcuses("Ill", lambda page, rows: excuses))
    yield lambda seat, since, until: excuses.append(Excuse(seat.pk, since, until, "Illness"))
    absence_excuses.withdraw("try_me")


def test_one_list_is_written_down_at_everything_that_is_held_in_the_half_day(morning):
    first, second, *_rest = morning.people

    answer = morning.send(first=[first], second=[second])

    assert answer.json()["written"] == 8
    assert morning.states(morning.lecture) == ["absent", "late", "present", "present"]
    # Who came late to the lecture is there when the discussion begins.
    assert morning.states(morning.discussion) == ["absent", "present", "present", "present"]
    assert not Roll.objects.filter(item=morning.visit).exists()
    text = morning.read()
    assert text.count('name="listed"') == 1
    assert f'name="first" value="{first.public_id}" aria-describedby="who-{first.public_id}" checked' in text


def test_nothing_is_opened_before_a_list_is_sent(morning):
    text = morning.read()

    assert text.count('name="listed"') == 4
    assert ("Lecture" in text, "Discussion" in text, "Visit" in text) == (True, True, False)
    assert not Roll.objects.exists()


def test_same_list_sent_twice_counts_once_also_after_the_rolls_were_closed(morning):
    key, seats = str(uuid.uuid4()), morning.people

    assert [morning.send(first=seats[:1], key=key).json()["written"] for _time in range(2)] == [8, 0]
    morning.pass_to(11, 50)
    for roll in Roll.objects.all():
        close_roll(roll=roll, rest_absent=False, by=morning.teacher)
    again = morning.send(first=seats[:1], key=key)

    assert (again.status_code, again.json()["written"], Mark.objects.count()) == (200, 0, 8)
    other = morning.send(first=seats[:2])
    assert (other.status_code, other.json()["code"], Mark.objects.count()) == (409, "closed", 8)
    assert "Every roll of this half-day is closed" in morning.read()


def test_second_list_says_that_somebody_has_come_after_all(morning):
    morning.send(first=morning.people[:2])

    assert morning.send(morning.people[:2], first=morning.people[:1]).json()["written"] == 2

    assert morning.states(morning.discussion) == ["absent", "present", "present", "present"]


def test_closed_roll_is_named_and_left_alone(morning):
    roll = morning.open(morning.lecture)
    close_roll(roll=roll, rest_absent=True, by=morning.teacher)

    assert "Closed: stays as it is" in morning.read()
    said = morning.send().json()

    assert (said["written"], "Lecture" in said["message"], "Discussion" in said["message"]) == (4, True, False)
    assert morning.states(morning.lecture) == ["absent"] * 4
    assert morning.states(morning.discussion) == ["present"] * 4


def test_who_has_signed_in_keeps_that_and_is_asked_about_the_rest(morning):
    roll, seat = morning.open(morning.lecture), morning.people[0]
    say_of(roll, seat, "late")

    text = morning.read()
    assert f'value="{seat.public_id}"' in text
    assert "Lecture: late" in text.replace("Late", "late")
    morning.send(first=[seat])

    assert morning.states(morning.lecture)[0] == "late"
    assert morning.states(morning.discussion)[0] == "absent"


def test_leave_is_shown_and_stays(morning, ill):
    whole, half = morning.people[:2]
    ill(whole, morning.at(8), morning.at(12))
    ill(half, morning.at(8), morning.at(10))

    text = morning.read()
    assert f'name="listed" value="{whole.public_id}"' not in text
    assert f'name="listed" value="{half.public_id}"' in text
    assert text.count("Illness") == 3
    morning.send()

    assert morning.states(morning.lecture) == ["excused", "excused", "present", "present"]
    assert morning.states(morning.discussion) == ["excused", "present", "present", "present"]


def test_list_that_waited_for_a_network_counts_at_its_own_time(morning):
    seat, clock = morning.people[0], 1_000_000_000_000
    morning.pass_to(9, 35)

    morning.send(second=[seat], at=clock, sent_at=clock + 60 * 60 * 1000)

    late = Mark.objects.get(says="late")
    assert (late.at, late.roll.item) == (morning.at(8, 35), morning.lecture)


def test_late_says_nothing_of_what_is_over(morning):
    morning.pass_to(10, 20)

    morning.send(second=morning.people[:1])

    assert morning.states(morning.lecture) == ["unverified", "present", "present", "present"]
    assert morning.states(morning.discussion) == ["late", "present", "present", "present"]
    assert f'name="listed" value="{morning.people[0].public_id}"' in morning.read()


def test_what_is_cancelled_or_studied_alone_is_not_called(morning):
    morning.item("Reading", (11, 45), (12, 0), kind="self_study")
    morning.item("Called off", (11, 45), (12, 0), state="cancelled", reason="Snow")

    morning.send()

    assert set(Roll.objects.values_list("title", flat=True)) == {"Lecture", "Discussion"}


def test_halves_of_a_long_day_lie_in_their_half_days(morning, switch):
    switch(morning.page, double="half_days")
    whole_day = morning.item("Practice", (8, 30), (17, 0))

    morning.send()
    morning.send(half="afternoon")

    assert set(Roll.objects.filter(item=whole_day).values_list("part", flat=True)) == {"morning", "afternoon"}
    assert Mark.objects.count() == 4 * 5


def test_evening_is_a_half_day_of_its_own(morning):
    morning.item("Evening talk", (19, 0), (20, 30))

    assert "Evening talk" in morning.read("evening")
    assert "Evening talk" not in morning.read("afternoon")


def test_nobody_else_in_the_class_is_named_on_a_list(morning, school):
    stranger = school.enrollment(school.training_class())

    answer = morning.send([*morning.people, stranger])

    assert (answer.status_code, answer.json()["code"]) == (409, "not_in_class")
    assert not Mark.objects.exists()
    assert not Roll.objects.exists()


def test_closed_class_is_left_alone(morning):
    close_class(training_class=morning.page, by=morning.teacher, reason="Over")

    answer = morning.send()

    assert (answer.status_code, Mark.objects.count(), Roll.objects.count()) == (409, 0, 0)


def test_duty_calls_todays_half_days_and_no_others(morning, school):
    helper = morning.people[0]
    make_shift(helper, "roll")
    client = school.client(helper.learner)
    say_of(morning.open(morning.lecture), morning.people[1], "absent")

    assert "Lecture" in morning.read(client=client)
    assert morning.send(client=client).json()["written"] == 7  # what the teacher said is not overruled

    tomorrow = morning.day + datetime.timedelta(days=1)
    assert client.get(morning.address(day=tomorrow)).status_code == 404
    assert client.post(morning.address(day=tomorrow), {}).status_code == 404
    assert school.client(morning.people[2].learner).get(morning.address()).status_code == 404


@pytest.mark.parametrize("wrong", [{"half": "night"}, {"day": "2026-02-30"}, {"day": "today"}])
def test_half_day_that_does_not_exist_is_not_found(morning, wrong):
    assert morning.client.get(morning.address(**wrong)).status_code == 404


def test_half_day_in_which_nothing_is_held_says_so(morning):
    assert "Nothing is held then" in morning.read("evening")
    assert morning.send(half="evening").json()["code"] == "nothing_held"


@pytest.mark.parametrize(("time", "half"), [((7, 0), "morning"), ((13, 0), "afternoon"), ((21, 0), "afternoon")])
def test_page_of_the_class_leads_to_the_half_day_that_is_called_now(morning, time, half):
    morning.pass_to(*time)
    now = reverse("plugins:attendance:now", args=[morning.page.public_id])

    assert f'href="{now}"' in morning.client.get(morning.page.get_url()).content.decode()
    assert morning.client.get(now).url == morning.address(half)
    desk = reverse("plugins:attendance:desk", args=[morning.page.public_id])
    assert f'href="{morning.address(half)}"' in morning.client.get(desk).content.decode()


def test_page_of_the_class_leads_to_the_rolls_on_a_day_without_any(school):
    page = school.training_class()
    client = school.client(page.class_teacher)

    answer = client.get(reverse("plugins:attendance:now", args=[page.public_id]))

    assert answer.url == reverse("plugins:attendance:desk", args=[page.public_id])


def test_list_costs_the_same_for_four_and_for_thirty(morning, school):
    few = count_queries(morning.client, morning.address())
    for _number in range(26):
        school.enrollment(morning.page)

    assert count_queries(morning.client, morning.address()) == few <= 16


def test_word_about_somebody_who_signed_in_while_the_list_waited_counts_as_at_the_roll(morning):
    """The teacher's phone had no network when she saw them at 8:35; they scanned at nine."""
    seat = morning.people[0]
    Mark.objects.create(
        roll=morning.open(morning.lecture), enrollment=seat, says="in", at=morning.at(9), source="code", by=seat.learner
    )
    morning.pass_to(9, 30)
    seen = [Saying(seat.public_id, "present", morning.at(8, 35), uuid.uuid4())]

    say_half_day(training_class=morning.page, day=morning.day, half_day=HalfDay.MORNING, said=seen, by=morning.teacher)

    assert morning.states(morning.lecture)[0] == "present"
