"""The recordings app: it has no tables, only messages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordingsConfig(AppConfig):
    """Makes the translations of this folder known."""

    name = "foundation.recordings"
    label = "recordings"
    verbose_name = _("Sound and film")
