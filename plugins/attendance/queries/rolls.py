"""What was recorded for a roll, and how everybody stands to it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from classes.models import Enrollment, TimetableItemState, TrainingClassPage
from classes.permissions import INSIDE_STATES
from plugins.attendance.models import Mark, Roll, RollState, RollTransition
from plugins.attendance.states import Fact, Span, Standing, standing
from schoolhouse.extension_points import absence_excuses
from schoolhouse.faults import shielded


def learners_of(training_class: TrainingClassPage) -> QuerySet[Enrollment]:
    """Return everybody of whom presence is asked, by group and name, with the person and where they are from."""
    rows = Enrollment.objects.filter(training_class=training_class, state__in=INSIDE_STATES)
    return rows.select_related("learner", "organization", "group").order_by("group__number", "learner__full_name", "pk")


def rolls_of(training_class: TrainingClassPage) -> QuerySet[Roll]:
    """Return the rolls that count in a class: not those of what is cancelled, but those of what is gone."""
    rolls = Roll.objects.filter(training_class=training_class)
    return rolls.exclude(item__state=TimetableItemState.CANCELLED)


def rolls_apart(training_class: TrainingClassPage) -> QuerySet[Roll]:
    """Return the rolls of what is cancelled, or gone from the timetable."""
    apart = Q(item=None) | Q(item__state=TimetableItemState.CANCELLED)
    return Roll.objects.filter(apart, training_class=training_class)


def ended_with_class(training_class: TrainingClassPage) -> QuerySet[Roll]:
    """Return the rolls that nobody had closed when the class was; only then is a reason kept of a closing."""
    last = RollTransition.objects.filter(roll=OuterRef("pk")).order_by("-pk").values("reason")[:1]
    closed = Roll.objects.filter(training_class=training_class, state=RollState.CLOSED)
    return closed.annotate(last_reason=Subquery(last)).filter(last_reason__gt="")


def excuses_of(training_class: TrainingClassPage, enrollments: Sequence[Enrollment]) -> dict[int, list[Span]]:
    """Ask whoever knows who is excused; what one of them raises is written down, and excuses nobody."""
    found: dict[int, list[Span]] = defaultdict(list)
    for extension in absence_excuses.active(training_class):
        with shielded(extension.plugin, "absence_excuses"):
            for excuse in list(extension.value.of(training_class, enrollments)):
                found[excuse.enrollment].append(Span(excuse.starts_at, excuse.ends_at, str(excuse.label)))
    return found


def facts_of(rolls: Iterable[Roll], enrollments: Sequence[Enrollment]) -> dict[tuple[int, int], list[Fact]]:
    """Return what was recorded, by roll and enrollment. One query."""
    found: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    marks = Mark.objects.filter(roll__in=[roll.pk for roll in rolls])
    # Few are named, a whole class is not: its list would be longer than what it keeps out.
    if len(enrollments) == 1:
        marks = marks.filter(enrollment=enrollments[0])
    for row in marks.values_list("roll_id", "enrollment_id", "pk", "says", "at", "source", "corrects_id"):
        found[row[0], row[1]].append(Fact(*row[2:]))
    return found


@dataclass(frozen=True)
class Row:
    """How one learner stands to a roll."""

    enrollment: Enrollment
    roll: Roll
    standing: Standing


def standings(
    training_class: TrainingClassPage, rolls: Sequence[Roll], enrollments: Sequence[Enrollment]
) -> dict[tuple[int, int], Row]:
    """Return how ``enrollments`` stand to ``rolls``, by roll and enrollment. One query, and those of the excuses."""
    if not rolls or not enrollments:
        return {}
    facts, excuses = facts_of(rolls, enrollments), excuses_of(training_class, enrollments)
    return {
        (roll.pk, enrollment.pk): Row(
            enrollment,
            roll,
            standing(roll.terms, facts.get((roll.pk, enrollment.pk), ()), excuses.get(enrollment.pk, ())),
        )
        for roll in rolls
        for enrollment in enrollments
    }


def rows_of(roll: Roll) -> list[Row]:
    """Return how every learner of the class stands to ``roll``, by group and name."""
    enrollments = list(learners_of(roll.training_class))
    found = standings(roll.training_class, [roll], enrollments)
    return [found[roll.pk, enrollment.pk] for enrollment in enrollments]
