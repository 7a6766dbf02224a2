"""Pages whose type came with a plugin that is gone. Wagtail knows them as plain pages: their title, place and slug."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.models import Page, Revision, get_page_models

from schoolhouse.leftovers.records import name_of
from schoolhouse.models import InstalledPlugin


@dataclass(frozen=True)
class MissingPlugin:
    """What is known of the plugin that a page came with: ``name`` is its name on screen, or else its label."""

    label: str
    name: str
    model: str


def is_orphan(page: Page) -> bool:
    """Say whether the type of ``page`` is missing. No query: content types are cached."""
    return ContentType.objects.get_for_id(page.content_type_id).model_class() is None


def plugin_of(page: Page) -> MissingPlugin:
    """Return what is known of the plugin that ``page`` came with."""
    content_type = ContentType.objects.get_for_id(page.content_type_id)
    label = content_type.app_label
    return MissingPlugin(label, name_of(label) or label, content_type.model)


def _known_types() -> QuerySet[ContentType]:
    known = Q(pk__in=())
    for model in get_page_models():
        known |= Q(app_label=model._meta.app_label, model=model._meta.model_name)
    return ContentType.objects.filter(known)


def orphans() -> QuerySet[Page]:
    """Return all pages whose type is missing, in tree order. One query, as ``without_orphans``."""
    return Page.objects.exclude(content_type__in=_known_types()).order_by("path")


def without_orphans(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Leave out of ``pages`` those that readers cannot open because their type is missing."""
    return pages.filter(content_type__in=_known_types())


def hide_from_readers(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Answer 404 to readers of an orphan: only its plugin knows what to show."""
    if is_orphan(page):
        raise Http404


def only_look(buttons: list[Any], page: Page, user: Any, context: Any = None) -> None:
    """Leave no button at an orphan in the explorer that would be refused: only the one that explains."""
    if is_orphan(page):
        buttons[:] = [button for button in buttons if str(getattr(button, "url", "")).endswith(f"/{page.pk}/edit/")]


def explanation(request: HttpRequest, page: Page) -> HttpResponse:
    """Show in the editor's place what is known of an orphan, and what can be done."""
    plugin = plugin_of(page)
    record = InstalledPlugin.objects.filter(label=plugin.label).first()
    context = {
        "page": page,
        "plugin": plugin,
        "record": record,
        "children": page.get_children().count(),
        # Not ``page.revisions``: a plain page finds only those of plain pages.
        "revisions": Revision.page_revisions.filter(object_id=str(page.pk)).count(),
        "now": timezone.now(),
    }
    return render(request, "schoolhouse/admin/orphan.html", context)
