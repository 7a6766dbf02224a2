"""To which plugin a view or an error belongs."""

from collections.abc import Callable
from functools import cache, lru_cache
from traceback import walk_tb
from typing import Any

from django.apps import apps
from django.urls import Resolver404, resolve

from schoolhouse.plugins import owner_of, plugins

API_PREFIX = "/api/v1/plugins/"
_MOST_ADDRESSES = 500


@cache
def plugin_of_view(view: Callable[..., Any]) -> str:
    """Return the label of the plugin that a view, or the model it is about, belongs to; empty for the rooms' own."""
    view_class = getattr(view, "view_class", None)
    things = [view, view_class, getattr(view, "view_initkwargs", {}).get("model"), getattr(view_class, "model", None)]
    # Wagtail names some models by a string, such as the document that a chooser has chosen.
    things = [apps.get_model(thing) if isinstance(thing, str) else thing for thing in things]
    return next(filter(None, map(owner_of, things)), "")


@lru_cache(maxsize=_MOST_ADDRESSES)
def plugin_of_address(path: str) -> str:
    """Return the label of the plugin to which an address of a menu belongs; empty for the rooms' own and for none."""
    try:
        return plugin_of_view(resolve(path).func)
    except Resolver404:
        return ""


def plugin_at_fault(error: BaseException) -> str:
    """Return the label of the plugin whose code was at work when ``error`` was raised; empty where none was."""
    modules = [str(frame.f_globals.get("__name__", "")) for frame, _line in walk_tb(error.__traceback__)]
    packages = {f"{config.name}.": config.label for config in plugins()}
    for module in reversed(modules):
        for package, label in packages.items():
            if f"{module}.".startswith(package):
                return label
    return ""
