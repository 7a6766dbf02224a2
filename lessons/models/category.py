"""The course system: kinds of lessons."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin


class LessonCategoryKind(models.TextChoices):
    """The six kinds of the course system (课程体系)."""

    THEORY = "theory", _("Theory")
    CONDUCT = "conduct", _("Conduct")
    POLICY = "policy", _("Policy")
    SKILLS = "skills", _("Skills")
    KNOWLEDGE = "knowledge", _("Knowledge")
    LOCAL = "local", _("Local")


class LessonCategory(TranslatableMixin, models.Model):
    """One category of the course system, named in each language."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization",
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="lesson_categories",
        help_text=_("Used by this organization and everything below it."),
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=LessonCategoryKind.choices)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("lesson category")
        verbose_name_plural = _("lesson categories")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name
