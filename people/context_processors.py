"""What every template knows of the people room."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from foundation.fragments import mark_everywhere


def viewer(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``viewer``: who looks at the page as ``request.user`` sees it, or ``None``."""
    return {"viewer": getattr(request, "viewer", None)}


def mark_viewing() -> None:
    """Let ``{% mark "viewing" %}`` tell those who look as another that they do."""
    mark_everywhere("viewing", _banner)


def _banner(request: HttpRequest) -> str:
    if getattr(request, "viewer", None) is None:
        return ""
    return render_to_string("people/viewing_banner.html", request=request)
