"""Who may see a thing: one rule for pages, files, search, feeds and the API.

Anything that carries ``AudienceMixin`` is asked the same two questions: ``visible_to(user, queryset)`` keeps the rows
that ``user`` may see, in the query; ``may_see(user, obj)`` answers for one object. Whoever works for the owning
organization (an editing role there or above) sees everything of it. What *class* means is plugged in by the room of
classes through ``register_class_audience``.
"""

from typing import Any, Protocol, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from wagtail.models import Page

from people.models.audience import Audience, AudienceMixin
from people.models.user import User

__all__ = ["Audience", "AudienceMixin", "ClassAudience", "may_see", "register_class_audience", "visible_to"]

_Row = TypeVar("_Row", bound=models.Model)


class ClassAudience(Protocol):
    """What ``Audience.CLASS`` means; one object, registered by the room of classes."""

    def filter(self, user: User, model: type[models.Model]) -> Q:
        """Return the condition under which rows of ``model`` belong to a class of ``user``."""

    def allows(self, user: User, obj: models.Model) -> bool:
        """Say whether ``obj`` belongs to a class of ``user``."""


_class_audience: ClassAudience | None = None


def register_class_audience(rule: ClassAudience) -> None:
    """Say what *class* means; without a rule nobody belongs to a class."""
    global _class_audience
    _class_audience = rule


def visible_to(user: User | AnonymousUser, queryset: models.QuerySet[_Row]) -> models.QuerySet[_Row]:
    """Keep the rows of ``queryset`` that ``user`` may see; its model carries ``AudienceMixin``.

    Says nothing about drafts: chain ``.live()`` for pages.
    """
    from people.queries.audience import audience_condition

    if user.is_active and user.is_superuser:
        return queryset
    return queryset.filter(audience_condition(user, queryset.model, _class_audience))


def may_see(user: User | AnonymousUser, obj: Any) -> bool:
    """Say whether ``user`` may see ``obj``: a page of any type, or anything that carries ``AudienceMixin``.

    A page must be live unless ``user`` edits there, and must also pass Wagtail's own view restrictions.
    """
    from people.queries import audience as rules

    if user.is_active and user.is_superuser:
        return True
    if rules.owns(user, obj):
        return True
    if isinstance(obj, Page):
        obj = obj.specific
        if not obj.live or not rules.passes_view_restrictions(user, obj):
            return False
    return rules.belongs(user, obj, _class_audience) if isinstance(obj, AudienceMixin) else isinstance(obj, Page)
