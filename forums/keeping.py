"""What the hooks of Wagtail's page explorer call, so that nobody's words are lost or shown to another class."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from forums.models import ForumPage

SAID = Q(threads__isnull=False) | Q(room_records__isnull=False) | Q(outcome__isnull=False)
"""Forums in which something was said: written in threads, recorded in the room, or decided."""


def keep_threads(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a forum in which something was said, recorded or decided, also with a page above it."""
    kept = Q(moderation_entries__isnull=False) | Q(held_posts__isnull=False)
    forum = ForumPage.objects.descendant_of(page, inclusive=True).filter(SAID | kept).first()
    if forum is None:
        return None
    messages.error(
        request,
        _("“%(forum)s” has threads, and what was said there is kept. Unpublish the forum: then nobody reads it.")
        % {"forum": forum},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def keep_in_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move a forum with threads away from its class: they were written for its learners alone."""
    parent = page.get_parent()
    if destination.pk == parent.pk or not ForumPage.objects.filter(SAID, pk=page.pk).exists():
        return None
    _explain_place(request, page)
    return redirect("wagtailadmin_explore", parent.pk)


def keep_in_bulk(request: HttpRequest, action: str, objects: Sequence[Any], instance: Any) -> HttpResponse | None:
    """Hold bulk actions to the same."""
    pages = [page for page in objects if isinstance(page, Page)]
    if not pages or action not in ("delete", "move"):
        return None
    if action == "delete":
        return next((answer for page in pages if (answer := keep_threads(request, page))), None)
    forum = ForumPage.objects.filter(SAID, pk__in=[page.pk for page in pages]).first()
    if forum is None:
        return None
    _explain_place(request, forum)
    return redirect("wagtailadmin_explore", forum.get_parent().pk)


def _explain_place(request: HttpRequest, forum: Page) -> None:
    messages.error(
        request,
        _("“%(forum)s” has threads that were written for those who read it where it stands. Open a new forum instead.")
        % {"forum": forum},
    )
