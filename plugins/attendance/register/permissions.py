"""Who may read and write the training register."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from classes.models import TrainingClassPage
from people.models import Organization, OrganizationKind, RoleAssignment, User
from people.models.organization import OrganizationQuerySet
from people.roles import Role
from people.scope import scope_of
from plugins.attendance.permissions import may_take_roll, people_of_point
from plugins.attendance.register.models import HeadCount, OutsideClass, Workbook

READING_ROLES = (Role.HEAD, Role.ADMINISTRATOR)
"""Roles that read the register of their organization and of everything below it."""

POINT_KINDS = (
    OrganizationKind.LEARNING_POINT,
    OrganizationKind.HALL,
    OrganizationKind.BRANCH_SCHOOL,
    OrganizationKind.BASE,
)
"""Organizations where people sit together; so do those at all that have the account of a learning point."""

Anybody = User | AnonymousUser


def register_units(user: Anybody) -> OrganizationQuerySet:
    """Return the organizations whose register ``user`` reads."""
    return scope_of(user).organizations(READING_ROLES)


def entry_units(user: Anybody) -> OrganizationQuerySet:
    """Return the organizations for which ``user`` enters outside classes and uploads forms: as administrator."""
    return scope_of(user).organizations(Role.ADMINISTRATOR)


def may_read_class(user: Anybody, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` reads the register of this class: who runs it, and who reads that of its organization."""
    return may_take_roll(user, training_class) or scope_of(user).may(READING_ROLES, training_class.organization)


def may_count_alone(user: Anybody) -> bool:
    """Say whether ``user`` enters head counts outside of any class: a learning point, or an administrator."""
    return scope_of(user).has_role(Role.POINT, Role.ADMINISTRATOR)


def may_count_in(user: Anybody, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` enters head counts for this class: who takes its roll, and points whose people are in it."""
    return may_take_roll(user, training_class) or people_of_point(user, training_class).exists()


def places_to_count(user: Anybody, training_class: TrainingClassPage | None = None) -> OrganizationQuerySet:
    """Return where ``user`` may say that people sat: their own places; for a class of theirs, its points as well."""
    scope = scope_of(user)
    if training_class is None:
        return scope.organizations((Role.POINT, Role.ADMINISTRATOR))
    holder = training_class.organization
    if holder is None or not may_take_roll(user, training_class):
        return scope.organizations(Role.POINT)
    points = Q(kind__in=POINT_KINDS) | Q(pk__in=RoleAssignment.objects.filter(role=Role.POINT).values("organization"))
    within: OrganizationQuerySet = Organization.objects.below(holder).active().filter(Q(pk=holder.pk) | points)
    return within


def may_count_at(user: Anybody, organization: Organization, training_class: TrainingClassPage | None) -> bool:
    """Say whether ``user`` may say how many were at ``organization``: for a class of theirs, or for their own place."""
    scope = scope_of(user)
    if scope.may((Role.POINT, Role.ADMINISTRATOR), organization):
        return True
    if training_class is None or not may_take_roll(user, training_class):
        return False
    holder = training_class.organization
    return holder is not None and holder.contains(organization)


def may_correct_count(user: Anybody, count: HeadCount) -> bool:
    """Say whether ``user`` may correct a head count: whoever could have entered it."""
    return may_count_at(user, count.organization, count.training_class)


def may_read_count(user: Anybody, count: HeadCount) -> bool:
    """Say whether ``user`` may read a head count and fetch its files."""
    if may_correct_count(user, count) or scope_of(user).may(READING_ROLES, count.organization):
        return True
    return count.training_class is not None and may_read_class(user, count.training_class)


def may_correct_outside(user: Anybody, outside: OutsideClass) -> bool:
    """Say whether ``user`` may correct an outside class: an administrator of its organization."""
    return scope_of(user).may(Role.ADMINISTRATOR, outside.organization)


def may_read_outside(user: Anybody, outside: OutsideClass) -> bool:
    """Say whether ``user`` may read an outside class and fetch its files."""
    return scope_of(user).may(READING_ROLES, outside.organization)


def may_manage_workbook(user: Anybody, workbook: Workbook) -> bool:
    """Say whether ``user`` may delete a form: an administrator of its organization."""
    return scope_of(user).may(Role.ADMINISTRATOR, workbook.organization)
