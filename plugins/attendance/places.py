"""Where a class is held, and how far from it a phone says that it is.

A position is asked only where a class wants it, compared at once and forgotten: what stays is that it was compared and
how far away it was, in words (``Compared.words``). The distance is that of a ball of the Earth's mean radius, which is
half a percent wrong at most: less than what a phone does not know about itself.
"""

import math
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from schoolhouse.refusals import Refusal

EARTH_METERS = 6_371_009
COARSEST_METERS = 100
"""A phone that knows no better than this where it is proves nothing, unless the place itself is wider."""
_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,12})?"
POINT = re.compile(rf"^\s*({_NUMBER})\s*[,，;\s]\s*({_NUMBER})\s*$")
FIX = re.compile(rf"^({_NUMBER}),({_NUMBER}),(\d{{1,8}}(?:\.\d{{1,12}})?)$")


@dataclass(frozen=True)
class Point:
    """A point on the Earth, in degrees of WGS 84 as phones and the maps of the world say them."""

    latitude: float
    longitude: float

    def meters_to(self, other: "Point") -> float:
        """Return how far the other point is, by the haversine formula."""
        one, two = math.radians(self.latitude), math.radians(other.latitude)
        across = math.radians(other.longitude - self.longitude)
        half = math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(across / 2) ** 2
        return 2 * EARTH_METERS * math.asin(min(1.0, math.sqrt(half)))


@dataclass(frozen=True)
class Place:
    """A place: whoever is no more than ``meters`` from its middle is there."""

    middle: Point
    meters: int

    @property
    def coarsest(self) -> int:
        """How inaccurate a position may be to prove anything, in meters."""
        return max(COARSEST_METERS, self.meters)

    def check(self, said: str) -> "Compared":
        """Compare what a phone says: "latitude,longitude,accuracy". Raises ``Refusal`` in words for its owner."""
        given, accuracy = _fix(said)
        if accuracy > self.coarsest:
            words = _("Your phone knows only to about %(meters)s m where it is. Go near a window, then try again.")
            raise Refusal(words % {"meters": _rounded(accuracy)}, code="place_coarse", status=403)
        far = self.middle.meters_to(given)
        if far - accuracy > self.meters:
            words = _("You are about %(meters)s m away from where the class is held. Sign in there.")
            raise Refusal(words % {"meters": _rounded(far)}, code="place_far", status=403)
        return Compared(is_inside=far <= self.meters)


@dataclass(frozen=True)
class Compared:
    """What stays of a position: whether it lay inside, or only reached the place with its inaccuracy."""

    is_inside: bool

    @property
    def words(self) -> str:
        """Say it, as evidence beside a mark."""
        return _("Position checked: at the place") if self.is_inside else _("Position checked: at the edge")


def point_of(text: str) -> Point | None:
    """Read "latitude, longitude" as maps copy it; ``None`` for anything else."""
    found = POINT.match(text)
    return _on_earth(*map(float, found.groups())) if found else None


def _on_earth(latitude: float, longitude: float) -> Point | None:
    return Point(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _fix(said: str) -> tuple[Point, float]:
    if not said:
        words = _("Your phone did not say where it is. Allow this page to know your position, then try again.")
        raise Refusal(words, code="place_missing", status=403)
    found = FIX.match(said)
    point = _on_earth(float(found[1]), float(found[2])) if found else None
    if found is None or point is None:
        raise Refusal(_("What your phone said about where it is cannot be read."), code="place_damaged", status=400)
    return point, float(found[3])


def _rounded(meters: float) -> int:
    """Return a distance as coarse as one says it: to tens, from 1,000 m on to hundreds."""
    return max(10, int(round(meters, -1 if meters < 1000 else -2)))
