"""One question for the whole admin: which rows of a model lie where this person works?

Each model that the admin shows has one rule, registered once; lists, choosers, forms, bulk actions, exports and the
gate before every address ask it. A model without a rule is for superusers.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.db import models
from django.db.models import Q, QuerySet
from wagtail.models import Collection, Page

from people.models import (
    Organization,
    OrganizationCollection,
    SchoolDocument,
    SchoolImage,
    SchoolMedia,
    SchoolRendition,
    User,
)
from people.queries.pages import pages_choosable_by, pages_worked_on_by
from people.queries.people import people_administered_by, people_choosable_by
from people.roles import ADMIN_ROLES, Role
from people.scope import scope_of

Asker = User | AnonymousUser
Rule = Callable[[Asker, QuerySet[Any]], QuerySet[Any]]

_worked_on: dict[type[models.Model], Rule] = {}
_choosable: dict[type[models.Model], Rule] = {}


def register_scope(model: type[models.Model], rule: Rule, *, choosable: Rule | None = None) -> None:
    """Say which rows of ``model`` somebody works on: ``rule(user, queryset)`` keeps them.

    ``choosable`` says which they may name in forms and choosers, where that is more.
    """
    _worked_on[model] = rule
    _choosable[model] = choosable or rule


def has_scope(model: type[models.Model]) -> bool:
    """Say whether ``model`` has a rule."""
    return _rule(_worked_on, model) is not None


def in_scope(user: Asker, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the rows of ``queryset`` that ``user`` works on."""
    return _apply(_worked_on, user, queryset)


def choosable(user: Asker, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the rows of ``queryset`` that ``user`` may name in forms and choosers."""
    return _apply(_choosable, user, queryset)


def _apply(rules: dict[type[models.Model], Rule], user: Asker, queryset: QuerySet[Any]) -> QuerySet[Any]:
    if scope_of(user).everything:
        return queryset
    rule = _rule(rules, queryset.model)
    return rule(user, queryset) if rule else queryset.none()


def _rule(rules: dict[type[models.Model], Rule], model: type[models.Model]) -> Rule | None:
    return next((rules[base] for base in model.__mro__ if base in rules), None)


def by_organization(lookup: str, roles: frozenset[str]) -> Rule:
    """Return the rule for a model whose organization stands at ORM path ``lookup`` ("" for organizations)."""
    return lambda user, queryset: queryset.filter(scope_of(user).within(lookup, roles))


def _collections_of(user: Asker) -> Q:
    kept = OrganizationCollection.objects.filter(scope_of(user).within("organization", ADMIN_ROLES))
    condition = Q(pk__in=())
    for path in kept.values_list("collection__path", flat=True):
        condition |= Q(path__startswith=path)
    return condition


register_scope(
    Page,
    lambda user, queryset: queryset.filter(pk__in=pages_worked_on_by(user).values("pk")),
    choosable=pages_choosable_by,
)
register_scope(
    User,
    lambda user, queryset: queryset.filter(pk__in=people_administered_by(user).values("pk")),
    choosable=lambda user, queryset: queryset.filter(pk__in=people_choosable_by(user).values("pk")),
)
register_scope(
    Organization,
    by_organization("", frozenset({Role.ADMINISTRATOR})),
    choosable=by_organization("", ADMIN_ROLES),
)
register_scope(Group, by_organization("organization_group__organization", ADMIN_ROLES))
register_scope(Collection, lambda user, queryset: queryset.filter(_collections_of(user)))
for _model in (SchoolImage, SchoolDocument, SchoolMedia):
    register_scope(_model, by_organization("organization", ADMIN_ROLES))
register_scope(SchoolRendition, by_organization("image__organization", ADMIN_ROLES))
