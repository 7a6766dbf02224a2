"""App configuration of the public API."""

from django.apps import AppConfig


class SchoolhouseConfig(AppConfig):
    """The public API that rooms and plugins stand on."""

    name = "schoolhouse"
