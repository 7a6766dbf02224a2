"""App configuration of the people room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    default = True

    name = "people"
    verbose_name = _("People")


class ScopedUsersConfig(WagtailUsersAppConfig):
    """Wagtail's account sections, to be replaced by ones scoped to organizations."""
