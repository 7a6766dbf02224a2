"""View counts, one row a lesson and day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LessonViewDay(models.Model):
    """How often a lesson was opened on one day, counted once per reader and day."""

    translation_key = models.UUIDField()
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("views of a day")
        verbose_name_plural = _("views by day")
        constraints = [models.UniqueConstraint(fields=["translation_key", "day"], name="lessons_view_day_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.views}"
