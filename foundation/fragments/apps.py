"""App configuration of the shared texts."""

from django.apps import AppConfig


class FragmentsConfig(AppConfig):
    """Pages rendered once for many readers."""

    name = "foundation.fragments"
    label = "fragments"
