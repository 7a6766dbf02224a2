"""What the school settles about its lessons."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.permission_policies.base import BasePermissionPolicy

MICRO_MINUTES = 10


class LessonSettings(BaseGenericSetting):
    """The school's settings about lessons."""

    micro_minutes = models.PositiveSmallIntegerField(
        _("micro-lessons take less than so many minutes"),
        default=MICRO_MINUTES,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )

    panels: ClassVar = [FieldPanel("micro_minutes")]

    @classmethod
    def get_permission_policy(cls) -> BasePermissionPolicy:
        """Leave it to the administrators of the organization at the top: the school is one."""
        from people.permissions import SchoolSettingsPolicy

        return SchoolSettingsPolicy(cls)

    class Meta:
        verbose_name = _("lessons")
        constraints = [
            models.CheckConstraint(
                condition=Q(micro_minutes__gte=1, micro_minutes__lte=120), name="lessons_settings_micro_minutes"
            )
        ]
