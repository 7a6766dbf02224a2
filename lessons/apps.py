"""App configuration of the lessons room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LessonsConfig(AppConfig):
    """The lessons room."""

    name = "lessons"
    verbose_name = _("Lessons")

    def ready(self) -> None:
        """Say how records follow when two accounts become one."""
        from lessons.merging import register_rules

        register_rules()
