"""What the ledger comes to, as the rollup has it: nobody who reads a page adds entries up."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet

from classes.models import TrainingClassPage
from evaluations.models import PointTotal
from evaluations.queries.points.assessment import Scale, scale_in
from foundation.prepared import prepared
from people.models import User

Sums = dict[int | None, Decimal]
"""The ledger's sums by the key of the component; ``None`` for entries without one."""


def total_of(learner: User, training_class: TrainingClassPage) -> Decimal:
    """What ``learner`` has in this class by its scheme, or the sum of the ledger where it has none, in points."""
    return total_in(learner.pk, training_class.pk)


def total_in(learner: int, training_class: int) -> Decimal:
    """The same by keys. Without trailing zeros: what databases make of a sum is not said in the same way by all."""
    return plain(weighed(sums_in(learner, training_class), scale_in(training_class)))


def sums_in(learner: int, training_class: int) -> Sums:
    """Return the ledger's sums of a learner in a class. One query."""
    return dict(component_totals.all(learner=learner, training_class=training_class))


def weighed(sums: Sums, scale: Scale | None) -> Decimal:
    """Return what the ledger's sums come to by ``scale``, or all of them together without one."""
    return sum(sums.values(), Decimal(0)) if scale is None else scale.total(sums)


def sums_by_learner(training_class: int, learners: Iterable[int] | None = None) -> defaultdict[int, Sums]:
    """Return the ledger's sums of everybody in a class, or of these. One query; nobody is missing."""
    rows = PointTotal.objects.filter(training_class_id=training_class)
    if learners is not None:
        rows = rows.filter(learner__in=list(learners))
    found: defaultdict[int, Sums] = defaultdict(dict)
    for learner, component, total in rows.order_by().values_list("learner_id", "component_id", "total"):
        found[learner][component] = total
    return found


def plain(total: Decimal) -> Decimal:
    """Return the same number without trailing zeros, and never as ``1E+1``."""
    return total.quantize(Decimal(1)) if total == total.to_integral_value() else total.normalize()


@prepared
def component_totals(learner: int, training_class: int) -> QuerySet[PointTotal, tuple[int | None, Decimal]]:
    """Component and total of each line of the rollup of a learner in a class; no row where there are no entries."""
    rows = PointTotal.objects.filter(learner_id=learner, training_class_id=training_class)
    return rows.order_by().values_list("component_id", "total")
