"""Schemes that a class may choose, and whose totals would move if it did."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery

from classes.models import TrainingClassPage
from classes.permissions import INSIDE_STATES
from evaluations.models import AssessmentScheme, SchemeVersion
from evaluations.queries.points.assessment import CENT, scale_in, scale_of
from evaluations.queries.points.totals import sums_by_learner, weighed
from foundation.trees import paths_to
from people.models import User
from people.queries.ownership import organization_of


@dataclass(frozen=True)
class Move:
    """What a learner has now, and would have."""

    learner: User
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """By how much the total moves."""
        return self.after - self.before


def schemes_for(training_class: TrainingClassPage) -> QuerySet[AssessmentScheme]:
    """Schemes that hold where the class belongs: its organization's and those above."""
    organization = organization_of(training_class)
    if organization is None:
        return AssessmentScheme.objects.none()
    return AssessmentScheme.objects.filter(organization__path__in=paths_to(organization.path))


def versions_for(training_class: TrainingClassPage) -> QuerySet[SchemeVersion]:
    """The newest version of each scheme that the class may choose."""
    newest = SchemeVersion.objects.filter(scheme=OuterRef("scheme")).order_by("-number").values("pk")[:1]
    rows = SchemeVersion.objects.filter(scheme__in=schemes_for(training_class), pk=Subquery(newest))
    return rows.select_related("scheme__organization").order_by("scheme__title", "pk")


def moves(training_class: TrainingClassPage, version: SchemeVersion) -> list[Move]:
    """Return every learner with both totals, those that move most first. Three queries, however many learners."""
    before, after = scale_in(training_class.pk), scale_of(version)
    sums = sums_by_learner(training_class.pk)
    seats = training_class.enrollments.filter(state__in=INSIDE_STATES).select_related("learner")
    found = [
        Move(
            seat.learner,
            weighed(sums[seat.learner_id], before).quantize(CENT),
            weighed(sums[seat.learner_id], after).quantize(CENT),
        )
        for seat in seats.order_by("learner__full_name", "pk")
    ]
    return sorted(found, key=lambda move: -abs(move.difference))
