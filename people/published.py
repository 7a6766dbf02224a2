"""When anything that stands in published texts was last changed, as one version.

A page shows more than its own fields: addresses of pages that were moved, titles of files, names of categories and
instructors. What is kept of it carries the version of the stamp ``STAMP``, which is renewed whenever one of these is
changed. That is seldom beside reading, and simpler than knowing which text shows what. Drafts change nothing.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from foundation.stamps import bump, current
from schoolhouse import activation

STAMP = "people.published"

_DRAFT_FIELDS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
    }
)


def published_version() -> tuple[int, ...]:
    """Return the version of everything that is published, of whose it is, and of the plugins that are switched on.

    Compare it for equality only. Roles are no part of it: what they open belongs in the key of a text.
    """
    return tuple(current(STAMP, activation.STAMP).values())


def renew() -> None:
    """Let the version change; for acts that change rows without ``save``, in their transaction."""
    bump(STAMP)


def renew_with(*models: type[Model]) -> None:
    """Let the version change with every row of ``models``: what published texts show beside the pages themselves."""
    for model in models:
        post_save.connect(_renew, sender=model, dispatch_uid="people.published")
        post_delete.connect(_renew, sender=model, dispatch_uid="people.published")


def connect() -> None:
    """Let the version change with every page of any type and with people's names; called once the room is ready."""
    post_save.connect(_renew_with_name, sender=get_user_model(), dispatch_uid="people.published_names")
    post_save.connect(_renew_with_page, dispatch_uid="people.published_pages")
    post_delete.connect(_renew_with_page, dispatch_uid="people.published_pages")
    post_page_move.connect(_renew, dispatch_uid="people.published_pages")


def _renew_with_name(instance: Any, **signal: Any) -> None:
    """Renew when somebody may have got another name; nothing published names a person who was just added."""
    if not signal["created"] and "full_name" in (signal.get("update_fields") or ("full_name",)):
        _renew(**signal)


def _renew(**signal: Any) -> None:
    if not signal.get("raw"):
        renew()


def _renew_with_page(sender: type[Model], **signal: Any) -> None:
    if issubclass(sender, Page) and not set(signal.get("update_fields") or ("all",)) <= _DRAFT_FIELDS:
        _renew(**signal)
