"""App configuration of the public API."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SchoolhouseConfig(AppConfig):
    """The public API that rooms and plugins stand on."""

    name = "schoolhouse"

    def ready(self) -> None:
        """Import what every app tells (``events.py``) and what it listens to (``handlers.py``)."""
        autodiscover_modules("events")
        autodiscover_modules("handlers")
