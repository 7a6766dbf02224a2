"""Freezing points when a class is closed, with what they mean: passed, or with distinction.

The content of a snapshot is JSON of this shape, its keys sorted and without blanks, so that it can be signed::

    {"shape": 1, "training_class": "…", "step": "…", "version": 1,
     "scheme": {"title": "…", "version": 2, "pass_mark": "60.00", "distinction_mark": "90.00"} or null,
     "learners": [{"learner": "…", "total": "87.50", "ledger": "91.00", "grade": "passed",
                   "components": {"Theory": "40.00"}}]}

People, class and step stand there by their public ids. Without a scheme there is no grade, and the total is the sum of
the ledger. A key is never given another meaning: a new shape has a new number.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.signing import Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from classes.closing.additions import Addition
from classes.models import ClassStep, Enrollment
from evaluations.actions.points.ledger import hold_seats
from evaluations.models import AppealState, Grade, PointAppeal, PointsSnapshot
from evaluations.queries.points.assessment import CENT, Scale, scale_in
from evaluations.queries.points.totals import Sums, plain, sums_by_learner, weighed
from schoolhouse.closing import ClosingCheck, Gap

SHAPE = 1
_SIGNER = Signer(salt="evaluations.points_snapshot")


def grade_of(total: Decimal, scale: Scale | None) -> str:
    """Return the grade of a total; nothing without a scheme."""
    if scale is None:
        return ""
    if total >= scale.distinction_mark:
        return Grade.DISTINCTION.value
    return Grade.PASSED.value if total >= scale.pass_mark else Grade.FAILED.value


def freeze(step: ClassStep, enrollments: Sequence[Enrollment]) -> dict[int, dict[str, Any]]:
    """Write the signed snapshot of a closing, and return what each result says of points.

    All seats are held first: whoever is giving points just now is waited for, and whoever comes later finds the class
    closed. A class that has neither a scheme nor an entry has nothing to freeze.
    """
    training_class = step.training_class
    hold_seats(training_class)
    scale, sums = scale_in(training_class.pk), sums_by_learner(training_class.pk)
    if scale is None and not sums:
        return {}
    found = {row.pk: _line(sums[row.learner_id], scale) for row in enrollments}
    learners = [{"learner": str(row.learner.public_id), **found[row.pk]} for row in enrollments]
    content = _content(step, scale, learners)
    PointsSnapshot.objects.create(step=step, content=content, signature=_SIGNER.signature(content))
    return found


def is_genuine(snapshot: PointsSnapshot) -> bool:
    """Say whether a snapshot is what this server signed."""
    return constant_time_compare(snapshot.signature, _SIGNER.signature(snapshot.content))


def _line(sums: Sums, scale: Scale | None) -> dict[str, Any]:
    total = weighed(sums, scale).quantize(CENT)
    parts = scale.parts if scale else ()
    return {
        "total": str(total),
        "ledger": str(sum(sums.values(), Decimal(0)).quantize(CENT)),
        "grade": grade_of(total, scale),
        "components": {part.name: str(part.worth(sums.get(part.component, Decimal(0)))) for part in parts},
    }


def _content(step: ClassStep, scale: Scale | None, learners: list[dict[str, Any]]) -> str:
    scheme = None
    if scale is not None:
        marks = {"pass_mark": str(scale.pass_mark), "distinction_mark": str(scale.distinction_mark)}
        scheme = {"title": scale.title, "version": scale.number, **marks}
    data = {
        "shape": SHAPE,
        "training_class": str(step.training_class.public_id),
        "step": str(step.public_id),
        "version": step.version,
        "scheme": scheme,
        "learners": sorted(learners, key=lambda one: one["learner"]),
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def columns() -> list[tuple[str, float]]:
    """Return the headings of points in the list of results."""
    return [(pgettext("results", "Points"), 10), (pgettext("results", "Grade"), 14)]


def cells(frozen: Mapping[str, Any]) -> list[Any]:
    """Return what stands below them."""
    return [plain(Decimal(frozen["total"])), str(Grade(frozen["grade"]).label) if frozen["grade"] else ""]


POINTS = Addition(freeze, columns, cells)


def open_appeals(page: Any) -> list[Gap]:
    """Count the appeals against entries to which nobody has answered."""
    waiting = PointAppeal.objects.filter(entry__training_class=page, state=AppealState.OPEN).count()
    address = reverse("evaluations:appeals", args=[page.public_id])
    return [Gap(_("appeals against points that nobody has answered"), waiting, address)] if waiting else []


APPEALS = ClosingCheck(gettext_lazy("Points"), open_appeals)
