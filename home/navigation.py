"""The site's navigation: what stands in the header at a desk and at the foot of a phone."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.roles import Role
from people.scope import scope_of


@dataclass(frozen=True)
class NavigationItem:
    """One place to go: ``icon`` names a drawing of the design system, ``current`` says that one is there."""

    label: str | Promise
    url: str
    icon: str
    current: bool = False


def navigation_for(request: HttpRequest) -> list[NavigationItem]:
    """Return the places that matter to who is asking; at most five, so that they fit a phone."""
    user = getattr(request, "user", None)
    places: list[tuple[str | Promise, str, str]] = [(_("Lessons"), reverse("lessons:catalogue"), "book")]
    if user is not None and user.is_authenticated:
        places.insert(0, (_("Today"), reverse("home:learn"), "home"))
        places.append((_("Forums"), reverse("forums:index"), "chat"))
        if scope_of(user).has_role(Role.INSTRUCTOR):
            places.append((_("Feedback"), reverse("evaluations:index"), "chart"))
        places.append((_("Me"), reverse("people:profile"), "user"))
    return [NavigationItem(label, url, icon, current=request.path.startswith(url)) for label, url, icon in places]
