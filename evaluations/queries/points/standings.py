"""Where learners stand in a class, and its groups and organizations. As many queries for one as for two thousand."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from evaluations.models import PointsSettings
from evaluations.queries.points.assessment import CENT, scale_in
from evaluations.queries.points.totals import sums_by_learner, weighed
from people.models import User


@dataclass(frozen=True)
class Standing:
    """A learner's place by points in one class; equal points share a place."""

    place: int
    learner: User
    points: Decimal
    group: str = ""
    organization: str = ""


@dataclass(frozen=True)
class GroupStanding:
    """A group's or organization's place by what its learners have on average."""

    place: int
    name: str
    learners: int
    points: Decimal


def settings_of(training_class: TrainingClassPage) -> PointsSettings:
    """Return what the class has set about points, unsaved where it has set nothing. One query."""
    found = PointsSettings.objects.filter(training_class=training_class).first()
    return found or PointsSettings(training_class=training_class)


def standings_of(training_class: TrainingClassPage) -> list[Standing]:
    """All learners of this class, and who has points in it, most points first; equal ones in the order of names."""
    sums, scale = sums_by_learner(training_class.pk), scale_in(training_class.pk)
    seats = training_class.enrollments.filter(Q(state__in=INSIDE_STATES) | Q(learner__in=list(sums)))
    rows = seats.select_related("learner", "group", "organization").order_by("learner__full_name", "learner_id")
    found = [(weighed(sums[row.learner_id], scale).quantize(CENT), row) for row in rows]
    found.sort(key=lambda pair: -pair[0])
    places = _places([points for points, _row in found])
    return [
        Standing(place, row.learner, points, _group(row), row.organization.name if row.organization else "")
        for place, (points, row) in zip(places, found, strict=True)
    ]


def by_group(standings: Iterable[Standing]) -> list[GroupStanding]:
    """Return how the groups of a class stand; who is in none is left out."""
    return _gathered(standings, lambda row: row.group)


def by_organization(standings: Iterable[Standing]) -> list[GroupStanding]:
    """Return how the organizations stand that learners come from."""
    return _gathered(standings, lambda row: row.organization)


def _group(row: Enrollment) -> str:
    return str(row.group_name) if row.group_id else ""


def _gathered(standings: Iterable[Standing], name_of: Callable[[Standing], str]) -> list[GroupStanding]:
    points: defaultdict[str, list[Decimal]] = defaultdict(list)
    for row in standings:
        if name := name_of(row):
            points[name].append(row.points)
    means = {
        name: (sum(found, Decimal(0)) / len(found)).quantize(CENT, ROUND_HALF_UP) for name, found in points.items()
    }
    ordered = sorted(means, key=lambda name: (-means[name], name))
    places = _places([means[name] for name in ordered])
    return [
        GroupStanding(place, name, len(points[name]), means[name]) for place, name in zip(places, ordered, strict=True)
    ]


def _places(ordered: list[Decimal]) -> list[int]:
    """Return the place of each of these points, which come in their order: 1, 2, 2, 4."""
    places: list[int] = []
    for number, points in enumerate(ordered, start=1):
        same = number > 1 and ordered[number - 2] == points
        places.append(places[-1] if same else number)
    return places
