"""Questions that somebody uploaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.sheets.imports import ImportState, SheetImport
from plugins.theory_tests.models.bank import QuestionCategory


class FileKind(models.TextChoices):
    """What question files are written in."""

    GIFT = "gift", _("GIFT")
    MOODLE_XML = "moodle-xml", _("Moodle XML")
    SHEET = "sheet", _("Spreadsheet")
    WORD = "word", _("Word")


class QuestionImport(SheetImport):
    """A file of questions for the category ``below``.

    ``rows`` are what ``plugins.theory_tests.content`` makes of each question, with ``path``, ``line`` and ``column``;
    ``faults`` are ``[line, column, message, is_loss]``; ``result`` has the keys of ``questions`` and ``categories``.
    """

    below = models.ForeignKey(
        QuestionCategory,
        verbose_name=pgettext_lazy("questions", "category"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    file_kind = models.CharField(max_length=12, choices=FileKind.choices)

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ImportState.values), name="theory_tests_import_state"),
            models.CheckConstraint(condition=models.Q(file_kind__in=FileKind.values), name="theory_tests_import_kind"),
        ]
        indexes = [models.Index(fields=["uploaded_by", "digest"])]
