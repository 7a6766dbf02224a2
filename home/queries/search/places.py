"""Whose a place in the page tree is."""

import uuid
from functools import cached_property
from typing import NamedTuple

from foundation.trees import paths_to
from people.models import Organization, OrganizationPage


class Owner(NamedTuple):
    """An organization that owns pages."""

    public_id: uuid.UUID
    name: str
    path: str


class Places:
    """The places of all organizations, read at most once. One query."""

    @cached_property
    def _owners(self) -> dict[str, Owner]:
        rows = OrganizationPage.objects.values_list(
            "page__path", "organization__public_id", "organization__name", "organization__path"
        )
        return {path: Owner(key, name, owner) for path, key, name, owner in rows}

    def owner_of(self, path: str) -> Owner | None:
        """Return whose the page at ``path`` is: of the nearest place at or above it."""
        for place in reversed(paths_to(path)):
            if owner := self._owners.get(place):
                return owner
        return None

    def organization(self, public_id: uuid.UUID | None) -> Owner | None:
        """Return the organization with this key, if it owns pages."""
        return next((owner for owner in self._owners.values() if owner.public_id == public_id), None)

    def paths_of(self, public_id: uuid.UUID) -> list[str]:
        """Return the tree paths of the topmost places of an organization and those below it; none if it is not known.

        Whatever stands below one of them is found with it: a condition for each of a thousand villages would be more
        than SQLite takes.
        """
        path = Organization.objects.filter(public_id=public_id).values_list("path", flat=True).first()
        if path is None:
            return []
        top: list[str] = []
        for place in sorted(place for place, owner in self._owners.items() if owner.path.startswith(path)):
            if not top or not place.startswith(top[-1]):
                top.append(place)
        return top
