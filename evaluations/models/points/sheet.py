"""Points from a spreadsheet, on their way onto the ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.sheets.imports import SheetImport


class PointsImport(SheetImport):
    """An uploaded sheet of points. ``options`` are the ``component`` (its key, or none) and the ``reason`` for all."""

    training_class = models.ForeignKey(
        "classes.TrainingClassPage", on_delete=models.CASCADE, related_name="points_imports"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("spreadsheet of points")
        verbose_name_plural = _("spreadsheets of points")

    def __str__(self) -> str:
        return self.file_name
