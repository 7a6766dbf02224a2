"""Entries of the ledger, and the components that they may count for."""

from django.db.models import QuerySet

from classes.models import TrainingClassPage
from evaluations.models import PointEntry, SchemeComponent
from evaluations.queries.points.assessment import scale_in
from foundation.trees import paths_to
from people.models import User
from people.queries.ownership import organization_of


def ledger_of(learner: User, training_class: TrainingClassPage) -> QuerySet[PointEntry]:
    """Entries of ``learner`` in this class, latest first, with who gave them."""
    return (
        PointEntry.objects.filter(learner=learner, training_class=training_class)
        .select_related("by", "component", "reverses", "reversed_by")
        .order_by("-occurred_at", "-pk")
    )


def components_in(training_class: TrainingClassPage) -> QuerySet[SchemeComponent]:
    """Components that entries of this class may count for: those of its scheme.

    Where it has chosen none, those of all schemes that hold where it belongs: its organization's and those above.
    """
    if (scale := scale_in(training_class.pk)) is not None:
        keys = [part.component for part in scale.parts]
        return SchemeComponent.objects.filter(pk__in=keys).select_related("scheme").order_by("sort_order", "pk")
    organization = organization_of(training_class)
    if organization is None:
        return SchemeComponent.objects.none()
    rows = SchemeComponent.objects.filter(scheme__organization__path__in=paths_to(organization.path))
    return rows.select_related("scheme")
