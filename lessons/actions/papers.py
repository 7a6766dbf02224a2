"""What follows for lessons when a document that they show has been read."""

import uuid

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.search import index

from lessons.models import LessonPage
from people import published
from people.models import SchoolDocument


@transaction.atomic
def refresh_lessons_showing(*, public_id: uuid.UUID | str) -> list[LessonPage]:
    """Index the published lessons that use this document anew and count their minutes; return them."""
    document = SchoolDocument.objects.filter(public_id=public_id).first()
    if document is None:
        return []
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(SchoolDocument), to_object_id=str(document.pk)
    )
    used_by = {int(key) for key in references.values_list("object_id", flat=True) if key.isdigit()}
    lessons = list(LessonPage.objects.live().filter(pk__in=used_by))
    for lesson in lessons:
        minutes = lesson.minutes_needed()
        if minutes != lesson.estimated_minutes:
            LessonPage.objects.filter(pk=lesson.pk).update(estimated_minutes=minutes)
            published.renew()
        index.insert_or_update_object(lesson)
    return lessons
