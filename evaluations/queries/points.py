"""What the ledger says."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from classes.models import TrainingClassPage
from classes.permissions import INSIDE_STATES
from evaluations.models import PointEntry, SchemeComponent
from foundation.prepared import prepared
from foundation.trees import paths_to
from people.models import User
from people.queries.ownership import organization_of


def ledger_of(learner: User, training_class: TrainingClassPage) -> QuerySet[PointEntry]:
    """Entries of ``learner`` in this class, latest first, with who gave them."""
    return (
        PointEntry.objects.filter(learner=learner, training_class=training_class)
        .select_related("by", "component", "reverses")
        .order_by("-occurred_at", "-pk")
    )


def total_of(learner: User, training_class: TrainingClassPage) -> Decimal:
    """The sum of the ledger of ``learner`` in this class, in points."""
    return total_in(learner.pk, training_class.pk)


def total_in(learner: int, training_class: int) -> Decimal:
    """The same by keys. Without trailing zeros: what databases make of a sum is not said in the same way by all."""
    row = ledger_total.first(learner=learner, training_class=training_class)
    total = row[0] if row else Decimal(0)
    return total.quantize(Decimal(1)) if total == total.to_integral_value() else total.normalize()


@prepared
def ledger_total(learner: int, training_class: int) -> QuerySet[PointEntry, tuple[Decimal]]:
    """The sum of a learner's ledger in a class; no row where there are no entries."""
    rows = PointEntry.objects.filter(learner_id=learner, training_class_id=training_class)
    return rows.order_by().values("learner_id").annotate(total=Sum("points")).values_list("total")


def components_in(training_class: TrainingClassPage) -> QuerySet[SchemeComponent]:
    """Components of the schemes that hold where the class belongs: its organization's and those above."""
    organization = organization_of(training_class)
    if organization is None:
        return SchemeComponent.objects.none()
    rows = SchemeComponent.objects.filter(scheme__organization__path__in=paths_to(organization.path))
    return rows.select_related("scheme")


@dataclass(frozen=True)
class Standing:
    """A learner's place by points in one class."""

    learner: User
    points: Decimal


def standings_of(training_class: TrainingClassPage) -> list[Standing]:
    """All learners of this class, most points first; equal points in the order of names."""
    totals = dict(
        PointEntry.objects.filter(training_class=training_class)
        .values("learner_id")
        .annotate(total=Sum("points"))
        .values_list("learner_id", "total")
    )
    enrolled = training_class.enrollments.filter(state__in=INSIDE_STATES).values("learner_id")
    people = User.objects.filter(Q(pk__in=enrolled) | Q(pk__in=list(totals)))
    rows = [Standing(person, totals.get(person.pk, Decimal(0))) for person in people]
    return sorted(rows, key=lambda row: (-row.points, row.learner.full_name))
