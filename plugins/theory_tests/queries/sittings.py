"""Tests of classes: which there are, who has sat them, and what waits for whom."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from foundation import stamps
from foundation.fragments import kept_value
from foundation.prepared import prepared
from people.models import User
from people.published import published_version
from plugins.theory_tests.models import AnswerState, Attempt, AttemptAnswer, AttemptState, ExtraTime, Shows, Sitting

STAMP = "theory_tests"
"""Renewed whenever a test is set, changed or withdrawn."""
stamps.fetch_always(STAMP)
SHOWN_BEFORE = datetime.timedelta(days=14)
"""A test stands on the page of its class from so long before it opens until so long after it has closed."""

MOST_SHOWN = 5
"""Tests on somebody's dashboard."""


@dataclass(frozen=True)
class SetTest:
    """A test as pages name it: the public id, title, when it opens and closes, and how many attempts there are.

    Its class goes along; two are equal whose class was read at different times.
    """

    public_id: Any
    title: str
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    attempts: int
    class_title: str
    key: int
    training_class: TrainingClassPage = field(compare=False, repr=False)


def tests_by_class() -> Mapping[int, tuple[SetTest, ...]]:
    """Return the tests near today by the key of their class. No query while nothing has changed: many pages ask."""
    name = ("theory_tests.classes", stamps.current(STAMP)[STAMP], published_version(), timezone.now().date())
    return kept_value(name, _read)  # type: ignore[no-any-return]


def _read() -> Mapping[int, tuple[SetTest, ...]]:
    now, found = timezone.now(), dict[int, tuple[SetTest, ...]]()
    near = {"closes_at__gte": now - SHOWN_BEFORE, "opens_at__lte": now + SHOWN_BEFORE + datetime.timedelta(days=1)}
    rows = Sitting.objects.filter(is_withdrawn=False, **near).select_related("version", "training_class")
    for row in rows.order_by("closes_at", "pk"):
        held = row.training_class
        attempts = row.version.content["attempts"]
        one = SetTest(row.public_id, row.title, row.opens_at, row.closes_at, attempts, held.title, row.pk, held)
        found[row.training_class_id] = (*found.get(row.training_class_id, ()), one)
    return found


def sittings_in(training_class: TrainingClassPage) -> QuerySet[Sitting]:
    """Return the tests of a class that were not withdrawn, the next one first."""
    rows = Sitting.objects.filter(training_class=training_class, is_withdrawn=False)
    return rows.select_related("version__paper").order_by("-opens_at", "-pk")


