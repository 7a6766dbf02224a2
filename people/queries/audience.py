"""The audience rule as a condition of a query, and for one object."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from wagtail.models import Page, PageViewRestriction

from foundation.prepared import prepared
from foundation.prepared.once import asked_once
from foundation.trees import paths_to
from people.audience import Audience, AudienceMixin, ClassAudience
from people.models import OrganizationPage
from people.models.user import User
from people.queries.ownership import organization_of
from people.roles import EDITING_ROLES
from people.scope import scope_of

NOBODY = Q(pk__in=())


def audience_condition(user: User | AnonymousUser, model: type[models.Model], rule: ClassAudience | None) -> Q:
    """Return the condition under which ``user`` may see rows of ``model``."""
    condition = Q(audience=Audience.PUBLIC)
    if not isinstance(user, User) or not user.is_active:
        return condition
    condition |= Q(audience=Audience.SIGNED_IN)
    if belongs_to := scope_of(user).belongs_to:
        condition |= Q(audience=Audience.ORGANIZATION, audience_organization__path__in=belongs_to)
    if rule is not None:
        condition |= Q(audience=Audience.CLASS) & rule.filter(user, model)
    return condition | owned_condition(user, model)


def owned_condition(user: User | AnonymousUser, model: type[models.Model]) -> Q:
    """Return the condition under which rows of ``model`` are owned where ``user`` holds an editing role."""
    if not isinstance(user, User):
        return NOBODY
    scope = scope_of(user)
    if scope.everything:
        return Q()
    if issubclass(model, Page):
        return pages_below(place_paths(user))
    owner = getattr(model, "audience_owner", "")
    return scope.within(owner, EDITING_ROLES) if owner else NOBODY


@asked_once
def place_paths(user: User | AnonymousUser, roles: frozenset[str] = EDITING_ROLES) -> list[str]:
    """Return the tree paths of the topmost pages owned where ``user`` holds one of ``roles``. One query at most."""
    scope = scope_of(user)
    if not scope.paths(roles) and not scope.everything:
        return []
    places = OrganizationPage.objects.filter(scope.within("organization", roles))
    top: list[str] = []
    for path in places.order_by("page__path").values_list("page__path", flat=True):
        if not top or not path.startswith(top[-1]):
            top.append(path)
    return top


def pages_below(paths: list[str], field: str = "path") -> Q:
    """Return the condition that a page, whose tree path is ``field``, is one of those at ``paths`` or below one."""
    condition = NOBODY
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def owns(user: User | AnonymousUser, obj: Any) -> bool:
    """Say whether ``user`` holds an editing role at the organization that owns ``obj``."""
    scope = scope_of(user)
    if not scope.has_role(*EDITING_ROLES):
        return False
    if isinstance(obj, Page):
        return scope.may(EDITING_ROLES, organization_of(obj))
    owner: Any = obj
    for name in filter(None, getattr(obj, "audience_owner", "").split("__")):
        owner = getattr(owner, name, None)
    return owner is not obj and scope.may(EDITING_ROLES, owner)


def belongs(user: User | AnonymousUser, obj: AudienceMixin, rule: ClassAudience | None) -> bool:
    """Say whether ``user`` is in the audience of ``obj``."""
    if obj.audience == Audience.PUBLIC:
        return True
    if not isinstance(user, User) or not user.is_active:
        return False
    if obj.audience == Audience.SIGNED_IN:
        return True
    if obj.audience == Audience.ORGANIZATION:
        organization = obj.audience_organization
        return organization is not None and organization.path in scope_of(user).belongs_to
    return obj.audience == Audience.CLASS and rule is not None and rule.allows(user, obj)


def passes_view_restrictions(user: User | AnonymousUser, page: Page) -> bool:
    """Say whether Wagtail's own view restrictions let ``user`` see ``page``; passwords count as not given.

    A page that was loaded with ``may_be_restricted`` and is not, is not asked again.
    """
    if not getattr(page, "may_be_restricted", True):
        return True
    for restriction in restrictions_at.all(paths=paths_to(page.path)):
        if restriction.restriction_type == PageViewRestriction.PASSWORD or not user.is_authenticated:
            return False
        if restriction.restriction_type == PageViewRestriction.GROUPS:
            wanted = {group.pk for group in restriction.groups.all()}
            if wanted.isdisjoint(user.groups.values_list("pk", flat=True)):
                return False
    return True


def unrestricted(user: User | AnonymousUser, pages: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Leave out the pages that Wagtail's own view restrictions close to ``user``, but where ``user`` edits."""
    if user.is_active and user.is_superuser:
        return pages
    paths = _paths_closed_to(user)
    return pages.exclude(pages_below(paths) & ~owned_condition(user, pages.model)) if paths else pages


@asked_once
def _paths_closed_to(user: User | AnonymousUser) -> list[str]:
    closed = PageViewRestriction.objects.all()
    if user.is_authenticated:
        own_groups = Q(restriction_type=PageViewRestriction.GROUPS, groups__in=user.groups.values("pk"))
        open_to_user = closed.filter(Q(restriction_type=PageViewRestriction.LOGIN) | own_groups)
        closed = closed.exclude(pk__in=open_to_user.values("pk"))
    return list(closed.values_list("page__path", flat=True))


@prepared
def restrictions_at(paths: list[str]) -> models.QuerySet[PageViewRestriction]:
    """Wagtail's view restrictions of the pages at ``paths``."""
    return PageViewRestriction.objects.filter(page__path__in=paths)
