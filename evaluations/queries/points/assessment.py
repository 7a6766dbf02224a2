"""What the ledger comes to by a scheme: each component weighed, and the words that say how.

The parts of a version are JSON of this shape, numbers as text with two decimals::

    [{"component": 7, "name": "…", "kind": "daily", "maximum": "40.00",
      "base": "0.00", "floor": "0.00", "cap": "100.00", "sources": ["reply_points"]}]

``component`` is the key of the component that entries name, ``cap`` is always given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import OuterRef, Subquery

from classes.models import TrainingClassPage
from evaluations.models import AssessmentScheme, ClassScheme, SchemeComponent, SchemeVersion
from foundation import stamps
from foundation.fragments import kept_value

STAMP = "evaluations.schemes"
"""Renewed whenever a class chooses a scheme."""
stamps.fetch_always(STAMP)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Part:
    """One component, as a version has it."""

    component: int
    name: str
    kind: str
    maximum: Decimal
    base: Decimal
    floor: Decimal
    cap: Decimal
    sources: tuple[str, ...]

    def counted(self, on_ledger: Decimal) -> Decimal:
        """Return how much of the ledger's sum counts, between floor and cap, before it is converted."""
        return min(max(self.base + on_ledger, self.floor), self.cap)

    def worth(self, on_ledger: Decimal) -> Decimal:
        """Return what the ledger's sum is worth of ``maximum``, to a hundredth of a point."""
        if not self.cap:
            return Decimal(0).quantize(CENT)
        return (self.counted(on_ledger) * self.maximum / self.cap).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Scale:
    """A version of a scheme, ready to weigh with."""

    version: int
    title: str
    number: int
    parts: tuple[Part, ...]
    final_share: Decimal
    pass_mark: Decimal
    distinction_mark: Decimal

    def total(self, sums: Mapping[int | None, Decimal]) -> Decimal:
        """Return what ``sums``, the ledger's by component, come to."""
        return sum((part.worth(sums.get(part.component, Decimal(0))) for part in self.parts), Decimal(0))

    def part_for(self, source: str) -> int | None:
        """Return the key of the component to which the points of a score rule go, if it says so."""
        return next((part.component for part in self.parts if source in part.sources), None)


def scale_of(version: SchemeVersion) -> Scale:
    """Return a version ready to weigh with; its scheme must have been read."""
    return Scale(
        version=version.pk,
        title=version.scheme.title,
        number=version.number,
        parts=tuple(_part(one) for one in version.parts),
        final_share=version.final_share,
        pass_mark=version.pass_mark,
        distinction_mark=version.distinction_mark,
    )


def scale_in(training_class: int) -> Scale | None:
    """Return what the class with this key goes by, if it chose a scheme; asks only after one was chosen somewhere."""
    return _scales().get(training_class)


def _scales() -> dict[int, Scale]:
    version = stamps.current(STAMP)[STAMP]
    # Where nobody ever chose one there is nothing to read.
    return kept_value((STAMP, version), _read) if version else {}


def _read() -> dict[int, Scale]:
    last = ClassScheme.objects.filter(training_class=OuterRef("training_class")).order_by("-number").values("pk")[:1]
    rows = ClassScheme.objects.filter(pk=Subquery(last)).select_related("version__scheme")
    made: dict[int, Scale] = {}
    return {row.training_class_id: made.setdefault(row.version_id, scale_of(row.version)) for row in rows}


def _part(data: Mapping[str, Any]) -> Part:
    numbers = {name: Decimal(data[name]) for name in ("maximum", "base", "floor", "cap")}
    return Part(data["component"], data["name"], data["kind"], sources=tuple(data["sources"]), **numbers)


def parts_of(components: Iterable[SchemeComponent]) -> list[dict[str, Any]]:
    """Return the JSON of components as they stand now."""
    return [
        {
            "component": one.pk,
            "name": one.name,
            "kind": str(one.kind),
            "maximum": _text(one.maximum),
            "base": _text(one.base),
            "floor": _text(one.floor),
            "cap": _text(one.maximum if one.cap is None else one.cap),
            "sources": sorted(one.sources),
        }
        for one in components
    ]


def _text(number: Decimal) -> str:
    return str(Decimal(number).quantize(CENT))


def history_in(training_class: TrainingClassPage) -> list[ClassScheme]:
    """Return what a class chose, the last first, with who did and the scheme. One query."""
    rows = ClassScheme.objects.filter(training_class=training_class).select_related("version__scheme", "by")
    return list(rows.order_by("-number"))


def newest_version(scheme: AssessmentScheme) -> SchemeVersion | None:
    """Return the last version of a scheme."""
    return scheme.versions.order_by("-number").first()
