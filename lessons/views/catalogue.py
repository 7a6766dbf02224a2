"""The catalogue of lessons."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_GET

from lessons.catalogue.shelf import shelf_context
from people.roles import STAFF_ROLES
from people.scope import scope_of


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the lessons that the reader may study, by facets and words."""
    context = shelf_context(request, translation.get_language() or "")
    context["may_help"] = scope_of(request.user).has_role(*STAFF_ROLES)
    return show_shelf(request, "lessons/catalogue.html", context)


def show_shelf(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with the page, or with the parts of it that change where htmx asks; the address keeps what was chosen."""
    htmx: Any = getattr(request, "htmx", False)
    is_part = bool(htmx and not htmx.history_restore_request)
    response = render(request, "lessons/_shelf_parts.html" if is_part else template, context)
    if is_part:
        response["HX-Push-Url"] = f"{escape_uri_path(request.path)}{context['wanted'].query()}"
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response
