"""The course system: a tree of categories, each in one of six kinds."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, TranslatableMixin


class LessonCategoryKind(models.TextChoices):
    """The six kinds of the course system (课程体系)."""

    THEORY = "theory", _("Theory")
    CONDUCT = "conduct", _("Conduct")
    POLICY = "policy", _("Policy")
    SKILLS = "skills", _("Skills")
    KNOWLEDGE = "knowledge", _("Knowledge")
    LOCAL = "local", _("Local")


class LessonCategory(TranslatableMixin, models.Model):
    """One category of the course system, named in each language; the tree is the same in all of them.

    ``lessons.actions.categories`` moves categories: it refuses cycles, and moves the translations along.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization",
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="lesson_categories",
        help_text=_("Used by this organization and everything below it."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=pgettext_lazy("category", "below"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("Empty: at the top of the course system."),
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=LessonCategoryKind.choices,
        help_text=_("Below another category it is always that one's kind."),
    )
    sort_order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Among those below the same category; the lowest comes first.")
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("lesson category")
        verbose_name_plural = _("lesson categories")
        ordering = ["sort_order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="lessons_category_not_below_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Hold the rules of the tree; below another category its kind is that one's."""
        from lessons.catalogue.tree import stands_below

        if self.parent is None:
            return
        if self.pk and stands_below(self.parent, self):
            raise ValidationError({"parent": _("A category cannot stand below itself.")})
        if self.organization_id and not self.parent.organization.contains(self.organization):
            raise ValidationError(
                {"parent": _("Choose a category of the same organization, or of one above it.")}, code="organization"
            )
        if self.locale_id and self.parent.locale_id != self.locale_id:
            raise ValidationError({"parent": _("Choose a category in the same language.")})
        self.kind = self.parent.kind

    def copy_for_translation(self, locale: Locale, exclude_fields: Any = None) -> "LessonCategory":
        """Return an unsaved copy below the parent's translation, or the nearest category above that has one."""
        copied: LessonCategory = super().copy_for_translation(locale, exclude_fields)
        copied.public_id = uuid.uuid4()
        copied.parent = translated_above(self, locale)
        return copied


def translated_above(category: LessonCategory, locale: Locale) -> LessonCategory | None:
    """Return the translation of the parent, or of the nearest category above that has one; ``None`` at the top."""
    above, seen = category.parent, {category.pk}
    while above is not None and above.pk not in seen:
        seen.add(above.pk)
        if translated := above.get_translation_or_none(locale):
            return translated  # type: ignore[no-any-return]
        above = above.parent
    return None
