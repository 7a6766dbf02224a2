"""What the ledger says."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from classes.models import TrainingClassPage
from evaluations.models import PointEntry
from people.models import User


def ledger_of(learner: User, training_class: TrainingClassPage) -> QuerySet[PointEntry]:
    """Entries of ``learner`` in this class, latest first, with who gave them."""
    return (
        PointEntry.objects.filter(learner=learner, training_class=training_class)
        .select_related("by", "component", "reverses")
        .order_by("-occurred_at", "-pk")
    )


def total_of(learner: User, training_class: TrainingClassPage) -> Decimal:
    """The sum of the ledger of ``learner`` in this class, in points."""
    rows = PointEntry.objects.filter(learner=learner, training_class=training_class)
    return rows.aggregate(total=Sum("points"))["total"] or Decimal(0)


@dataclass(frozen=True)
class Standing:
    """A learner's place by points in one class."""

    learner: User
    points: Decimal


def standings_of(training_class: TrainingClassPage) -> list[Standing]:
    """All learners with entries in this class, most points first; equal points in the order of names."""
    totals = dict(
        PointEntry.objects.filter(training_class=training_class)
        .values("learner_id")
        .annotate(total=Sum("points"))
        .values_list("learner_id", "total")
    )
    people = User.objects.in_bulk(totals)
    rows = [Standing(people[pk], total) for pk, total in totals.items()]
    return sorted(rows, key=lambda row: (-row.points, row.learner.full_name))
