"""What the ledger comes to, as the rollup has it: nobody who reads a page adds entries up."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from classes.models import TrainingClassPage
from classes.permissions import INSIDE_STATES
from evaluations.models import PointTotal
from foundation.prepared import prepared
from people.models import User


def total_of(learner: User, training_class: TrainingClassPage) -> Decimal:
    """The sum of the ledger of ``learner`` in this class, in points."""
    return total_in(learner.pk, training_class.pk)


def total_in(learner: int, training_class: int) -> Decimal:
    """The same by keys. Without trailing zeros: what databases make of a sum is not said in the same way by all."""
    rows = component_totals.all(learner=learner, training_class=training_class)
    return plain(sum((total for _component, total in rows), Decimal(0)))


def plain(total: Decimal) -> Decimal:
    """Return the same number without trailing zeros, and never as ``1E+1``."""
    return total.quantize(Decimal(1)) if total == total.to_integral_value() else total.normalize()


@prepared
def component_totals(learner: int, training_class: int) -> QuerySet[PointTotal, tuple[int | None, Decimal]]:
    """Component and total of each line of the rollup of a learner in a class; no row where there are no entries."""
    rows = PointTotal.objects.filter(learner_id=learner, training_class_id=training_class)
    return rows.order_by().values_list("component_id", "total")


@dataclass(frozen=True)
class Standing:
    """A learner's place by points in one class."""

    learner: User
    points: Decimal


def standings_of(training_class: TrainingClassPage) -> list[Standing]:
    """All learners of this class, most points first; equal points in the order of names."""
    sums = PointTotal.objects.filter(training_class=training_class).values("learner_id").annotate(sum=Sum("total"))
    totals = dict(sums.order_by().values_list("learner_id", "sum"))
    enrolled = training_class.enrollments.filter(state__in=INSIDE_STATES).values("learner_id")
    people = User.objects.filter(Q(pk__in=enrolled) | Q(pk__in=list(totals)))
    rows = [Standing(person, totals.get(person.pk, Decimal(0))) for person in people]
    return sorted(rows, key=lambda row: (-row.points, row.learner.full_name))
