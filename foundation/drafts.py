"""Drafts of pages, when something is written past their editor."""

from wagtail.models import Page


def keep_draft(page: Page, draft: Page, by: object) -> None:
    """Save ``draft`` as the latest of ``page``, to which the same was written: what was published whole stays so.

    ``by`` is who wrote it, or ``None``.
    """
    is_clean = not page.has_unpublished_changes
    revision = draft.save_revision(user=by, changed=not is_clean, clean=False)
    if is_clean and page.live:
        Page.objects.filter(pk=page.pk).update(live_revision=revision)
