"""The Word app: it has no tables, only messages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WordConfig(AppConfig):
    """Makes the translations of this folder known."""

    name = "foundation.word"
    label = "word"
    verbose_name = _("Word documents")
