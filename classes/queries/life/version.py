"""When anything that a whole class sees of its life was last changed, as one version: duties, notices, the wall.

Apart from ``people.published``, which renews every text of the school: a notice shows on the pages of its class alone.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from foundation import stamps

STAMP = "classes.life"

stamps.fetch_always(STAMP)


def life_version() -> int:
    """Return the version; compare it for equality only. Costs no query of its own in a request."""
    return stamps.current(STAMP)[STAMP]


def renew_life() -> None:
    """Let the version change; for acts that change rows without ``save``, in their transaction."""
    stamps.bump(STAMP)


def renew_life_with(*models: type[Model]) -> None:
    """Let the version change with every row of ``models``."""
    for model in models:
        post_save.connect(_renew, sender=model, dispatch_uid="classes.life")
        post_delete.connect(_renew, sender=model, dispatch_uid="classes.life")


def _renew(**signal: Any) -> None:
    if not signal.get("raw"):
        renew_life()
