"""The sheets app: it has no tables, only messages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    """Makes the translations of this folder known."""

    name = "foundation.sheets"
    label = "sheets"
    verbose_name = _("Spreadsheets")
