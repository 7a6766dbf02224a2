"""App configuration of the people room."""

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    default = True

    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Make the shared cache's table with every ``migrate``; say how records follow merged accounts."""
        from people.merging.rules import register_rules

        register_rules()
        post_migrate.connect(_make_cache_table, sender=self, dispatch_uid="people.cache_table")


def _make_cache_table(using: str, **kwargs: Any) -> None:
    call_command("createcachetable", database=using, verbosity=0)


class ScopedUsersConfig(WagtailUsersAppConfig):
    """Wagtail's account sections, to be replaced by ones scoped to organizations."""
