"""The people room in the API: who one is."""

import uuid
from typing import Any

from django.utils import translation
from ninja import Router, Schema

from people.models import RoleAssignment
from people.requests import SignedInRequest
from schoolhouse.api import SignedIn, Trouble

router = Router(tags=["people"], auth=SignedIn())


class PersonRef(Schema):
    """A person, as others may know of them."""

    public_id: uuid.UUID
    full_name: str


class OrganizationRef(Schema):
    """An organization."""

    public_id: uuid.UUID
    name: str


class RoleHeld(Schema):
    """A role, which holds in its organization and everything below it."""

    role: str
    organization: OrganizationRef


class Me(PersonRef):
    """The signed-in person; ``language`` is the one in which the API answers them."""

    language: str
    roles: list[RoleHeld]


@router.get("/me", response={200: Me, 401: Trouble}, url_name="me", summary="Who I am")
def me(request: SignedInRequest) -> dict[str, Any]:
    """Return the signed-in person and the roles that they hold."""
    person = request.user
    roles = RoleAssignment.objects.filter(user=person).select_related("organization")
    return {
        "public_id": person.public_id,
        "full_name": person.full_name,
        "language": translation.get_language() or "",
        "roles": list(roles.order_by("organization__path", "role")),
    }
