"""App configuration of the classes room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClassesConfig(AppConfig):
    """The classes room."""

    name = "classes"
    verbose_name = _("Classes")