@dataclass(frozen=True)
class OwnTest:
    """A test and how its learner stands to it."""

    sitting: Sitting
    extra: int
    attempts: tuple[Attempt, ...]
    now: datetime.datetime

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt that is under way."""
        return next((one for one in self.attempts if one.state == AttemptState.OPEN), None)

    @property
    def ends_at(self) -> datetime.datetime:
        """When it closes for this learner."""
        return self.sitting.ends_for(self.extra)

    @property
    def left(self) -> int:
        """How many attempts are left."""
        return max(self.sitting.version.content["attempts"] - len(self.attempts), 0)

    @property
    def may_start(self) -> bool:
        """Whether an attempt may begin or go on now."""
        return self.open_attempt is not None or (self.left > 0 and self.sitting.is_open(self.now, self.extra))

    @property
    def is_before(self) -> bool:
        """Whether it has not opened yet."""
        return self.now < self.sitting.opens_at

    @property
    def best(self) -> Attempt | None:
        """The marked attempt with most points, where the learner may see it."""
        seen = [one for one in self.attempts if one.points is not None]
        return max(seen, key=lambda one: one.points or 0) if seen and results_open(self.sitting, self.now) else None


def own_tests(enrollment: Enrollment, sittings: Sequence[Sitting]) -> list[OwnTest]:
    """Return how a learner stands to ``sittings``. Two queries."""
    now = timezone.now()
    extras = dict(
        ExtraTime.objects.filter(enrollment=enrollment, sitting__in=sittings).values_list("sitting", "minutes")
    )
    made: dict[int, tuple[Attempt, ...]] = {}
    for one in Attempt.objects.filter(enrollment=enrollment, sitting__in=sittings).order_by("number"):
        made[one.sitting_id] = (*made.get(one.sitting_id, ()), one)
    return [OwnTest(one, extras.get(one.pk, 0), made.get(one.pk, ()), now) for one in sittings]


def last_end(sitting: Sitting) -> datetime.datetime:
    """Return when the test is over for everybody, extra time included. One query."""
    most = sitting.extras.aggregate(most=Max("minutes"))["most"] or 0
    return sitting.ends_for(most)


def results_open(sitting: Sitting, now: datetime.datetime) -> bool:
    """Say whether learners see what they came to."""
    if sitting.is_withdrawn:
        return False
    if sitting.results_from is not None:
        return now >= sitting.results_from
    return sitting.closed_at is not None


def shown_to_learners(sitting: Sitting, now: datetime.datetime) -> str:
    """Return what of ``Shows`` learners see now; empty for nothing.

    Right answers are never shown before the test is over for everybody, whatever the time of the results.
    """
    if not results_open(sitting, now):
        return ""
    return sitting.shows if sitting.closed_at is not None else Shows.SCORE


def may_be_sat(user: User) -> list[SetTest]:
    """Return the tests that ``user`` may still sit, in classes of theirs, the one that closes next first. One query.

    No query where no class has a test near today.
    """
    now = timezone.now()
    near = {key: [row for row in rows if _is_near(row, now)] for key, rows in tests_by_class().items()}
    running = tuple(key for key, rows in near.items() if rows)
    if not running:
        return []
    used: dict[int, dict[int, int]] = {}
    for training_class, sitting, attempts in attempts_made.all(learner=user.pk, classes=running):
        used.setdefault(training_class, {})[sitting] = attempts
    left = [row for key, made in used.items() for row in near[key] if made.get(row.key, 0) < row.attempts]
    return sorted(left, key=lambda row: (row.closes_at, row.key))[:MOST_SHOWN]


@prepared
def attempts_made(learner: int, classes: tuple[int, ...]) -> QuerySet[Enrollment, tuple[int, int, int]]:
    """The classes among these that the learner is inside of, and how many attempts at which test are over there."""
    inside = Enrollment.objects.filter(learner_id=learner, state__in=INSIDE_STATES, training_class__in=classes)
    over = Count("theory_attempts", filter=~Q(theory_attempts__state=AttemptState.OPEN))
    return inside.order_by().values_list("training_class", "theory_attempts__sitting").annotate(over=over)


def _is_near(row: SetTest, now: datetime.datetime) -> bool:
    return row.opens_at <= now + datetime.timedelta(days=2) and row.closes_at > now


@dataclass(frozen=True)
class Sat:
    """A test and how far it is, for those who run the class: attempts, open ones, and answers that wait."""

    sitting: Sitting
    people: int
    under_way: int
    waiting: int


def desk_of(training_class: TrainingClassPage) -> list[Sat]:
    """Return the tests of a class with how far they are. Three queries."""
    sittings = list(sittings_in(training_class))
    rows = Attempt.objects.filter(sitting__in=sittings).order_by().values("sitting")
    counts = {
        row["sitting"]: row
        for row in rows.annotate(
            people=Count("enrollment", distinct=True), under_way=Count("pk", filter=Q(state=AttemptState.OPEN))
        )
    }
    waits = Count("pk", filter=Q(state__in=UNMARKED))
    waiting = dict(
        AttemptAnswer.objects.filter(attempt__sitting__in=sittings)
        .order_by()
        .values("attempt__sitting")
        .annotate(waits=waits)
        .values_list("attempt__sitting", "waits")
    )
    nothing = {"people": 0, "under_way": 0}
    return [
        Sat(
            one,
            counts.get(one.pk, nothing)["people"],
            counts.get(one.pk, nothing)["under_way"],
            waiting.get(one.pk, 0),
        )
        for one in sittings
    ]


UNMARKED = (AnswerState.WAITING, AnswerState.SECOND, AnswerState.DISPUTED)


@dataclass(frozen=True)
class Sitter:
    """A learner of the class with attempts, the best points, and extra minutes."""

    enrollment: Enrollment
    attempts: tuple[Attempt, ...]
    extra: int

    @property
    def best(self) -> Decimal | None:
        """The most points of an attempt that is marked."""
        return max((one.points for one in self.attempts if one.points is not None), default=None)


def sitters_of(sitting: Sitting) -> list[Sitter]:
    """Return the learners of the class and how they stand to a test. Three queries."""
    seats = Enrollment.objects.filter(training_class=sitting.training_class_id)
    attempts: dict[int, tuple[Attempt, ...]] = {}
    for one in Attempt.objects.filter(sitting=sitting).order_by("number"):
        attempts[one.enrollment_id] = (*attempts.get(one.enrollment_id, ()), one)
    extras = dict(sitting.extras.values_list("enrollment", "minutes"))
    # Who has left the class and sat the test before stays in its list.
    rows = seats.filter(Q(state__in=INSIDE_STATES) | Q(pk__in=attempts)).select_related("learner")
    found = [Sitter(row, attempts.get(row.pk, ()), extras.get(row.pk, 0)) for row in rows]
    return sorted(found, key=lambda one: (one.enrollment.learner.full_name, one.enrollment.pk))


def answers_to_mark(sitting: Sitting) -> QuerySet[AttemptAnswer]:
    """Return the answers that wait for a marker, question by question, so that one is read after the other."""
    rows = AttemptAnswer.objects.filter(attempt__sitting=sitting, state__in=UNMARKED)
    return rows.select_related("version").order_by("version", "pk")
