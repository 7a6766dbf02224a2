"""Who comes to how much: by points, or by ballots. Who comes to nothing is not there."""

from decimal import Decimal

from django.db.models import Count

from classes.permissions import INSIDE_STATES
from evaluations.queries.points.assessment import scale_in
from evaluations.queries.points.totals import sums_by_learner, weighed
from plugins.recognitions.models import BallotChoice, Recognition

CENT = Decimal("0.01")


def figures_by_points(recognition: Recognition) -> list[tuple[int, Decimal]]:
    """Return enrollment and points of everybody inside the class, most first: the total, or of one component."""
    page = recognition.training_class
    sums, scale = sums_by_learner(page.pk), scale_in(page.pk)
    part = None
    if recognition.component_id is not None and scale is not None:
        part = next((one for one in scale.parts if one.component == recognition.component_id), None)
    seats = page.enrollments.filter(state__in=INSIDE_STATES).order_by("pk").values_list("pk", "learner_id")
    found: list[tuple[int, Decimal]] = []
    for seat, learner in seats:
        own = sums[learner]
        if recognition.component_id is None:
            figure = weighed(own, scale)
        else:
            on_ledger = own.get(recognition.component_id, Decimal(0))
            figure = part.worth(on_ledger) if part else on_ledger
        found.append((seat, figure.quantize(CENT)))
    return sorted([pair for pair in found if pair[1] > 0], key=lambda pair: -pair[1])


def figures_by_ballots(recognition: Recognition) -> list[tuple[int, Decimal]]:
    """Return enrollment and ballots that name it, most first; who has left the class is not counted. One query."""
    rows = BallotChoice.objects.filter(ballot__recognition=recognition, enrollment__state__in=INSIDE_STATES)
    counted = rows.order_by().values_list("enrollment").annotate(ballots=Count("pk")).order_by("-ballots", "enrollment")
    return [(seat, Decimal(ballots)) for seat, ballots in counted]
