"""What every page knows about the school."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from home.navigation import account_menu_for, navigation_for


def school(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``school_name``, ``navigation`` and ``account_menu``; each only when asked for."""
    return {
        "school_name": SimpleLazyObject(lambda: school_name(request)),
        "navigation": SimpleLazyObject(lambda: navigation_for(request)),
        "account_menu": SimpleLazyObject(lambda: account_menu_for(request)),
    }


def school_name(request: HttpRequest) -> str:
    """Return the name of the school whose site this is, empty before there is one."""
    site = Site.find_for_request(request)
    return site.site_name if site else ""
