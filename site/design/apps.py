"""App configuration of the design system."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """The design system of the assembled site."""

    name = "design"
