"""Copying pages with public ids of their own, without old revisions."""

import uuid
from typing import Any

from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page

LEFT_BEHIND = [
    "public_id",
    "locked",
    "locked_at",
    "locked_by",
    "go_live_at",
    "expire_at",
    "expired",
    "is_cancelled",
    "latest_revision_created_at",
]
"""Fields that belong to the original alone."""


class FreshCopyAction(CopyPageAction):
    """Wagtail's copy, as drafts, in which nothing that must be unique or belongs to the past is taken along.

    Pages and their rows get new public ids; revisions, aliases, locks and schedules stay behind. Of a page that was
    never published the latest draft is copied.
    """

    def __init__(self, page: Page, **options: Any) -> None:
        super().__init__(page, copy_revisions=False, keep_live=False, process_child_object=_give_fresh_id, **options)

    def _copy_page(self, page: Page, *args: Any, exclude_fields: list[str] | None = None, **kwargs: Any) -> Page:
        if not page.live and page.latest_revision_id:
            page = page.get_latest_revision_as_object()
        return super()._copy_page(page, *args, exclude_fields=[*(exclude_fields or []), *LEFT_BEHIND], **kwargs)


def _give_fresh_id(source: Page, copy: Page, relation: Any, row: Any) -> None:
    if hasattr(row, "public_id"):
        row.public_id = uuid.uuid4()
