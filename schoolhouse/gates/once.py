"""Hooks whose answer Wagtail asks for once and shows everybody in the admin: an error would be on every page.

In a trial each is tried out; where one fails later, something that is never shown stands in its place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.template.loader import get_template
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.log_actions import registry as log_actions
from wagtail.rich_text import features
from wagtail.snippets.action_menu import ActionMenuItem as SnippetMenuItem

from schoolhouse import faults
from schoolhouse.gates.parts import guarded_part, packed


class _Hidden:
    def is_shown(self, *args: Any) -> bool:
        """Never."""
        return False


class HiddenMenuItem(_Hidden, MenuItem):
    """Stands for a menu entry that cannot be made."""


class HiddenSearchArea(_Hidden, SearchArea):
    """Stands for a search area that cannot be made."""


@dataclass(frozen=True)
class Once:
    """One such hook: what it is asked with, what it must answer, what stands for an answer that fails."""

    arguments: tuple[Any, ...]
    check: Callable[[Any], None]
    silence: Callable[..., Any]

    def try_out(self, function: Callable[..., Any]) -> None:
        """Ask and look at the answer; raises what is wrong with it."""
        self.check(function(*self.arguments))


def _check_entry(kind: Any, *, needed: bool) -> Callable[[Any], None]:
    def check(item: Any) -> None:
        if item is None and not needed:
            return
        if not isinstance(item, kind):
            raise TypeError(f"It must answer with a {kind.__name__}, and answers with {item!r}.")
        str(item.label), str(getattr(item, "url", ""))

    return check


def _check_icons(icons: Any) -> None:
    for icon in icons:
        get_template(icon)


def _check_permissions(permissions: Any) -> None:
    if not isinstance(permissions, QuerySet) or permissions.model is not Permission:
        raise TypeError(f"It must answer with permissions, and answers with {permissions!r}.")


def _check_operations(operations: Any) -> None:
    dict(operations)


_MENU = Once((), _check_entry(MenuItem, needed=True), lambda: HiddenMenuItem("", "", name="hidden"))

ONCE = {
    "register_admin_menu_item": _MENU,
    "register_settings_menu_item": _MENU,
    "register_reports_menu_item": _MENU,
    "register_help_menu_item": _MENU,
    "register_admin_search_area": Once(
        (), _check_entry(SearchArea, needed=True), lambda: HiddenSearchArea("", "", name="hidden")
    ),
    "register_page_action_menu_item": Once((), _check_entry(ActionMenuItem, needed=False), lambda: None),
    "register_snippet_action_menu_item": Once((None,), _check_entry(SnippetMenuItem, needed=False), lambda model: None),
    "register_icons": Once(([],), _check_icons, lambda icons: icons),
    "register_permissions": Once((), _check_permissions, Permission.objects.none),
    "register_rich_text_features": Once((features,), lambda nothing: None, lambda registry: None),
    "register_log_actions": Once((log_actions,), lambda nothing: None, lambda registry: None),
    "register_image_operations": Once((), _check_operations, list),
}
"""By the name of the hook."""


def gated_once(label: str, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap such a hook of a plugin."""
    once = ONCE[name]

    @wraps(function)
    def gated(*args: Any) -> Any:
        try:
            given = function(*args)
            once.check(given)
        except Exception as error:
            faults.record(label, name, error)
            return once.silence(*args)
        if isinstance(given, MenuItem):
            given.is_shown = _shown_unless_it_fails(label, name, given)
        return guarded_part(label, name, given) if hasattr(given, "is_shown") else given

    return gated


def _shown_unless_it_fails(label: str, name: str, entry: MenuItem) -> Callable[..., bool]:
    """Return whether an entry is shown, which one is not that cannot be: the admin's menus go to the browser whole."""
    is_shown = entry.is_shown

    @wraps(is_shown)
    def guarded(request: Any) -> bool:
        with faults.shielded(label, name):
            return bool(is_shown(request)) and bool(packed(entry, request))
        return False

    return guarded
