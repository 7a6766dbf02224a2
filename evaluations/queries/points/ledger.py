"""Entries of the ledger, and the components that they may count for."""

from django.db.models import QuerySet

from classes.models import TrainingClassPage
from evaluations.models import PointEntry, SchemeComponent
from people.models import User
from people.queries.organizations import paths_to
from people.queries.ownership import organization_of


def ledger_of(learner: User, training_class: TrainingClassPage) -> QuerySet[PointEntry]:
    """Entries of ``learner`` in this class, latest first, with who gave them."""
    return (
        PointEntry.objects.filter(learner=learner, training_class=training_class)
        .select_related("by", "component", "reverses", "reversed_by")
        .order_by("-occurred_at", "-pk")
    )


def components_in(training_class: TrainingClassPage) -> QuerySet[SchemeComponent]:
    """Components of the schemes that hold where the class belongs: its organization's and those above."""
    organization = organization_of(training_class)
    if organization is None:
        return SchemeComponent.objects.none()
    rows = SchemeComponent.objects.filter(scheme__organization__path__in=paths_to(organization))
    return rows.select_related("scheme")
