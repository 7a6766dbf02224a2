"""The gate before every address of a plugin."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from schoolhouse.activation import is_active
from schoolhouse.extension_points import api_routers
from schoolhouse.gates.owners import API_PREFIX, plugin_of_view


class PluginMiddleware:
    """Answers 404 at a plugin's addresses, in the site, the admin and the API, while it is off on the server.

    Where a plugin is off for a site or a class only its own views can say so; they ask ``is_active(label, page)``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Raise ``Http404`` for a view of a plugin that is off."""
        if request.path_info.startswith(API_PREFIX):
            name = request.path_info.removeprefix(API_PREFIX).partition("/")[0]
            label = next((found.plugin for found in api_routers.extensions() if found.name == name), "")
        else:
            label = plugin_of_view(view)
        if label and not is_active(label):
            raise Http404
