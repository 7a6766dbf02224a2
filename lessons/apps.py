"""App configuration of the lessons room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LessonsConfig(AppConfig):
    """The lessons room."""

    name = "lessons"
    verbose_name = _("Lessons")

    def ready(self) -> None:
        """Say how records follow when accounts are joined, who helps to write lessons, and what pages show."""
        from django.db.models.signals import post_delete, post_save
        from taggit.models import Tag
        from wagtail.models import PageViewRestriction, Revision

        from foundation.fragments import mark_everywhere
        from lessons.actions.co_authors import follow_roles
        from lessons.actions.quality import follow_revision
        from lessons.authoring.rights import register_rights
        from lessons.completion.opening import mark_of_reader
        from lessons.merging import register_rules
        from lessons.models import LessonCategory, LessonSeries, LessonSeriesItem, LessonSettings
        from people.models import RoleAssignment
        from people.published import renew_with

        register_rules()
        register_rights()
        mark_everywhere("reader", mark_of_reader)
        renew_with(LessonCategory, LessonSeries, LessonSeriesItem, LessonSettings, PageViewRestriction, Tag)
        post_save.connect(follow_revision, sender=Revision, dispatch_uid="lessons.follow_revision")
        for signal in (post_save, post_delete):
            signal.connect(follow_roles, sender=RoleAssignment, dispatch_uid="lessons.follow_roles")
