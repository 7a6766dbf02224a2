"""What every page knows about the school."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home.navigation import NavigationItem, account_menu_for, navigation_for
from home.routing import settle_site


def school(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``school_name``, ``navigation`` and ``account_menu``; each only when asked for."""
    return {
        "school_name": SimpleLazyObject(lambda: school_name(request)),
        "navigation": SimpleLazyObject(lambda: navigation_for(request)),
        "account_menu": SimpleLazyObject(lambda: account_menu_for(request)),
    }


def school_of(request: HttpRequest) -> tuple[object, dict[str, Any]]:
    """Return what a text shared by many readers varies by: the school, and the places that the reader's roles open."""
    name, navigation, menu = school_name(request), navigation_for(request), account_menu_for(request)
    key = (name, [_said(item) for item in navigation], [_said(item) for item in menu])
    return key, {"school_name": name, "navigation": navigation, "account_menu": menu}


def _said(item: NavigationItem) -> tuple[str, str, str, bool]:
    return str(item.label), item.url, item.icon, item.current


def school_name(request: HttpRequest) -> str:
    """Return the name of the school whose site this is, empty before there is one."""
    site = settle_site(request)
    return site.site_name if site else ""
