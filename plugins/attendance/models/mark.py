"""What was recorded of a learner: one line for each thing that somebody said or did."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import Enrollment
from plugins.attendance.models.roll import Roll
from plugins.attendance.states import Fact


class Says(models.TextChoices):
    """What a mark says of a learner at its time."""

    IN = "in", pgettext_lazy("attendance", "signed in")
    OUT = "out", pgettext_lazy("attendance", "signed out")
    ABSENT = "absent", _("was not there")
    LATE = "late", _("came late")


COMINGS = (Says.IN, Says.LATE)
"""What says that somebody came."""


class Source(models.TextChoices):
    """How it is known."""

    CODE = "code", pgettext_lazy("attendance", "code")
    TEACHER = "teacher", pgettext_lazy("attendance", "roll call")
    PAPER = "paper", _("paper list")
    ONLINE = "online", _("online room")
    SIGHTING = "sighting", _("seen in the hall")
    POINT = "point", _("learning point")
    IMPORT = "import", _("list from a file")


class Mark(models.Model):
    """One thing recorded. Never changed and never deleted, which triggers of the database hold: a correction is a mark.

    ``at`` is when it was so where it happened, by the device that took it; ``recorded_at`` when it came to the server.
    ``client_key`` makes it count once: whoever sends it draws it, and for what can only be done once it is computed, so
    that two requests at the same moment cannot both be written. ``corrects`` is the mark that this one replaces.
    """

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="attendance_marks")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="marks")
    says = models.CharField(max_length=10, choices=Says.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    evidence = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=64, blank=True)
    client_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField(max_length=250, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) | ~models.Q(reason=""),
                name="attendance_correction_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | models.Q(source__in=["online", "sighting", "point"]),
                name="attendance_mark_has_author",
            ),
        ]
        indexes = [models.Index(fields=["roll", "enrollment"])]

    def __str__(self) -> str:
        return f"{self.get_says_display()} {self.at}"

    @property
    def fact(self) -> Fact:
        """The mark as states are derived from it."""
        return Fact(self.pk, self.says, self.at, self.source, self.corrects_id)
