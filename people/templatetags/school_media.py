"""Sound, film and documents in their sections of the admin."""

from typing import Any

from django import template
from django.conf import settings
from django.db.models import QuerySet

from foundation.recordings.probe import has_ffmpeg
from people.models import DocumentReading, MediaState, ReadingState, SchoolDocument, SchoolMedia
from people.queries.in_scope import in_scope

register = template.Library()
SHOWN = 20


@register.simple_tag(takes_context=True)
def media_in_work(context: dict[str, Any]) -> QuerySet[SchoolMedia]:
    """Return what is not ready yet where the reader works, newest first."""
    media = in_scope(context["request"].user, SchoolMedia.objects.exclude(state=MediaState.READY))
    return media.order_by("-state_changed_at")[:SHOWN]


@register.simple_tag
def media_needs() -> dict[str, Any]:
    """Return what may be uploaded: ``largest`` in bytes, and whether ``ffmpeg`` is there."""
    return {"largest": settings.MEDIA_MAX_UPLOAD_SIZE, "ffmpeg": has_ffmpeg()}


@register.simple_tag
def reading_of(document: SchoolDocument) -> DocumentReading | None:
    """Return how far the reading of a document is, if it is one with pages."""
    return DocumentReading.objects.select_related("document").filter(document=document).first()


@register.simple_tag(takes_context=True)
def documents_in_work(context: dict[str, Any]) -> QuerySet[DocumentReading]:
    """Return the documents that are not read yet where the reader works, newest first."""
    own = in_scope(context["request"].user, SchoolDocument.objects.all())
    readings = DocumentReading.objects.exclude(state=ReadingState.READY).filter(document__in=own)
    return readings.select_related("document").order_by("-state_changed_at")[:SHOWN]
