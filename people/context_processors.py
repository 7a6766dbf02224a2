"""What every template knows of the people room."""

from typing import Any

from django.http import HttpRequest


def viewer(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``viewer``: who looks at the page as ``request.user`` sees it, or ``None``."""
    return {"viewer": getattr(request, "viewer", None)}
