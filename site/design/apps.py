"""App configuration of the design system."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth import get_user_model
from django.db.models.signals import post_save


def _follow_wagtail_language(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Keep one interface language: what a person picks in the Wagtail account is their choice everywhere."""
    if instance.preferred_language:
        people = get_user_model()._default_manager.filter(pk=instance.user_id)
        people.exclude(preferred_language=instance.preferred_language).update(
            preferred_language=instance.preferred_language
        )


class DesignConfig(AppConfig):
    """The design system of the assembled site."""

    name = "design"

    def ready(self) -> None:
        """Listen to the language chosen in the Wagtail account; let shared texts vary by the display."""
        from wagtail.users.models import UserProfile

        from foundation.fragments import vary

        from .context_processors import display_of
        from .reader_marks import register_marks

        vary("display", display_of)
        register_marks()
        post_save.connect(_follow_wagtail_language, sender=UserProfile, dispatch_uid="design.language")
