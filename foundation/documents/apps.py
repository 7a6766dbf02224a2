"""The documents app: it has no tables, only messages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Makes the translations of this folder known."""

    name = "foundation.documents"
    label = "documents"
    verbose_name = _("Documents")
