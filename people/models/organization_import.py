"""A part of the organization tree that somebody uploaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.sheets.imports import ImportState, SheetImport


class OrganizationImport(SheetImport):
    """A spreadsheet of organizations; ``result`` holds ``organizations`` (keys of what was made) and ``counts``."""

    class Meta:
        verbose_name = _("import of organizations")
        verbose_name_plural = _("imports of organizations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="people_organization_import_state_known"
            ),
        ]
        indexes = [models.Index(fields=["uploaded_by", "digest"])]
