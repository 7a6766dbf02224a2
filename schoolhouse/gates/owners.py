"""To which plugin a view belongs."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.urls import Resolver404, resolve

from schoolhouse.plugins import plugins

API_PREFIX = "/api/v1/plugins/"
_of_views: dict[Any, str] = {}


def plugin_of_view(view: Callable[..., Any]) -> str:
    """Return the label of the plugin that a view, or the model it is about, belongs to; empty for the rooms' own."""
    found = _of_views.get(view)
    if found is None:
        found = _of_views[view] = _look(view)
    return found


def plugin_of_address(path: str) -> str:
    """Return the label of the plugin to which an address belongs, empty for the rooms' own and for none."""
    try:
        return plugin_of_view(resolve(path).func)
    except Resolver404:
        return ""


def _look(view: Callable[..., Any]) -> str:
    packages = {config.name: config.label for config in plugins()}
    view_class = getattr(view, "view_class", None)
    things = [view, view_class, getattr(view, "view_initkwargs", {}).get("model"), getattr(view_class, "model", None)]
    for thing in things:
        if isinstance(thing, str):  # as Wagtail names some models, such as the document that a chooser has chosen
            thing = apps.get_model(thing)
        module = getattr(thing, "__module__", None) or ""
        for package, label in packages.items():
            if f"{module}.".startswith(f"{package}."):
                return label
    return ""
