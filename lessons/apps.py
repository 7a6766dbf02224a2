"""App configuration of the lessons room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LessonsConfig(AppConfig):
    """The lessons room."""

    name = "lessons"
    verbose_name = _("Lessons")

    def ready(self) -> None:
        """Say how records follow when two accounts become one, and what lessons show beside themselves."""
        from taggit.models import Tag

        from lessons.merging import register_rules
        from lessons.models import LessonCategory
        from people.published import renew_with

        register_rules()
        renew_with(LessonCategory, Tag)
