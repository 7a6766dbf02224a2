"""Which pages somebody sees in the admin."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from wagtail.models import Page

from foundation.trees import paths_above
from people.models import Organization, OrganizationPage, User
from people.queries.audience import pages_below, place_paths
from people.queries.ownership import with_owner
from people.roles import ADMIN_ROLES
from people.scope import scope_of

_further: list[tuple[Callable[[User], Q], frozenset[str]]] = []


def register_pages_worked_on(condition: Callable[[User], Q], *, roles: frozenset[str] = ADMIN_ROLES) -> None:
    """Let holders of one of ``roles`` also work on the pages of ``condition(user)``: a class that names them, say."""
    _further.append((condition, roles))


def pages_worked_on_by(user: User | AnonymousUser) -> QuerySet[Page]:
    """Return the pages owned where ``user`` holds a role that works in the admin, and those that a room adds."""
    if scope_of(user).everything:
        return Page.objects.all()
    return Page.objects.filter(_worked_on(user))


def _worked_on(user: User | AnonymousUser) -> Q:
    condition = pages_below(place_paths(user, ADMIN_ROLES))
    if isinstance(user, User):
        for further, roles in _further:
            if scope_of(user).has_role(*roles):
                condition |= further(user)
    return condition


def pages_choosable_by(user: User | AnonymousUser, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Keep the pages that ``user`` may link to in the admin.

    Those worked on, and what the organizations above have published: a county puts the city's lessons on its timetable.
    """
    scope = scope_of(user)
    if scope.everything:
        return pages
    own = _worked_on(user)
    above = {above for path in scope.paths(ADMIN_ROLES) for above in paths_above(path)}
    if not OrganizationPage.objects.filter(organization__path__in=above).exists():
        return pages.filter(own)
    owners = Organization.objects.filter(path__in=above).values("pk")
    shared = with_owner(Page.objects.filter(live=True)).filter(owning_organization__in=owners).values("pk")
    return pages.filter(own | Q(pk__in=shared))
