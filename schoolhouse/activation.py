"""Where plugins are on: what everything that asks a plugin asks first.

Decisions are rows for the whole server or for a page and everything below it. *Off* holds for everything below,
whatever was decided there; else the nearest decision counts, and where there is none the plugin's
``active_by_default``. All rows are kept in this process under the stamp ``plugins``, which a request fetches together
with its other stamps: asking costs no query, and another process's change holds from the next request on.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import Field
from django.http import HttpRequest
from wagtail.models import Page, Site

from foundation import stamps
from schoolhouse import quarantine
from schoolhouse.models import PluginActivation, PluginFault, PluginState
from schoolhouse.plugins import plugin

STAMP = "plugins"

stamps.fetch_always(STAMP)


@dataclass(frozen=True)
class _Decisions:
    """Everything decided about plugins: (path of the page or "", state, settings) by plugin, outermost first."""

    version: int
    rows: Mapping[str, tuple[tuple[str, str, dict[str, Any]], ...]] = field(default_factory=dict)
    places_off: frozenset[tuple[str, str]] = frozenset()


class_pages: set[type[Page]] = set()
"""The kinds of page at which plugins of the scope *class* are switched."""

_known: _Decisions | None = None
_lock = threading.Lock()


def is_active(label: str, page: Page | None = None) -> bool:
    """Say whether the plugin ``label`` is on at ``page``, or, without one, anywhere on the server at all.

    What belongs to a room and not to a plugin is always on; a plugin that is left out or gone is off.
    """
    config = plugin(label)
    if config is None:
        return label not in quarantine.reasons
    on = config.active_by_default
    rows = _decisions().rows.get(label, ())
    if page is None:
        state = next((state for path, state, _settings in rows if not path), PluginState.INHERIT)
        return state != PluginState.OFF
    for path, state, _settings in rows:
        if page.path.startswith(path):
            if state == PluginState.OFF:
                return False
            if state != PluginState.INHERIT:
                on = state == PluginState.ON
    return on


def is_off_at_site_of(
    label: str, request: HttpRequest, find_site: Callable[[HttpRequest], Site | None] = Site.find_for_request
) -> bool:
    """Say whether the plugin is switched off, with everything below, at the site whose address is asked.

    A site that leaves it to what is below, or to the server, does not close its addresses. Where the plugin is
    off at some page it costs what ``find_site`` costs, elsewhere nothing.
    """
    off = [path for path, state, _settings in _decisions().rows.get(label, ()) if path and state == PluginState.OFF]
    site = find_site(request) if off else None
    return site is not None and site.root_page.path.startswith(tuple(off))


def is_on_somewhere(label: str) -> bool:
    """Say whether the plugin is on wherever nobody decided otherwise, unlike one that waits to be switched on below."""
    config = plugin(label)
    rows = _decisions().rows.get(label, ())
    default = PluginState.ON if config is not None and config.active_by_default else PluginState.BELOW
    state = next((state for path, state, _settings in rows if not path and state != PluginState.INHERIT), default)
    return state == PluginState.ON


def register_class_page(page_class: type[Page]) -> type[Page]:
    """Say that plugins of the scope *class* are switched at pages of this kind; usable as a decorator."""
    class_pages.add(page_class)
    return page_class


def scopes_at(page: Page) -> set[str]:
    """Return the scopes of the plugins that can be switched at ``page``."""
    kind = page.specific_class or Page
    scopes = set()
    if page.sites_rooted_here.exists():
        scopes |= {"site", "class"}
    if any(issubclass(kind, page_class) for page_class in class_pages):
        scopes.add("class")
    return scopes


def initial_of(field: Field) -> Any:
    """Return the default of a setting, which a form may give by a function."""
    return field.initial() if callable(field.initial) else field.initial


def settings_of(label: str, page: Page | None = None) -> dict[str, Any]:
    """Return the plugin's settings at ``page`` as JSON has them: its form's ``initial``, and over it what is set.

    Use ``cleaned_settings`` for values of the fields' own types. Empty for a plugin without a form.
    """
    config = plugin(label)
    form_class = config.settings_form_class() if config else None
    if form_class is None:
        return {}
    values = {name: initial_of(field) for name, field in form_class.base_fields.items()}
    for path, _state, settings in _decisions().rows.get(label, ()):
        if page.path.startswith(path) if page is not None else not path:
            values.update((name, value) for name, value in settings.items() if name in values)
    return values


def cleaned_settings(label: str, page: Page | None = None) -> dict[str, Any]:
    """Return the plugin's settings as its form cleans them: Decimals, dates and numbers in their own types."""
    config = plugin(label)
    form_class = config.settings_form_class() if config else None
    if form_class is None:
        return {}
    values = settings_of(label, page)
    return {name: field.clean(values[name]) for name, field in form_class.base_fields.items()}


def is_switched_off(label: str, place: str) -> bool:
    """Say whether the plugin is no longer asked at this place, because it was too slow there."""
    return (label, place) in _decisions().places_off


def read_anew(**signal: object) -> None:
    """Have decisions read anew: they hold below a path, where after a move or a deletion another page may stand."""
    stamps.bump(STAMP)


def _decisions() -> _Decisions:
    """Return all decisions, read anew where the stamp says that one has changed."""
    global _known
    version = stamps.current(STAMP)[STAMP]
    known = _known
    if known is None or known.version != version:
        with _lock:
            known = _known = _read(version)
    return known


def _read(version: int) -> _Decisions:
    rows: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    found = PluginActivation.objects.values_list("plugin", "page__path", "state", "settings")
    for label, path, state, settings in found:
        rows.setdefault(label, []).append((path or "", state, settings))
    ordered = {label: tuple(sorted(some, key=lambda row: row[0])) for label, some in rows.items()}
    off = PluginFault.objects.filter(switched_off=True).values_list("plugin", "place")
    return _Decisions(version, ordered, frozenset(off))


__all__ = [
    "STAMP",
    "cleaned_settings",
    "is_active",
    "is_off_at_site_of",
    "is_on_somewhere",
    "is_switched_off",
    "read_anew",
    "register_class_page",
    "scopes_at",
    "settings_of",
]
