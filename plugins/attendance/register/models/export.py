"""A register that is made in the background for whoever asked for it."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KEPT_DAYS = 7
"""So long the file can be fetched; then it is deleted, and so is the row."""
_STUCK = datetime.timedelta(minutes=30)


def export_key(instance: Any, filename: str) -> str:
    """Return the storage key of a file: opaque, and no two share one."""
    return f"attendance/exports/{uuid.uuid4().hex}.{'pdf' if instance.kind == ExportKind.PDF else 'xlsx'}"


class ExportKind(models.TextChoices):
    """As what a register is saved."""

    XLSX = "xlsx", _("Spreadsheet")
    PDF = "pdf", _("On paper, to sign")
    FORM = "form", _("Form, filled in")


class ExportState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", pgettext_lazy("export", "Waiting")
    MAKING = "making", pgettext_lazy("export", "Being made")
    DONE = "done", pgettext_lazy("export", "Ready")
    FAILED = "failed", pgettext_lazy("export", "Not made")


EDGES: dict[str, frozenset[str]] = {
    ExportState.WAITING: frozenset({ExportState.MAKING}),
    # A worker that was stopped in between begins anew, and so does one that tries again.
    ExportState.MAKING: frozenset({ExportState.MAKING, ExportState.DONE, ExportState.FAILED}),
    ExportState.FAILED: frozenset({ExportState.MAKING}),
    ExportState.DONE: frozenset(),
}


class RegisterExport(models.Model):
    """One file that somebody asked for; nobody else fetches it.

    ``asked`` says of what: ``class``, or ``unit`` and ``year``, and perhaps ``form``, as public ids. ``language`` and
    ``school`` are those of the asker's page.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ExportKind.choices)
    asked = models.JSONField()
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=20)
    school = models.CharField(max_length=255, blank=True)
    lines = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)
    file = models.FileField(upload_to=export_key, max_length=120, blank=True)
    name = models.CharField(max_length=350, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("register that is made in the background")
        verbose_name_plural = _("registers that are made in the background")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="attendance_export_progress"),
            models.CheckConstraint(
                condition=models.Q(state=ExportState.DONE) & ~models.Q(file="")
                | ~models.Q(state=ExportState.DONE) & models.Q(file=""),
                name="attendance_export_file_when_done",
            ),
        ]
        indexes = [models.Index(fields=["by", "-created_at"], name="attendance_export_own")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_at_work(self) -> bool:
        """Whether something is still to be waited for."""
        return self.state in (ExportState.WAITING, ExportState.MAKING) and not self.is_stuck

    @property
    def is_stuck(self) -> bool:
        """Whether it takes longer than it can: no worker runs, or it was stopped."""
        unfinished = self.state in (ExportState.WAITING, ExportState.MAKING)
        return unfinished and timezone.now() - self.created_at > _STUCK

    @property
    def kept_until(self) -> datetime.datetime:
        """Until when the file can be fetched."""
        return self.created_at + datetime.timedelta(days=KEPT_DAYS)

    def may_become(self, state: str) -> bool:
        """Say whether ``state`` can follow the present one."""
        return state in EDGES[self.state]
