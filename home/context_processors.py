"""What every page knows about the school."""

from collections.abc import Callable, Hashable
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home.navigation import account_menu_of, doors_of, navigation_for, navigation_of, places_of_plugins
from home.routing import settle_site


def school(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``school_name``, ``navigation`` and ``account_menu``; each only when asked for."""
    return {
        "school_name": SimpleLazyObject(lambda: school_name(request)),
        "navigation": SimpleLazyObject(lambda: navigation_for(request)),
        "account_menu": SimpleLazyObject(lambda: account_menu_of(doors_of(request))),
    }


def school_of(request: HttpRequest) -> tuple[Hashable, Callable[[], dict[str, Any]]]:
    """Return what a text shared by many readers varies by: the school, and the places that the reader's roles open."""
    name, doors, added = school_name(request), doors_of(request), tuple(places_of_plugins(request))
    path = request.path

    def variables() -> dict[str, Any]:
        navigation = navigation_of(doors, path, added)
        return {"school_name": name, "navigation": navigation, "account_menu": account_menu_of(doors)}

    return (name, doors, added), variables


def school_name(request: HttpRequest) -> str:
    """Return the name of the school whose site this is, empty before there is one."""
    site = settle_site(request)
    return site.site_name if site else ""
