"""Bells in the API, below ``/api/v1/plugins/bells/``."""

import uuid
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from bells.queries import bells_of
from schoolhouse.api import PageAsked, PageOf, Trouble, page_of

router = Router()


class BellOut(Schema):
    """A bell."""

    public_id: uuid.UUID
    text: str


@router.get("bells", response={200: PageOf[BellOut], 401: Trouble})
def list_bells(request: HttpRequest, asked: Query[PageAsked]) -> Any:
    """List the bells of all classes in which one is a learner."""
    return page_of(
        bells_of(request.user), asked, lambda rows: [{"public_id": row.public_id, "text": row.text} for row in rows]
    )


@router.get("bells/{public_id}", response={200: BellOut, 404: Trouble})
def get_bell(request: HttpRequest, public_id: uuid.UUID) -> Any:
    """Give one bell of a class in which one is a learner."""
    from django.shortcuts import get_object_or_404

    return get_object_or_404(bells_of(request.user), public_id=public_id)
