"""Figures of a subtree, for heads and coordinators."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from classes.models import Enrollment, EnrollmentState, TrainingClassPage
from classes.permissions import INSIDE_STATES
from evaluations.models import SurveyTally
from people.models import Organization
from people.models.organization import OrganizationQuerySet


@dataclass(frozen=True)
class Figures:
    """What a subtree did: learners are people, places are seats taken in classes, the mean is of 5."""

    organizations: int
    learners: int
    places_taken: int
    completed: int
    running_classes: int
    feedback_mean: Decimal | None

    @property
    def completed_share(self) -> int:
        """How many of the places taken led to the end, in percent."""
        return round(100 * self.completed / self.places_taken) if self.places_taken else 0


def figures_of(organizations: OrganizationQuerySet) -> Figures:
    """Count over everybody whom the ``organizations`` sent, and every class that touched them."""
    sent = Enrollment.objects.filter(organization__in=organizations, state__in=INSIDE_STATES)
    counts = sent.aggregate(
        learners=Count("learner", distinct=True),
        taken=Count("pk"),
        completed=Count("pk", filter=Q(state=EnrollmentState.COMPLETED)),
    )
    today = timezone.localdate()
    running = TrainingClassPage.objects.live().filter(
        starts_on__lte=today, ends_on__gte=today, pk__in=sent.values("training_class")
    )
    return Figures(
        organizations=organizations.count(),
        learners=counts["learners"],
        places_taken=counts["taken"],
        completed=counts["completed"],
        running_classes=running.count(),
        feedback_mean=_feedback_mean(organizations),
    )


def _feedback_mean(organizations: OrganizationQuerySet) -> Decimal | None:
    """The mean of all levels given in the forms of these organizations, as of five, to one place; from tallies."""
    rows = SurveyTally.objects.filter(survey__form__organization__in=organizations)
    sums = rows.aggregate(total=Sum("total"), given=Sum("given"))
    return (Decimal(sums["total"]) / sums["given"]).quantize(Decimal("0.1")) if sums["given"] else None


@dataclass(frozen=True)
class PlaceRow:
    """One organization's line: how many people it sent, and how many finished."""

    organization: Organization
    places_taken: int
    completed: int


def rows_below(top: Organization) -> list[PlaceRow]:
    """One line for each organization directly below ``top``, each with all that is below it."""
    sent = Enrollment.objects.filter(organization__path__startswith=top.path, state__in=INSIDE_STATES)
    counts = sent.values_list("organization__path").annotate(
        taken=Count("pk"), completed=Count("pk", filter=Q(state=EnrollmentState.COMPLETED))
    )
    rows = []
    taken_by_path = list(counts)
    for child in top.get_children().order_by("path"):
        own = [row for row in taken_by_path if row[0].startswith(child.path)]
        rows.append(PlaceRow(child, sum(row[1] for row in own), sum(row[2] for row in own)))
    return rows


def people_sent_by(organizations: OrganizationQuerySet) -> QuerySet[Enrollment]:
    """Everybody whom the ``organizations`` sent, with class and points, the latest class first."""
    return (
        Enrollment.objects.filter(organization__in=organizations)
        .select_related("learner", "organization", "training_class")
        .annotate(
            points=Sum(
                "learner__point_entries__points",
                filter=Q(learner__point_entries__training_class_id=F("training_class_id")),
            )
        )
        .order_by("-training_class__starts_on", "learner__full_name", "pk")
    )
