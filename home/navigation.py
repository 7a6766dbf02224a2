"""The site's navigation: what stands in the header at a desk and at the foot of a phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from design.icons import ICONS
from home.routing import settle_site
from people.roles import ADMIN_ROLES, Role
from people.scope import scope_of
from schoolhouse.activation import is_off_at_site_of
from schoolhouse.extension_points import navigation
from schoolhouse.faults import shielded

FRONT_DOOR = "/"

Place = tuple[str, str, str]
"""A label, an address and the name of an icon."""


@dataclass(frozen=True)
class NavigationItem:
    """One place to go: ``icon`` names a drawing of the design system, ``current`` says that one is there."""

    label: str | Promise
    url: str
    icon: str
    current: bool = False


@cache
def _address(name: str, prefix: str, addresses: str | None) -> str:
    return reverse(name)


def address_of(name: str) -> str:
    """Return the address of a view without arguments; looked up once."""
    return _address(name, get_script_prefix(), get_urlconf())


class Doors(NamedTuple):
    """What the school's own places depend on, and nothing else: whoever has equal ones sees the same."""

    signed_in: bool = False
    instructs: bool = False
    heads: bool = False
    coordinates: bool = False
    may_administer: bool = False
    sees_figures: bool = False
    sees_people: bool = False


def doors_of(request: HttpRequest) -> Doors:
    """Return what the roles of who is asking open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Doors()
    scope = scope_of(user)
    roles = scope.roles
    return Doors(
        signed_in=True,
        instructs=Role.INSTRUCTOR in roles,
        heads=Role.HEAD in roles,
        coordinates=Role.COORDINATOR in roles,
        may_administer=scope.has_role(*ADMIN_ROLES) or user.is_superuser,
        sees_figures=scope.has_role(Role.HEAD, Role.ADMINISTRATOR),
        sees_people=scope.has_role(Role.HEAD, Role.ADMINISTRATOR, Role.COORDINATOR),
    )


def navigation_for(request: HttpRequest) -> list[NavigationItem]:
    """Return the places that matter to who is asking, those of plugins before the last one."""
    return navigation_of(doors_of(request), request.path, tuple(places_of_plugins(request)))


def navigation_of(doors: Doors, path: str, added: tuple[Place, ...]) -> list[NavigationItem]:
    """Return the places that ``doors`` open, seen from ``path``, and those that plugins ``added``.

    The school's own are at most five, so that they fit a phone.
    """
    places: list[tuple[str | Promise, str, str]] = [(_("Lessons"), address_of("lessons:catalogue"), "book")]
    if doors.signed_in:
        places.insert(0, (_("Today"), address_of("home:learn"), "home"))
        places.append((_("Forums"), address_of("forums:index"), "chat"))
    else:
        places.insert(0, (pgettext_lazy("navigation", "Home"), FRONT_DOOR, "home"))
        places.append((_("Classes"), address_of("classes:catalogue"), "calendar"))
    if doors.instructs:
        places.append((_("Feedback"), address_of("evaluations:index"), "chart"))
    if doors.heads:
        places.append((_("Figures"), address_of("home:figures"), "chart"))
    elif doors.coordinates:
        places.append((_("Our people"), address_of("home:unit"), "users"))
    places += added
    if doors.signed_in:
        places.append((_("Me"), address_of("people:profile"), "user"))
    # The most exact address is the current one: the figures stand below the day, everything below the front door.
    passed = (url for _label, url, _icon in places if path.startswith(url) and url != FRONT_DOOR)
    here = max(passed, key=len, default=path)
    return [NavigationItem(label, url, icon, current=url == here) for label, url, icon in places]


def places_of_plugins(request: HttpRequest) -> Iterator[Place]:
    """Give what plugins add, looked at first: the navigation stands on every page."""
    for extension in navigation.active():
        if is_off_at_site_of(extension.plugin, request, settle_site):
            continue
        place = None
        with shielded(extension.plugin, navigation.name):
            if url := extension.value.url(request):
                if not isinstance(url, str | Promise):
                    raise TypeError(f"An address must be text, and is {url!r}.")
                place = str(extension.value.label), str(url), str(extension.value.icon)
                if place[2] and place[2] not in ICONS:
                    place = (*place[:2], "")
                    raise LookupError(f"There is no icon “{extension.value.icon}”.")
        if place:
            yield place


def account_menu_of(doors: Doors) -> list[NavigationItem]:
    """Return what stands in the account's menu: the profile, and the doors that the person's roles open."""
    if not doors.signed_in:
        return []
    items = [NavigationItem(_("Profile"), address_of("people:profile"), "user")]
    if doors.may_administer:
        items.append(NavigationItem(_("Editing and administration"), address_of("wagtailadmin_home"), "edit"))
    if doors.sees_figures:
        items.append(NavigationItem(_("Figures"), address_of("home:figures"), "chart"))
    if doors.sees_people:
        items.append(NavigationItem(_("Our people"), address_of("home:unit"), "users"))
    return items
