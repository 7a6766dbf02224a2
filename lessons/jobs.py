"""What the lessons room does by itself."""

from datetime import timedelta

from foundation.jobs.registry import job, schedule
from lessons.actions import beats, document_import, notes, quality, views
from lessons.actions.papers import refresh_lessons_showing
from lessons.models import DocumentImport
from people.events import document_read
from schoolhouse.events import ReceivedEvent


@schedule("lessons.merge_beats", every=timedelta(seconds=30))
@job("lessons.merge_beats", time_limit=timedelta(minutes=5))
def merge_beats() -> None:
    """Merge the reports of study that came in, those of a whole class in a few statements."""
    beats.merge_beats()


@schedule("lessons.prune_beats", at="03:40")
@job("lessons.prune_beats", time_limit=timedelta(minutes=10))
def prune_beats() -> None:
    """Delete merged reports that can no longer come again."""
    beats.prune_beats()


@schedule("lessons.prune_notes", at="03:50")
@job("lessons.prune_notes", time_limit=timedelta(minutes=10))
def prune_notes() -> None:
    """Delete for good the notes that were deleted long ago."""
    notes.prune_notes()


@schedule("lessons.count_views", every=timedelta(minutes=1))
@job("lessons.count_views", time_limit=timedelta(minutes=5))
def count_views() -> None:
    """Add the views that strangers' pages told of to the figures of their days."""
    views.count_views()


@schedule("lessons.sweep_views", at="03:50")
@job("lessons.sweep_views", time_limit=timedelta(minutes=10))
def sweep_views() -> None:
    """Delete what told readers apart on days that are over."""
    views.sweep_views()


@document_read.handler("lessons.refresh_lessons_showing")
def follow_document(event: ReceivedEvent) -> None:
    """Let lessons be found by the words of the pages that they show, and count them."""
    refresh_lessons_showing(public_id=event.data["document"])


@job("lessons.read_document", retries=1, time_limit=timedelta(minutes=10))
def read_document(*, document: str) -> None:
    """Read a large Word document."""
    if upload := DocumentImport.objects.filter(public_id=document).first():
        document_import.read_document(upload=upload)


@job("lessons.make_from_document", retries=2, time_limit=timedelta(minutes=15))
def make_from_document(*, document: str) -> None:
    """Make a lesson of a Word document with many pictures."""
    if upload := DocumentImport.objects.filter(public_id=document).first():
        document_import.make_lesson(upload=upload)


@schedule("lessons.sweep_documents", at="04:10")
@job("lessons.sweep_documents", time_limit=timedelta(minutes=10))
def sweep_documents() -> None:
    """Drop uploaded documents that nobody went on with."""
    document_import.sweep_documents()


@job("lessons.check_quality", retries=2, time_limit=timedelta(minutes=2), priority=-1)
def check_quality(*, page: int) -> None:
    """Look through a lesson whose draft was saved."""
    quality.refresh_quality(page=page)


@schedule("lessons.check_all_quality", at="02:50")
@job("lessons.check_all_quality", time_limit=timedelta(hours=1), priority=-1)
def check_all_quality() -> None:
    """Look through all lessons."""
    quality.refresh_all()
