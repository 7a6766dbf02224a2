"""App configuration of the forums room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """The forums room."""

    name = "forums"
    verbose_name = _("Forums")
