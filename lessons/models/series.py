"""Series: lessons that are studied one after the other."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Orderable, TranslatableMixin


class LessonSeries(TranslatableMixin, ClusterableModel):
    """An ordered set of lessons with a title and a page of its own, in one language."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="lesson_series"
    )
    title = models.CharField(_("title"), max_length=120)
    intro = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences for lists."))

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("lesson series")
        verbose_name_plural = _("lesson series")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def copy_for_translation(self, locale: Locale, exclude_fields: Any = None) -> "LessonSeries":
        """Return an unsaved copy with an identifier of its own; its lessons are shown in its language."""
        copied: LessonSeries = super().copy_for_translation(locale, exclude_fields)
        copied.public_id = uuid.uuid4()
        return copied


class LessonSeriesItem(Orderable):
    """A lesson's place in a series. It means the lesson in the language of the series, where there is one."""

    series = ParentalKey(LessonSeries, on_delete=models.CASCADE, related_name="items")
    lesson = models.ForeignKey(
        "lessons.LessonPage", verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="series_items"
    )

    panels = [FieldPanel("lesson")]

    class Meta(Orderable.Meta):
        verbose_name = _("lesson of a series")
        verbose_name_plural = _("lessons of a series")
        constraints = [models.UniqueConstraint(fields=["series", "lesson"], name="lessons_series_item_once")]

    def __str__(self) -> str:
        return f"{self.series_id}: {self.lesson_id}"
