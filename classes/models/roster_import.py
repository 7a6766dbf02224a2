"""A roster that somebody uploaded for a class."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.sheets.imports import ImportState, SheetImport


class RosterImport(SheetImport):
    """A spreadsheet of learners for one class.

    ``options`` holds ``extra``: the headings of the school's own columns to keep. ``result`` holds ``users``,
    ``enrollments`` and ``groups`` (keys of what was made), ``moved`` (``[enrollment, earlier state]``),
    ``organizations`` and ``counts``.
    """

    training_class = models.ForeignKey(
        "classes.TrainingClassPage", on_delete=models.CASCADE, related_name="roster_imports"
    )

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="classes_roster_import_state_known"
            ),
        ]
        indexes = [models.Index(fields=["training_class", "digest"])]
