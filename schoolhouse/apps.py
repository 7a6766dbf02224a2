"""App configuration of the public API."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SchoolhouseConfig(AppConfig):
    """The public API that rooms and plugins stand on."""

    name = "schoolhouse"

    def ready(self) -> None:
        """Import what every app offers, tells and listens to, then let plugins register theirs."""
        from schoolhouse import checks  # noqa: F401
        from schoolhouse.plugins import register_all

        autodiscover_modules("extension_points")
        autodiscover_modules("events")
        autodiscover_modules("handlers")
        register_all()
