"""Who may see a thing: one rule for pages, files, search, feeds and the API.

Anything that carries ``AudienceMixin`` is asked the same two questions: ``visible_to(user, queryset)`` keeps the rows
that ``user`` may see, in the query; ``may_see(user, obj)`` answers for one object. Whoever works for the owning
organization (an editing role there or above) sees everything of it. What *class* means is plugged in by the room of
classes through ``register_class_audience``.
"""

from typing import Any, Protocol, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from people.models.user import User

_Row = TypeVar("_Row", bound=models.Model)


class Audience(models.TextChoices):
    """Who may see a thing."""

    PUBLIC = "public", _("Everyone")
    SIGNED_IN = "signed_in", _("Everyone who has signed in")
    CLASS = "class", _("The class")
    ORGANIZATION = "organization", _("An organization and everything below it")


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


class AudienceMixin(models.Model):
    """Adds an audience to a page or another model.

    ``audience_owner`` is the ORM path to the organization that owns the row; pages leave it empty, their owner is
    their place in the tree.
    """

    audience = models.CharField(_("audience"), max_length=20, choices=Audience.choices, default=Audience.SIGNED_IN)
    audience_organization = models.ForeignKey(
        "people.Organization",
        verbose_name=_("organization that may see it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only where the audience is an organization."),
    )

    audience_owner = ""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Ask for the organization where the audience is one."""
        super().clean()
        if self.audience == Audience.ORGANIZATION and self.audience_organization_id is None:
            raise ValidationError({"audience_organization": _("Choose the organization that may see it.")})


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
