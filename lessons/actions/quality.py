"""Keeping what was remarked on lessons, for the report."""

from typing import Any

from django.db import transaction

from foundation.jobs import enqueue
from lessons.models import LessonPage, LessonQuality
from lessons.quality.checks import check_lesson


def refresh_quality(*, page: int) -> None:
    """Look through the newest draft of a lesson and keep what was found; nothing where the lesson is gone."""
    lesson = LessonPage.objects.select_related("latest_revision").filter(pk=page, alias_of=None).first()
    if lesson is None:
        return
    findings = [one.as_json() for one in check_lesson(lesson.get_latest_revision_as_object())]
    with transaction.atomic():
        LessonQuality.objects.update_or_create(page=lesson, defaults={"findings": findings, "count": len(findings)})


def refresh_all() -> int:
    """Look through every lesson: what they link to changes, too. Return how many."""
    pages = list(LessonPage.objects.filter(alias_of=None).order_by("pk").values_list("pk", flat=True))
    for page in pages:
        refresh_quality(page=page)
    return len(pages)


def follow_revision(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Have a lesson looked through once its draft was saved; while one look waits, no other is added."""
    content_type = instance.content_type
    if (content_type.app_label, content_type.model) == ("lessons", "lessonpage") and not kwargs.get("raw"):
        enqueue("lessons.check_quality", {"page": int(instance.object_id)}, key=f"quality:{instance.object_id}")
