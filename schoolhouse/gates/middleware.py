"""The gate before every address of a plugin, and what is answered where its code fails there."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from schoolhouse.activation import is_active, is_off_at_site_of
from schoolhouse.admin.views import may_administer
from schoolhouse.api import trouble
from schoolhouse.extension_points import api_routers
from schoolhouse.faults import ANSWERS, GuardFailed, record
from schoolhouse.faults.noticed import noticing, overlook
from schoolhouse.gates.owners import API_PREFIX, plugin_at_fault, plugin_of_view
from schoolhouse.quarantine import strict

_NO_FAULTS = (*ANSWERS, BadRequest, MultiPartParserError, UnreadablePostError)
"""What a view raises on purpose, or because of the request."""


class PluginMiddleware:
    """Answers 404 at a plugin's addresses, in the site, the admin and the API, while it is off on the server.

    Where it is off at a site, so it does at that site's own addresses; the admin is one for all sites. Where a plugin
    is off for a class only its own views can say so; they ask ``is_active(label, page)``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; what fails of plugins until it is answered can be said in the answer."""
        with noticing():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Raise ``Http404`` for a view of a plugin that is off."""
        if request.path_info.startswith(API_PREFIX):
            name = request.path_info.removeprefix(API_PREFIX).partition("/")[0]
            label = next((found.plugin for found in api_routers.extensions() if found.name == name), "")
        else:
            label = plugin_of_view(view)
        if not label:
            return
        if not is_active(label):
            raise Http404
        if not request.path_info.startswith(reverse("wagtailadmin_home")) and is_off_at_site_of(label, request):
            raise Http404

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer where a plugin has failed: 503 for its guard, 500 at its addresses; administrators read which it is.

        Developers see the error itself.
        """
        if isinstance(error, GuardFailed):
            return render(request, "503.html", {"plugin": _named_for(request, error.plugin)}, status=503)
        if isinstance(error, _NO_FAULTS):
            return None
        label = plugin_at_fault(error)
        if not label:
            return None
        record(label, place := f"address: {request.path_info}", error)
        overlook(label, place)  # the answer itself says it
        if settings.DEBUG or strict():
            return None
        named = _named_for(request, label)
        if request.path_info.startswith(API_PREFIX):
            return trouble("failed", _("Something went wrong on our side"), 500)
        return render(request, "schoolhouse/failed.html", {"plugin": named}, status=500)


def _named_for(request: HttpRequest, label: str) -> str:
    """Return the name of a plugin for those who may switch it off, and nothing for others."""
    administers = request.user.is_authenticated and may_administer(request.user)  # type: ignore[arg-type]
    return label if administers else ""
