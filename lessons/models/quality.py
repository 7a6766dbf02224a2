"""What is remarked on lessons before they are published, and which remarks stop them."""

from typing import Any

from django.db import models
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.permission_policies.base import BasePermissionPolicy


class LessonQuality(models.Model):
    """What was found in a lesson's draft when it was last saved; ``findings`` are those of ``lessons.quality``."""

    page = models.OneToOneField("lessons.LessonPage", on_delete=models.CASCADE, related_name="quality")
    findings = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("quality of a lesson")
        verbose_name_plural = _("quality of lessons")
        indexes = [models.Index(fields=["-count"], name="lessons_quality_count")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.count}"


class QualitySettings(BaseGenericSetting):
    """Which remarks keep a lesson from being submitted and published; by itself none does."""

    strict = models.JSONField(_("what stops a lesson"), default=list, blank=True)

    panels = [
        FieldPanel(
            "strict",
            help_text=_("A lesson with one of these can be saved as a draft, but neither submitted nor published."),
        )
    ]

    class Meta:
        verbose_name = _("quality of lessons")

    @classmethod
    def get_permission_policy(cls) -> BasePermissionPolicy:
        """Leave it to the administrators of the organization at the top, as the other settings about lessons."""
        from people.permissions import SchoolSettingsPolicy

        return SchoolSettingsPolicy(cls)

    @classproperty
    def base_form_class(cls) -> Any:  # noqa: N805
        """The form with one box for each kind of remark; imported late, as it needs the models."""
        from lessons.forms.quality import QualitySettingsForm

        return QualitySettingsForm
