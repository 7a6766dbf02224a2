"""The site's navigation: what stands in the header at a desk and at the foot of a phone."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.roles import ADMIN_ROLES, Role
from people.scope import scope_of
from schoolhouse.extension_points import navigation
from schoolhouse.faults import shielded

FRONT_DOOR = "/"


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


def navigation_for(request: HttpRequest) -> list[NavigationItem]:
    """Return the places that matter to who is asking, those of plugins before the last one.

    The school's own are at most five, so that they fit a phone.
    """
    user = getattr(request, "user", None)
    places: list[tuple[str | Promise, str, str]] = [(_("Lessons"), address_of("lessons:catalogue"), "book")]
    if user is None or not user.is_authenticated:
        places.insert(0, (pgettext_lazy("navigation", "Home"), FRONT_DOOR, "home"))
        places.append((_("Classes"), address_of("classes:catalogue"), "calendar"))
    if user is not None and user.is_authenticated:
        places.insert(0, (_("Today"), address_of("home:learn"), "home"))
        places.append((_("Forums"), address_of("forums:index"), "chat"))
        scope = scope_of(user)
        if Role.INSTRUCTOR in scope.roles:
            places.append((_("Feedback"), address_of("evaluations:index"), "chart"))
        if Role.HEAD in scope.roles:
            places.append((_("Figures"), address_of("home:figures"), "chart"))
        elif Role.COORDINATOR in scope.roles:
            places.append((_("Our people"), address_of("home:unit"), "users"))
    for extension in navigation.active():
        with shielded(extension.plugin, navigation.name):
            if url := extension.value.url(request):
                places.append((extension.value.label, url, extension.value.icon))
    if user is not None and user.is_authenticated:
        places.append((_("Me"), address_of("people:profile"), "user"))
    # The most exact address is the current one: the figures stand below the day, everything below the front door.
    passed = (url for _label, url, _icon in places if request.path.startswith(url) and url != FRONT_DOOR)
    here = max(passed, key=len, default=request.path)
    return [NavigationItem(label, url, icon, current=url == here) for label, url, icon in places]


def account_menu_for(request: HttpRequest) -> list[NavigationItem]:
    """Return what stands in the account's menu: the profile, and the doors that the person's roles open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    items = [NavigationItem(_("Profile"), address_of("people:profile"), "user")]
    scope = scope_of(user)
    if user.is_superuser or scope.has_role(*ADMIN_ROLES):
        items.append(NavigationItem(_("Editing and administration"), address_of("wagtailadmin_home"), "edit"))
    if scope.has_role(Role.HEAD, Role.ADMINISTRATOR):
        items.append(NavigationItem(_("Figures"), address_of("home:figures"), "chart"))
    if scope.has_role(Role.HEAD, Role.ADMINISTRATOR, Role.COORDINATOR):
        items.append(NavigationItem(_("Our people"), address_of("home:unit"), "users"))
    return items
