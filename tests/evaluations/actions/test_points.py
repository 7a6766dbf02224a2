from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.actions.points import award_by_hand, award_by_rule, reverse_entry
from evaluations.models import PointEntry
from evaluations.queries.points import standings_of, total_of
from schoolhouse.refusals import Refusal
from tests.factories.people import make_user


def give(lecture: Any, points: Any = "2.5", reason: str = "Helped the group", **fields: Any) -> PointEntry:
    fields.setdefault("by", lecture.instructor)
    fields.setdefault("learner", lecture.learners[0])
    return award_by_hand(training_class=lecture.training_class, points=points, reason=reason, **fields)


def test_points_by_hand_carry_who_and_why(lecture: Any) -> None:
    entry = give(lecture)
    assert (entry.points, entry.reason, entry.by, entry.source) == (
        Decimal("2.50"),
        "Helped the group",
        lecture.instructor,
        "by_hand",
    )


@pytest.mark.parametrize("points", ["0", "0.001", "100.01", "-101", "NaN", "Infinity", "many", ""])
def test_points_that_are_no_sensible_number_are_refused(lecture: Any, points: str) -> None:
    with pytest.raises(Refusal) as refused:
        give(lecture, points)
    assert refused.value.status == 400
    assert not PointEntry.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "\x00", "x" * 251])
def test_points_without_a_reason_are_refused(lecture: Any, reason: str) -> None:
    with pytest.raises(Refusal):
        give(lecture, reason=reason)


def test_points_by_somebody_who_neither_teaches_nor_runs_the_class_are_refused(lecture: Any) -> None:
    for stranger in (make_user(), lecture.learners[1]):
        with pytest.raises(Refusal) as refused:
            give(lecture, by=stranger)
        assert refused.value.status == 403


def test_points_for_somebody_outside_the_class_are_refused(lecture: Any) -> None:
    with pytest.raises(Refusal) as refused:
        give(lecture, learner=make_user())
    assert refused.value.code == "not_enrolled"


def test_points_by_a_rule_count_once(lecture: Any) -> None:
    for _time in range(3):
        award_by_rule(
            learner=lecture.learners[0],
            training_class=lecture.training_class,
            points=Decimal("0.5"),
            reason="Answered",
            source="rule",
            source_key="post-1",
            occurred_at=timezone.now(),
        )
    assert str(total_of(lecture.learners[0], lecture.training_class)) == "0.5"


def test_points_taken_back_leave_both_entries(lecture: Any) -> None:
    entry = give(lecture, "3")
    reversal = reverse_entry(entry=entry, reason="Wrong person", by=lecture.teacher)
    assert reversal.points == Decimal(-3)
    assert PointEntry.objects.count() == 2
    assert total_of(lecture.learners[0], lecture.training_class) == 0


def test_points_are_taken_back_only_once(lecture: Any) -> None:
    entry = give(lecture)
    reversal = reverse_entry(entry=entry, reason="Wrong", by=lecture.teacher)
    for target, code in ((entry, "reversed"), (reversal, "is_reversal")):
        with pytest.raises(Refusal) as refused:
            reverse_entry(entry=target, reason="Again", by=lecture.teacher)
        assert refused.value.code == code


def test_points_without_a_reason_cannot_be_stored_at_all(lecture: Any) -> None:
    entry = give(lecture)
    with pytest.raises(IntegrityError), transaction.atomic():
        PointEntry.objects.filter(pk=entry.pk).update(reason="")


def test_standings_order_by_points_then_name(lecture: Any) -> None:
    first, second = lecture.learners[:2]
    give(lecture, "1", learner=first)
    give(lecture, "4", learner=second)
    give(lecture, "-1.5", learner=second)
    rows = [(row.learner, row.points) for row in standings_of(lecture.training_class)]
    assert rows[:2] == [(second, Decimal("2.50")), (first, Decimal("1.00"))]
    assert {points for _learner, points in rows[2:]} == {Decimal(0)}
    assert len(rows) == len(lecture.learners)
