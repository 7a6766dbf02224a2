"""View counts: one row a lesson and day, from marks of readers that do not outlive their day."""

from django.db import models
from django.db.models import Q
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
        indexes = [models.Index(fields=["day"], name="lessons_view_day_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.views}"


class LessonView(models.Model):
    """That somebody looked at a lesson on a day: the unique row that keeps reloads from counting twice.

    ``mark`` tells readers apart and says nothing of them: it is made with the day and the server's secret, so that
    marks of two days have nothing in common. A job counts the rows, and deletes them once their day is over.
    """

    translation_key = models.UUIDField()
    day = models.DateField()
    mark = models.CharField(max_length=32)
    is_counted = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("view")
        verbose_name_plural = _("views")
        constraints = [models.UniqueConstraint(fields=["day", "translation_key", "mark"], name="lessons_view_once")]
        indexes = [
            models.Index(fields=["translation_key", "day"], condition=Q(is_counted=False), name="lessons_view_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.translation_key}"
