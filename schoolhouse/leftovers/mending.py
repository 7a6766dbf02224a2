"""What Wagtail takes for granted, that the class of every page is there, taught otherwise in three places.

The explorer asks each row with unpublished changes whether it can be previewed, and a page above the list for its
newest version; scheduled publishing publishes one revision after the other. Each would raise for an orphan, and take
everything else down with it.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from wagtail.models import Page, Revision

from schoolhouse.leftovers.orphans import is_orphan

logger = logging.getLogger(__name__)


def mend() -> None:
    """Teach ``Page`` and ``Revision``; once."""
    _instead(Page, "is_previewable", is_orphan, lambda page: False)
    _instead(Page, "get_latest_revision_as_object", is_orphan, lambda page: page)
    _instead(Revision, "publish", _type_is_missing, _leave_for_later)


def _instead(owner: Any, name: str, case: Callable[[Any], bool], answer: Callable[[Any], Any]) -> None:
    """Let the method ``name`` of ``owner`` give ``answer`` where ``case`` holds."""
    original = getattr(owner, name)
    if hasattr(original, "mended"):
        return

    @wraps(original)
    def mended(self: Any, *args: Any, **kwargs: Any) -> Any:
        return answer(self) if case(self) else original(self, *args, **kwargs)

    mended.mended = True  # type: ignore[attr-defined]
    setattr(owner, name, mended)


def _type_is_missing(revision: Revision) -> bool:
    return revision.content_type.model_class() is None


def _leave_for_later(revision: Revision) -> None:
    logger.warning("Revision %s is not published: its plugin is missing.", revision.pk)
