"""Which people somebody sees."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.trees import paths_above
from people.models import RoleAssignment, User
from people.roles import ADMIN_ROLES, STAFF_ROLES, Role
from people.scope import scope_of


def people_administered_by(user: User | AnonymousUser) -> QuerySet[User]:
    """Return the people who hold a role where ``user`` is an administrator. Superusers are seen by superusers only."""
    scope = scope_of(user)
    if scope.everything:
        return User.objects.all()
    return User.objects.filter(_holding(scope.within("organization", Role.ADMINISTRATOR)), is_superuser=False)


def people_choosable_by(user: User | AnonymousUser) -> QuerySet[User]:
    """Return the people whom ``user`` may name in forms of the admin.

    Everybody with a role in the organizations where ``user`` works, and those above who work for the school: a county
    invites the city's instructors.
    """
    scope = scope_of(user)
    if scope.everything:
        return User.objects.filter(is_active=True)
    above = Q(organization__path__in=_above(scope.paths(ADMIN_ROLES)), role__in=STAFF_ROLES)
    wanted = scope.within("organization", ADMIN_ROLES) | above
    return User.objects.filter(_holding(wanted), is_active=True, is_superuser=False)


def people_found_by(user: User | AnonymousUser) -> QuerySet[User]:
    """Return the people whom ``user`` may find by name: of the own organizations, as far as the role looks after them.

    Administrators and class teachers find everybody who holds a role there; coordinators and heads those who learn.
    Closed accounts are left to the admin, and superusers are found by superusers only.
    """
    scope = scope_of(user)
    if scope.everything:
        return User.objects.filter(is_active=True)
    everybody = scope.within("organization", (Role.ADMINISTRATOR, Role.CLASS_TEACHER))
    learners = scope.within("organization", (Role.COORDINATOR, Role.HEAD)) & Q(role__in=(Role.LEARNER, Role.POINT))
    return User.objects.filter(_holding(everybody | learners), is_active=True, is_superuser=False)


def _above(paths: tuple[str, ...]) -> list[str]:
    return sorted({above for path in paths for above in paths_above(path)})


def _holding(condition: Q) -> Exists:
    return Exists(RoleAssignment.objects.filter(condition, user=OuterRef("pk")))
