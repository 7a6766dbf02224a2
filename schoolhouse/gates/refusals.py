"""What a person sees when an action says no and the view has no form to say it in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from schoolhouse.refusals import Refusal


class RefusalMiddleware:
    """Answers a ``Refusal`` that a view lets through with its reason, under its status: nobody's fault, no 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is for the others."""
        return explain(request, error) if isinstance(error, Refusal) else None


def explain(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return a page of the site or of the admin, or JSON where a script asked, that says what was refused and why."""
    message = str(refusal.message)
    if wants_json(request):
        return JsonResponse({"success": False, "code": refusal.code, "message": message}, status=refusal.status)
    inside = request.path.startswith(reverse("wagtailadmin_home"))
    template = "schoolhouse/admin/refused.html" if inside else "schoolhouse/refused.html"
    return render(request, template, {"message": message, "back": _back(request)}, status=refusal.status)


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script asks, rather than a person."""
    return request.headers.get("x-requested-with") == "XMLHttpRequest" or not request.accepts("text/html")


def _back(request: HttpRequest) -> str:
    """Return the page of ours from which somebody came, or ``""``."""
    came_from = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else ""
