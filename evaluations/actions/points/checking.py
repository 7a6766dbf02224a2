"""Comparing what is kept of the ledger with the ledger itself, and setting it right."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Max, QuerySet, Sum

from evaluations.actions.points.closing import is_genuine
from evaluations.models import ClassScheme, PointEntry, PointsSnapshot, PointTotal
from foundation.ledgers import guards_missing

CENT = Decimal("0.01")
Line = tuple[int, int, int | None]
"""Keys of a learner, a class and a component."""


@dataclass(frozen=True)
class Faults:
    """What is wrong: lines of the rollup, reversals, frozen totals, and triggers that are gone."""

    totals: list[Line]
    reversals: list[int]
    snapshots: list[int]
    triggers: list[str]

    def __bool__(self) -> bool:
        return bool(self.totals or self.reversals or self.snapshots or self.triggers)


def check_points() -> Faults:
    """Compare everything that is kept of the ledger with the ledger. It reads all entries once, and changes nothing."""
    said, kept = _from_ledger(), _from_rollup()
    opposite = PointEntry.objects.filter(reverses__isnull=False).exclude(
        points=-F("reverses__points"), learner=F("reverses__learner"), training_class=F("reverses__training_class")
    )
    snapshots = PointsSnapshot.objects.order_by("pk").iterator()
    models: tuple[Any, ...] = (PointEntry, ClassScheme, PointsSnapshot)
    triggers = [name for model in models for name in guards_missing(connection, model._meta.db_table)]
    return Faults(
        totals=sorted({key for key in said.keys() | kept.keys() if said.get(key) != kept.get(key)}, key=str),
        reversals=list(opposite.order_by("pk").values_list("pk", flat=True)),
        snapshots=[one.pk for one in snapshots if not is_genuine(one)],
        triggers=triggers,
    )


@transaction.atomic
def recount() -> int:
    """Make the rollup anew where it differs from the ledger; return how many lines were wrong.

    Entries that are written meanwhile wait: the lines are held.
    """
    list(PointTotal.objects.select_for_update().order_by("pk").values_list("pk"))
    said, kept = _from_ledger(), _from_rollup()
    wrong = [key for key in said.keys() | kept.keys() if said.get(key) != kept.get(key)]
    for learner, training_class, component in wrong:
        line = PointTotal.objects.filter(learner=learner, training_class=training_class, component=component)
        line.delete()
        if (found := said.get((learner, training_class, component))) is not None:
            total, entries, last = found
            PointTotal.objects.create(
                learner_id=learner,
                training_class_id=training_class,
                component_id=component,
                total=total,
                entries=entries,
                last_entry_id=last,
            )
    return len(wrong)


def _from_ledger() -> dict[Line, tuple[Decimal, int, int | None]]:
    rows = PointEntry.objects.order_by().values("learner_id", "training_class_id", "component_id")
    return _lines(
        rows.annotate(sum=Sum("points"), count=Count("pk"), last=Max("pk")).values_list(
            "learner_id", "training_class_id", "component_id", "sum", "count", "last"
        )
    )


def _from_rollup() -> dict[Line, tuple[Decimal, int, int | None]]:
    return _lines(
        PointTotal.objects.order_by().values_list(
            "learner_id", "training_class_id", "component_id", "total", "entries", "last_entry_id"
        )
    )


def _lines(rows: "QuerySet[Any, Any]") -> dict[Line, tuple[Decimal, int, int | None]]:
    found = {}
    for learner, training_class, component, total, entries, last in rows.iterator():
        found[learner, training_class, component] = total.quantize(CENT), entries, last
    return found
