"""Keeps requests away from what only a missing plugin could answer, and says so instead of failing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from schoolhouse.gates.refusals import explain, wants_json
from schoolhouse.leftovers import guard
from schoolhouse.leftovers.orphans import explanation, orphans, plugin_of
from schoolhouse.refusals import Refusal

View = Callable[..., HttpResponse]

#: Addresses about one page, and what the page is called there.
PAGE_ARGUMENTS = {
    "wagtailadmin_pages": ("page_id", "page_to_move_id", "pk", "parent_page_id", "destination_id"),
    "simple_translation": ("page_id",),
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class LeftOversMiddleware:
    """Answers for pages of a missing type in the admin, and for what left-over tables still point at. After sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer for an orphan; run what may come upon something left behind in one transaction."""
        if not _inside_admin(request) or not _may_enter_admin(request):
            return None
        page = _orphan_asked_for(request, kwargs)
        if page is not None:
            return _answer_for_orphan(request, page)
        if request.method in SAFE or not (guard.arm() or _copies(request)):
            return None
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except (Refusal, IntegrityError) as error:
            answer = _refused(request, error)
            if answer is None:
                raise
            return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what no view has caught."""
        return _refused(request, error) if isinstance(error, IntegrityError) else None


def _inside_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def _copies(request: HttpRequest) -> bool:
    """Say whether pages may be copied: half a tree must not stay behind when one of them cannot be."""
    assert request.resolver_match is not None
    return request.resolver_match.view_name in {
        "wagtailadmin_pages:copy",
        "simple_translation:submit_page_translation",
    }


def _may_enter_admin(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")


def _orphan_asked_for(request: HttpRequest, kwargs: dict[str, Any]) -> Page | None:
    """Return the first orphan that the address, or a bulk action, is about, if who asks works there."""
    from wagtail.permissions import policy_registry

    match = request.resolver_match
    assert match is not None
    if match.view_name == "wagtail_bulk_action":
        if (kwargs.get("app_label"), kwargs.get("model_name")) != ("wagtailcore", "page"):
            return None
        wanted = _chosen(request)
    else:
        named = [kwargs[name] for name in PAGE_ARGUMENTS.get(match.namespace, ()) if name in kwargs]
        if not named:
            return None
        wanted = Q(pk__in=named)
    found = orphans().filter(wanted).first()
    if found and policy_registry.get_by_type(Page).explorable_instances(request.user).filter(pk=found.pk).exists():
        return found
    return None


def _chosen(request: HttpRequest) -> Q:
    """Return which pages a bulk action is asked for."""
    ids = request.GET.getlist("id")
    if "all" not in ids:
        return Q(pk__in=[number for number in ids if number.isdecimal()])
    above = request.GET.get("childOf", "")
    parent = Page.objects.filter(pk=above).first() if above.isdecimal() else None
    return Q(path__startswith=parent.path, depth=parent.depth + 1) if parent else Q()


def _answer_for_orphan(request: HttpRequest, page: Page) -> HttpResponse:
    match = request.resolver_match
    assert match is not None
    if match.view_name == "wagtailadmin_pages:edit" and request.method in SAFE:
        return explanation(request, page)
    plugin = plugin_of(page)
    message = _("“%(page)s” can only be looked at: its plugin “%(plugin)s” is missing.")
    message %= {"page": page.title, "plugin": plugin.name}
    if wants_json(request):
        return JsonResponse({"success": False, "code": "plugin_missing", "message": message}, status=409)
    messages.error(request, message)
    return redirect("wagtailadmin_pages:edit", page.pk)


def _refused(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Say what was refused and why; nothing was changed. ``None`` for an error that has nothing to do with plugins."""
    if isinstance(error, Refusal):
        return explain(request, error)
    if _is_broken_reference(error) and guard.arm():
        return explain(request, Refusal(guard.explained_broken_reference(), code="left_over_records"))
    return None


def _is_broken_reference(error: Exception) -> bool:
    """Say whether a foreign key was violated: PostgreSQL says it by number, in whatever language, SQLite in English."""
    return getattr(error.__cause__, "sqlstate", "") == "23503" or "foreign key" in str(error).lower()
