"""What a person sees when an action says no and the view has no form to say it in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from schoolhouse.refusals import Refusal

View = Callable[..., HttpResponseBase]


def explain_refusals(view: View) -> View:
    """Let ``view`` answer with a page that says why, under the status of the ``Refusal``, where it does not itself."""

    @wraps(view)
    def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            context = {"refusal": refusal, "back": _back(request)}
            return render(request, "forums/refused.html", context, status=refusal.status)

    return explained


def _back(request: HttpRequest) -> str:
    """Return the page of ours from which somebody came, or ``""``."""
    came_from = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else ""
