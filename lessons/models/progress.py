"""How far a learner is in a lesson."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgressState(models.TextChoices):
    """Where a learner stands with a lesson."""

    STARTED = "started", _("Started")
    COMPLETED = "completed", _("Finished")


class LessonProgress(models.Model):
    """One learner's progress in one lesson, in whichever language it is read."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lesson_progress")
    translation_key = models.UUIDField(help_text=_("The lesson in all its languages."))
    state = models.CharField(max_length=12, choices=ProgressState.choices, default=ProgressState.STARTED)
    percent = models.PositiveSmallIntegerField(default=0, help_text=_("0 to 100; never goes back."))
    seconds_spent = models.PositiveIntegerField(default=0)
    studied = models.JSONField(
        default=list, help_text=_("Times of the server, [from, to) in seconds, without overlaps.")
    )
    played = models.JSONField(default=dict, help_text=_("By block: seconds of the film, [from, to), without overlaps."))
    place = models.JSONField(
        default=list,
        blank=True,
        help_text=_("Where the learner was in a film at last: [time of the server, block, second]."),
    )
    checks = models.JSONField(
        default=dict, help_text=_("By block: where the learner stands with each quick check (see ``checks.standing``).")
    )
    said_at = models.DateTimeField(null=True, blank=True, help_text=_("When the learner said to have finished."))
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lesson progress")
        verbose_name_plural = _("lesson progress")
        constraints = [
            models.UniqueConstraint(fields=["learner", "translation_key"], name="lessons_progress_once"),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="lessons_progress_percent"),
            models.CheckConstraint(
                condition=models.Q(state="completed", completed_at__isnull=False)
                | models.Q(state="started", completed_at__isnull=True),
                name="lessons_progress_completed_at",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="lessons_progress_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["translation_key", "state"])]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.percent} %"

    @property
    def minutes_spent(self) -> int:
        """Whole minutes of study."""
        return self.seconds_spent // 60
