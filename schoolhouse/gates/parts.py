"""What a plugin's hooks put into pages of the admin, and Wagtail renders later: panels, menu entries, buttons, items.

One that fails then leaves its place empty. What Wagtail would do with it before, such as putting it in order, is tried
out when it is put there, so that what no page can take is not on it.
"""

import json
import re
import types
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache, wraps
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.telepath import JSContext

from schoolhouse import faults

_SILENT: dict[str, Callable[[], Any]] = {
    "render_html": str,
    "render": str,
    "is_shown": bool,
    "is_active": bool,
}
"""Methods of parts that Wagtail calls while it makes a page, and what each gives where it fails."""

_NEEDED: dict[str, tuple[str, ...]] = {
    r"construct_(main|settings|reports|help)_menu": ("order", "url", "is_shown", "render_component"),
    r"construct_homepage_panels": ("order", "media", "render_html"),
    r"construct_homepage_summary_items": ("order", "media", "is_shown", "render_html"),
    r"construct_(page|snippet)_action_menu": ("media", "render_html"),
    r"construct_wagtail_userbar": ("render_html",),
    r"(register|construct)_\w+_buttons": ("label", "url", "priority"),
    r"register_account_settings_panel": ("is_active", "get_form", "order", "tab"),
}
"""By a pattern of the hook's name, what its parts must have."""

_MOST_CLASSES = 500


def guarded_parts(label: str, place: str, given: Iterable[Any], request: HttpRequest | None = None) -> list[Any]:
    """Return the parts of ``given``, each guarded; raises what is wrong with one that no page can take."""
    return [guarded_part(label, place, part, request) for part in given]


def guarded_part(label: str, place: str, part: Any, request: HttpRequest | None = None) -> Any:
    """Return ``part``, which from now on is empty where it fails; raises where no page can take it."""
    _try_out(place, part, request)
    kind: Any = type(part)
    with suppress(TypeError):  # a class without room for it has no code of its own
        part.__class__ = _guarded_class(kind, label, place)
    return part


def _try_out(place: str, part: Any, request: HttpRequest | None) -> None:
    """Do with a part what would be done with it outside of its own methods; raises what that raises."""
    needed = next((names for pattern, names in _NEEDED.items() if re.fullmatch(pattern, place)), ())
    missing = [name for name in needed if not hasattr(type(part), name) and name not in vars(part)]
    if missing:
        raise TypeError(f"{part!r} has no “{missing[0]}”, which {place} needs.")
    for name in ("order", "priority"):
        number = getattr(part, name, 0)
        if not isinstance(number, int | float):
            raise TypeError(f"The {name} of {part!r} is no number: {number!r}.")
    for name in ("label", "url"):
        str(getattr(part, name, ""))
    if isinstance(part, MenuItem) and request is not None:
        packed(part, request)


def packed(entry: MenuItem, request: HttpRequest) -> str:
    """Return an entry of a menu as the admin's pages carry it to the browser, all menus in one piece."""
    return json.dumps(JSContext().pack(entry.render_component(request)))


@lru_cache(maxsize=_MOST_CLASSES)
def _guarded_class(kind: Any, label: str, place: str) -> type[Any]:
    """Return a subclass of ``kind`` of the same name whose methods give nothing where they fail."""
    if hasattr(kind, "guarded_part"):
        return kind
    body: dict[str, Any] = {"__module__": kind.__module__, "__doc__": kind.__doc__, "guarded_part": True}
    for name, nothing in _SILENT.items():
        if callable(method := getattr(kind, name, None)):
            body[name] = _guarded(label, place, method, nothing)
    if hasattr(kind, "media"):
        body["media"] = property(_guarded(label, place, lambda part: super(made, part).media, Media))
    made: Any = types.new_class(kind.__name__, (kind,), exec_body=lambda namespace: namespace.update(body))
    return made


def _guarded(label: str, place: str, method: Callable[..., Any], nothing: Callable[[], Any]) -> Callable[..., Any]:
    @wraps(method)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        with faults.shielded(label, place, answers=faults.ANSWERS):
            return method(*args, **kwargs)
        return nothing()

    return guarded
