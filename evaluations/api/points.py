"""Points in the API: one's own ledger."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from ninja import Query, Router, Schema

from evaluations.models import PointEntry
from evaluations.queries.points import ledger_of
from evaluations.queries.points.assessment import CENT, scale_in
from evaluations.queries.points.totals import sums_in, weighed
from evaluations.views.access import attended_class
from people.api import PersonRef
from people.requests import SignedInRequest
from schoolhouse.api import PageAsked, PageOf, SignedIn, Trouble, page_of

router = Router(tags=["evaluations"], auth=SignedIn())


class Entry(Schema):
    """An entry of the ledger; ``by`` is ``null`` where a rule gave the points."""

    public_id: uuid.UUID
    points: Decimal
    reason: str
    component: str
    by: PersonRef | None
    occurred_at: datetime
    reverses: uuid.UUID | None


class Ledger(PageOf[Entry]):
    """A page of one's own entries, and the sum of all of them.

    ``assessed`` is what they come to by the scheme of the class, of 100; ``null`` where it has chosen none.
    """

    total: Decimal
    assessed: Decimal | None


@router.get(
    "/classes/{uuid:public_id}/points",
    response={200: Ledger, 401: Trouble, 404: Trouble, 422: Trouble},
    url_name="points",
    summary="My points in a class",
)
def points(request: SignedInRequest, public_id: uuid.UUID, asked: Query[PageAsked]) -> dict[str, Any]:
    """List one's own entries in a class, the latest first, each with its reason."""
    training_class = attended_class(request, public_id)
    rows = ledger_of(request.user, training_class)
    page = page_of(rows, asked, lambda found: [_entry(entry) for entry in found])
    sums, scale = sums_in(request.user.pk, training_class.pk), scale_in(training_class.pk)
    assessed = scale.total(sums) if scale is not None else None
    return {**page, "total": weighed(sums, None).quantize(CENT), "assessed": assessed}


def _entry(entry: PointEntry) -> dict[str, Any]:
    return {
        "public_id": entry.public_id,
        "points": entry.points,
        "reason": entry.reason,
        "component": entry.component.name if entry.component else "",
        "by": entry.by,
        "occurred_at": entry.occurred_at,
        "reverses": entry.reverses.public_id if entry.reverses else None,
    }
