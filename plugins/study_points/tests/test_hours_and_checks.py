"""Points for training hours and for quick checks: off unless a school wants them, and then what is known by now."""

import datetime
import random
import uuid
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale

from evaluations.models import PointEntry
from evaluations.queries.points import total_of
from evaluations.queries.score_rules import rules_of
from lessons.models import CheckAttempt, CheckQuestion
from plugins.study_points.settling import settle
from schoolhouse.actions.activation import decide
from schoolhouse.attendance import HoursRecord, TrainingHours
from schoolhouse.extension_points import Extension, training_hours
from schoolhouse.plugins import plugin
from tests.factories.classes import make_enrollment, make_timetable_item, make_training_class
from tests.factories.lessons import make_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    training_class = make_training_class()
    # Reasons stand in the language of the class.
    training_class.locale = Locale.objects.get_or_create(language_code="en")[0]
    training_class.save()
    return training_class, make_enrollment(training_class)


def switch(page, state="on", **settings):
    decide(plugin=plugin("study_points"), page=page, state=state, settings=settings, by=None)


class Hours:
    """What a plugin knows of hours, by thing; ``None`` where it fails."""

    def __init__(self, seat):
        self.seat, self.known = seat, {}

    def of(self, page, enrollments):
        if self.known is None:
            raise RuntimeError("The book is lost.")
        at = timezone.now()
        return [HoursRecord(self.seat.pk, thing, f"Lecture {thing}", hours, at) for thing, hours in self.known.items()]


@pytest.fixture
def hours(held, monkeypatch):
    kept = Hours(held[1])
    found = [Extension("study_points", "test", TrainingHours("Test", kept.of), 0)]
    monkeypatch.setattr(training_hours, "active", lambda page: found)
    return kept


def entries():
    return list(PointEntry.objects.order_by("pk").values_list("points", "reason"))


def test_hours_give_nothing_unless_the_school_says_how_much(held, hours):
    switch(held[0])
    hours.known = {"one": Decimal("1.5")}
    assert settle(held[0]) == 0


def test_hours_count_once_each_and_say_for_what(held, hours):
    switch(held[0], hour="0.33")
    hours.known = {"one": Decimal("1.5"), "two": Decimal(2)}
    assert [settle(held[0]) for _time in range(3)] == [2, 0, 0]
    assert entries() == [
        (Decimal("0.50"), "Training hours: Lecture one, 1.5 hours"),
        (Decimal("0.66"), "Training hours: Lecture two, 2 hours"),
    ]
    with override("en"):
        said = {rule.source: rule.explanation for rule in rules_of(held[0])}
    assert said["study_points.hours"] == "0.33 points for each training hour that counts for you in this class."


def test_hours_that_nobody_knows_of_at_the_moment_stay(held, hours):
    switch(held[0], hour="1")
    hours.known = {"one": Decimal(2)}
    settle(held[0])
    hours.known = None
    assert settle(held[0]) == 0
    assert total_of(held[1].learner, held[0]) == 2


@pytest.mark.parametrize("seed", range(6))
def test_ledger_says_what_is_known_by_now_in_whatever_order_it_changes(held, hours, seed):
    training_class, seat = held
    dice, known, worth = random.Random(seed), {}, Decimal(0)
    for _step in range(12):
        match dice.randrange(4):
            case 0:
                worth = Decimal(dice.choice(["0", "0.5", "0.33", "2"]))
            case 1 if known:
                known.pop(dice.choice(sorted(known)))
            case _:
                known[f"session-{dice.randrange(4)}"] = Decimal(dice.randrange(1, 16)) / 4
        switch(training_class, hour=str(worth))
        hours.known = dict(known)
        settle(training_class)
        assert settle(training_class) == 0
        wanted = sum(((one * worth).quantize(Decimal("0.01"), ROUND_HALF_UP) for one in known.values()), Decimal(0))
        assert total_of(seat.learner, training_class) == wanted
    call_command("points", "check")


def answer(learner, lesson, block="a", *, number=1, is_right=True):
    key = lesson.translation_key
    fields = {"translation_key": key, "block": block}
    question, _made = CheckQuestion.objects.get_or_create(
        language="en", version="1", kind="single", defaults={"asked": {}}, **fields
    )
    CheckAttempt.objects.create(
        learner=learner,
        question=question,
        number=number,
        answer=[0],
        is_right=is_right,
        client_key=uuid.uuid4(),
        attempted_at=timezone.now() - datetime.timedelta(hours=1),
        **fields,
    )


def lesson_of(training_class):
    lesson = make_lesson(title="Wells")
    make_timetable_item(training_class, page=lesson)
    return lesson


def test_quick_check_counts_once_it_is_passed_and_once_only(held):
    training_class, seat = held
    switch(training_class, check="0.25")
    lesson = lesson_of(training_class)
    answer(seat.learner, lesson, is_right=False)
    assert settle(training_class) == 0
    answer(seat.learner, lesson, number=2)
    answer(seat.learner, lesson, number=3)
    answer(seat.learner, lesson, "b")
    answer(seat.learner, make_lesson())
    assert [settle(training_class) for _time in range(2)] == [2, 0]
    assert entries() == [(Decimal("0.25"), "Quick check passed: Wells")] * 2


def test_quick_checks_give_nothing_unless_the_school_says_so_and_nothing_any_more_where_it_is_off(held):
    training_class, seat = held
    switch(training_class)
    answer(seat.learner, lesson_of(training_class))
    assert settle(training_class) == 0
    switch(training_class, "off", check="1")
    assert settle(training_class) == 0
    said = {rule.source for rule in rules_of(training_class)}
    assert not any(source.startswith("study_points") for source in said)


def test_quick_check_that_counts_less_now_is_corrected(held):
    training_class, seat = held
    switch(training_class, check="1")
    answer(seat.learner, lesson_of(training_class))
    settle(training_class)
    switch(training_class, check="0.5")
    assert [settle(training_class) for _time in range(2)] == [1, 0]
    assert [points for points, _reason in entries()] == [1, Decimal("-0.5")]
