"""Whatever happens, and however often: totals are the sum of the ledger, and of the events counted anew."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluations.actions.points import award_by_hand, award_by_rule, reverse_entry
from evaluations.actions.points.checking import check_points
from evaluations.actions.points.schemes import choose_scheme, keep_version
from evaluations.models import PointEntry
from evaluations.queries.points.assessment import scale_in
from evaluations.queries.points.totals import sums_in, weighed
from schoolhouse.refusals import Refusal
from tests.factories.evaluations import make_scheme

LEARNERS, EVENTS = 3, 8
POINTS = st.decimals("-20", "20", places=2).filter(bool)
EVENT = st.tuples(st.just("event"), st.integers(0, EVENTS - 1), st.booleans())
STEPS = st.lists(
    st.one_of(
        EVENT,
        st.tuples(st.just("hand"), st.integers(0, LEARNERS - 1), POINTS),
        st.tuples(st.just("reverse"), st.integers(0, 30), st.just(None)),
        st.tuples(st.just("scheme"), st.integers(0, 100), st.integers(0, 40)),
    ),
    max_size=14,
)


class Killed(Exception):
    """A worker that is gone in the middle of its transaction."""


class Life:
    """A class, what happens in it, and what should have come of it."""

    def __init__(self, lecture: Any, worth: list[Decimal]) -> None:
        self.lecture, self.worth = lecture, worth
        self.learners = lecture.learners[:LEARNERS]
        self.scheme = make_scheme(lecture.organization)
        self.components = [*self.scheme.components.all(), None]
        self.happened: set[int] = set()
        self.by_hand: list[tuple[int, Decimal]] = []
        self.reversed: set[int] = set()

    def event(self, number: int, killed: bool) -> None:
        try:
            with transaction.atomic():
                self._award(number)
                if killed:
                    raise Killed
        except Killed:
            return
        self.happened.add(number)

    def _award(self, number: int) -> None:
        award_by_rule(
            learner=self.learners[number % LEARNERS],
            training_class=self.lecture.training_class,
            points=self.worth[number],
            component=self.components[number % len(self.components)],
            reason="Happened",
            source="test",
            source_key=str(number),
            occurred_at=timezone.now(),
        )

    def hand(self, learner: int, points: Decimal) -> None:
        award_by_hand(
            learner=self.learners[learner],
            training_class=self.lecture.training_class,
            points=points,
            component=self.components[0],
            reason="By hand",
            by=self.lecture.teacher,
        )
        self.by_hand.append((learner, points))

    def reverse(self, place: int, _nothing: None) -> None:
        entries = list(PointEntry.objects.filter(training_class=self.lecture.training_class).order_by("pk"))
        if not entries:
            return
        entry = entries[place % len(entries)]
        try:
            reverse_entry(entry=entry, reason="Wrong", by=self.lecture.teacher)
        except Refusal:
            return
        self.reversed.add(entry.pk)

    def scheme_(self, first: int, floor: int) -> None:
        one, two = self.scheme.components.order_by("pk")
        one.maximum, two.maximum, one.floor = first, 100 - first, min(floor, first)
        one.save()
        two.save()
        last = self.lecture.training_class.point_schemes.count()
        choose_scheme(
            training_class=self.lecture.training_class,
            version=keep_version(scheme=self.scheme, by=None),
            by=self.lecture.teacher,
            reason="Changed",
            seen=last,
        )

    def expected(self) -> dict[int, Decimal]:
        """Count anew from what happened, without the ledger."""
        found: defaultdict[int, Decimal] = defaultdict(Decimal)
        for number in self.happened:
            found[self.learners[number % LEARNERS].pk] += self.worth[number]
        for learner, points in self.by_hand:
            found[self.learners[learner].pk] += points
        for entry in PointEntry.objects.filter(pk__in=self.reversed):
            found[entry.learner_id] -= entry.points
        return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS, worth=st.lists(POINTS, min_size=EVENTS, max_size=EVENTS))
def test_totals_equal_the_ledger_and_the_events_counted_anew(lecture: Any, steps: Any, worth: list[Decimal]) -> None:
    with transaction.atomic():
        life = Life(lecture, worth)
        for kind, one, two in steps:
            getattr(life, "scheme_" if kind == "scheme" else kind)(one, two)
            assert not check_points()
        for number in life.happened:  # everything is delivered once more
            life.event(number, False)
        expected = life.expected()
        for learner in life.learners:
            sums = sums_in(learner.pk, lecture.training_class.pk)
            assert sum(sums.values(), Decimal(0)) == expected[learner.pk]
            scale = scale_in(lecture.training_class.pk)
            if scale is not None:
                low = sum(part.worth(Decimal(-9999)) for part in scale.parts)
                assert low <= weighed(sums, scale) <= Decimal(100)
        assert not check_points()
        transaction.set_rollback(True)


@pytest.mark.parametrize("act", ["change", "delete"])
def test_the_database_itself_refuses_to_change_an_entry(lecture: Any, act: str) -> None:
    from django.db import IntegrityError, connection

    from tests.evaluations.actions.test_points import give

    entry = give(lecture)
    sql = {
        "change": "UPDATE evaluations_pointentry SET points = 99 WHERE id = %s",
        "delete": "DELETE FROM evaluations_pointentry WHERE id = %s",
    }
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql[act], [entry.pk])
    entry.refresh_from_db()
    assert entry.points == Decimal("2.50")
