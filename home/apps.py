"""App configuration of the home room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The home room."""

    name = "home"
    verbose_name = _("Home")
