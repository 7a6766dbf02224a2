"""Points for studying are what the sources say by now, and never twice."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from classes.models import LiveClassPage, TimetableItem
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.models import FeedbackSurvey, PointEntry
from evaluations.queries.points import total_of
from plugins.study_points.settling import settle
from schoolhouse.actions.activation import decide
from schoolhouse.attendance import AttendanceRecord, AttendanceRecords
from schoolhouse.extension_points import attendance_records
from schoolhouse.plugins import plugin
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.evaluations import make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    training_class = make_training_class()
    seat = make_enrollment(training_class)
    decide(plugin=plugin("study_points"), page=training_class, state="on", settings={}, by=None)
    for one in {one.plugin for one in attendance_records.extensions()}:
        # Only what a test says itself counts here, whichever plugins stand beside this one.
        decide(plugin=plugin(one), page=training_class, state="off", settings={}, by=None)
    return training_class, seat


def test_feedback_given_counts_once(held):
    training_class, seat = held
    now = timezone.now()
    live = LiveClassPage(title="Live", slug="live", starts_at=now - datetime.timedelta(hours=2), ends_at=now)
    training_class.add_child(instance=live)
    survey = make_survey(live)
    submit_feedback(survey=survey, answers={survey.version.questions.first().key: 4}, by=seat.learner)
    assert settle(training_class) == 0, "The time of the entry would tell when an anonymous answer was given."
    FeedbackSurvey.objects.update(opens_at=now - datetime.timedelta(hours=3), closes_at=now)
    assert [settle(training_class) for _time in range(3)] == [1, 0, 0]
    assert total_of(seat.learner, training_class) == Decimal("0.5")
    assert PointEntry.objects.get().occurred_at == now


def test_attendance_that_is_corrected_mends_itself(held, monkeypatch):
    training_class, seat = held
    now = timezone.now()
    item = TimetableItem.objects.create(
        training_class=training_class,
        title="Lecture",
        kind="live_class",
        starts_at=now,
        ends_at=now + datetime.timedelta(hours=1),
    )
    state = "present"

    def records(page, enrollments, items):
        return [AttendanceRecord(seat.pk, item.pk, state, 0, 45)]

    value = AttendanceRecords("Test", records)
    monkeypatch.setattr(attendance_records, "active", lambda page: [_Extension(value)])
    for state, total in (("present", "0.5"), ("late", "0.25"), ("unverified", "0"), ("present", "0.5")):
        settle(training_class)
        assert settle(training_class) == 0
        assert total_of(seat.learner, training_class) == Decimal(total), state
    assert PointEntry.objects.count() == 4
    call_command("points", "check")


class _Extension:
    plugin, name = "study_points", "test"

    def __init__(self, value):
        self.value = value
