"""Who asks, and at which school."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from wagtail.models import Site

from people.models import User


def person_of(request: HttpRequest) -> User:
    """Give the signed-in person, for views that stand behind ``login_required``. Raises ``PermissionDenied``."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return cast(User, request.user)


def school_of(request: HttpRequest) -> str:
    """Give the name of the school whose site this is, for what is printed; empty before there is one."""
    site = Site.find_for_request(request)
    return site.site_name if site else ""


def oneself(request: HttpRequest) -> User:
    """Give the signed-in person for what is theirs alone; whoever looks at the site as somebody else finds nothing."""
    if getattr(request, "viewer", None) is not None:
        raise Http404
    return person_of(request)
