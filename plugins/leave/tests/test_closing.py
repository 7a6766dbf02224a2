"""What leave says against closing a class."""

import pytest

from classes.closing.checks import gaps_of
from plugins.leave.actions import leave as actions
from plugins.leave.tests.leave_things import ask, granted, make_class
from tests.factories.classes import make_enrollment

pytestmark = pytest.mark.django_db


def missing(training_class):
    """Return what leave says is missing: text, how many, and the address."""
    return [(gap.text, gap.count, gap.url) for gap in gaps_of(training_class) if gap.check == "leave"]


def test_class_that_is_closed_is_told_of_open_leave():
    training_class = make_class()
    ask(make_enrollment(training_class))
    ask(make_enrollment(training_class), send=False)
    granted(make_enrollment(training_class))
    desk = f"/plugins/leave/classes/{training_class.public_id}/desk/"
    assert missing(training_class) == [
        ("requests for leave that wait for an answer", 1, desk),
        ("granted leave that has not been reported back and closed", 1, desk),
    ]


def test_withdrawal_that_nobody_has_decided_is_named():
    training_class = make_class()
    enrollment = make_enrollment(training_class)
    granted(enrollment, 2)
    granted(enrollment, 3)
    assert ("proposed withdrawals that nobody has decided", 1) in [one[:2] for one in missing(training_class)]


def test_leave_that_was_refused_or_called_off_is_not_missing():
    training_class = make_class()
    refused, called_off = (ask(make_enrollment(training_class)) for _number in range(2))
    actions.refuse_leave(leave=refused, by=training_class.class_teacher, reason="An examination")
    actions.cancel_leave(leave=called_off, by=called_off.enrollment.learner, reason="Not needed")
    assert missing(training_class) == []
