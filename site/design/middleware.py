"""The interface language of each request."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from .languages import activate_interface, content_language


class InterfaceLanguageMiddleware:
    """Speaks the reader's language everywhere, while Wagtail still finds pages by the language of their address.

    Until the view is known the content language of the address is active: addresses of pages are resolved and routed
    in it. Every view but Wagtail's page view then gets the reader's language here; a page gets it in the
    ``before_serve_page`` hook, after its route is found. Stands after the session and authentication.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Resolve in the content's language, answer in the reader's."""
        language = content_language(request.path_info)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ("Accept-Language",))
        return response

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> None:
        """Activate the reader's language for every view that does not route pages."""
        match = request.resolver_match
        if match is None or match.url_name != "wagtail_serve":
            activate_interface(request)
