"""Who owns a collection of files."""

from wagtail.models import Collection

from foundation.trees import paths_to
from people.models import Organization, OrganizationCollection


def organization_of_collection(collection: Collection) -> Organization | None:
    """Return the organization that owns ``collection``: that of the nearest one at or above it. One query.

    ``None`` for the root collection, which belongs to the server.
    """
    kept = (
        OrganizationCollection.objects.filter(collection__path__in=paths_to(collection.path))
        .select_related("organization")
        .order_by("-collection__depth")
        .first()
    )
    return kept.organization if kept else None
