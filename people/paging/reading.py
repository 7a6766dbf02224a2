"""From an uploaded PDF or slides to pictures of pages, one document at a time."""

import logging
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foundation.documents import BadDocument, pdf
from foundation.documents.kinds import Limits, check_kind
from foundation.documents.office import make_pdf
from foundation.files.keys import content_key, plain_suffix
from foundation.jobs import enqueue
from people import published
from people.actions.uploads import CHUNK, work_folder
from people.events import document_read
from people.models import DocumentPage, DocumentReading, ReadingState, SchoolDocument, User
from people.models.moves import move_along
from people.models.paged import EDGES, has_pages
from schoolhouse.refusals import Refusal

logger = logging.getLogger(__name__)

JOB = "people.read_document"
MOST_ATTEMPTS = 3
REPORT_SECONDS = 2.0


def move_reading(reading: DocumentReading, to: str, **changes: Any) -> bool:
    """Move ``reading`` along an edge of ``EDGES``; ``False`` where there is none from the state that it has by now."""
    if not move_along(reading, EDGES, to, **changes):
        return False
    published.renew()
    return True


@transaction.atomic
def begin_reading(*, document: SchoolDocument) -> None:
    """Have the first page of a new file read, or all pages where a lesson shows them already."""
    found = DocumentReading.objects.filter(document=document).first()
    if found is not None and found.key == document.file.name:
        return
    if found is None and not has_pages(document):
        return
    document.pages.all().delete()
    if not has_pages(document):
        DocumentReading.objects.filter(document=document).delete()
        return
    fresh = {"key": document.file.name, "fault": "", "progress": 0, "attempts": 0, "page_count": 0}
    if found is None:
        DocumentReading.objects.create(document=document, state_changed_at=timezone.now(), **fresh)
    else:
        move_reading(found, ReadingState.WAITING, **fresh)
    enqueue(JOB, key=JOB)


@transaction.atomic
def want_pages(*, documents: Iterable[SchoolDocument]) -> None:
    """Have all pages made of those of ``documents`` of which only the first one was wanted so far."""
    wanted = [document.pk for document in documents]
    for reading in DocumentReading.objects.filter(document__in=wanted, wants_pages=False) if wanted else ():
        DocumentReading.objects.filter(pk=reading.pk).update(wants_pages=True)
        if reading.state == ReadingState.READY:
            move_reading(reading, ReadingState.WAITING, progress=0, attempts=0)
        enqueue(JOB, key=JOB)


@transaction.atomic
def retry_reading(*, reading: DocumentReading, by: User) -> None:
    """Have one that failed read once more. Raises ``Refusal`` where it did not fail."""
    if reading.state != ReadingState.FAILED or not move_reading(
        reading, ReadingState.WAITING, fault="", progress=0, attempts=0
    ):
        raise Refusal(_("This document has not failed; there is nothing to try again."), code="not_failed")
    log(instance=reading.document, action="people.retry_document", user=by)
    enqueue(JOB, key=JOB)


def read_next() -> DocumentReading | None:
    """Read the one that has waited longest; return it, ``None`` where none waits.

    The job's key lets only one run, so one that is at work already was left behind by a worker that was killed.
    """
    waiting = DocumentReading.objects.select_related("document__organization").order_by("state_changed_at", "pk")
    for state in (ReadingState.WORKING, ReadingState.WAITING):
        reading = waiting.filter(state=state).first()
        if reading is not None:
            break
    else:
        return None
    if reading.attempts >= MOST_ATTEMPTS:
        move_reading(reading, ReadingState.FAILED, fault="interrupted", fault_values={})
    elif move_reading(reading, ReadingState.WORKING, attempts=reading.attempts + 1, progress=0):
        try:
            _read(reading)
        except BadDocument as fault:
            logger.warning("Document %s could not be read: %s", reading.document.public_id, fault.code)
            if _is_current(reading):
                move_reading(reading, ReadingState.FAILED, fault=fault.code, fault_values=fault.values)
    return reading


def is_reading_left() -> bool:
    """Say whether any waits or was left behind."""
    return DocumentReading.objects.filter(state__in=[ReadingState.WAITING, ReadingState.WORKING]).exists()


@dataclass(frozen=True)
class _Made:
    """What was made in a folder: how many pages there are, and those of which there are pictures."""

    folder: Path
    page_count: int
    pages: list[pdf.PageMade]


def _read(reading: DocumentReading) -> None:
    end = time.monotonic() + settings.DOCUMENT_READ_SECONDS
    with work_folder() as folder:
        source = _fetched(reading.document, folder)
        if source.suffix != ".pdf":
            with source.open("rb") as file:
                check_kind(file, source.suffix, Limits(settings.DOCUMENT_MAX_UNPACKED, settings.DOCUMENT_MAX_PAGES))
            source = make_pdf(source, folder, seconds=end - time.monotonic())
        page_count, pages = pdf.make_pages(
            source,
            folder,
            last=settings.DOCUMENT_SHOWN_PAGES if reading.wants_pages else 1,
            most_pages=settings.DOCUMENT_MAX_PAGES,
            seconds=end - time.monotonic(),
            report=_reporter(reading),
        )
        _publish(reading, _Made(folder, page_count, pages))


def _publish(reading: DocumentReading, made: _Made) -> None:
    """Store what was made, then show all of it at once; nothing of it where the document has changed meanwhile."""
    document, rows = reading.document, []
    try:
        for page in made.pages:
            row = DocumentPage(
                document=document, number=page.number, width=page.width, height=page.height, text=page.text
            )
            rows.append(row)
            row.file.name = _store(document, made.folder / f"{page.number}.webp")
            row.small.name = _store(document, made.folder / f"{page.number}-small.webp")
        with transaction.atomic():
            now = _is_current(reading, lock=True)
            if now is None:
                raise BadDocument("gone")
            for former in document.pages.all():
                former.delete()
            DocumentPage.objects.bulk_create(rows)
            ready = now.wants_pages == reading.wants_pages
            move_reading(
                reading,
                ReadingState.READY if ready else ReadingState.WAITING,
                page_count=made.page_count,
                progress=100 if ready else 0,
                attempts=0,
            )
            document_read.send(
                data={"document": document.public_id, "pages": made.page_count},
                organization=document.organization.public_id if document.organization else None,
            )
    except BaseException:
        for row in rows:
            for stored in (row.file, row.small):
                if stored:
                    stored.storage.delete(str(stored.name))
        raise


def _store(document: SchoolDocument, path: Path) -> str:
    """Store a picture under an opaque key; return the key."""
    with path.open("rb") as file:
        return document.file.storage.save(content_key(file, path.suffix, folder=document.file_folder), File(file))


def _is_current(reading: DocumentReading, *, lock: bool = False) -> DocumentReading | None:
    """Return the row as it is now, if it is still about the file that was begun with."""
    rows = DocumentReading.objects.select_for_update() if lock else DocumentReading.objects
    return rows.filter(pk=reading.pk, key=reading.key, state=ReadingState.WORKING).first()


def _reporter(reading: DocumentReading) -> Callable[[float], None]:
    """Return a function that writes down how far the work is, every few seconds."""
    last = time.monotonic()

    def report(part: float) -> None:
        nonlocal last
        if time.monotonic() - last >= REPORT_SECONDS:
            last = time.monotonic()
            DocumentReading.objects.filter(pk=reading.pk).update(progress=min(int(100 * part), 99))

    return report


def _fetched(document: SchoolDocument, folder: Path) -> Path:
    """Return the uploaded file as a path of this machine, copied from where it is stored."""
    source = folder / f"source{plain_suffix(document.file.name or '')}"
    try:
        with document.file.open("rb") as stored, source.open("wb") as target:
            shutil.copyfileobj(stored, target, CHUNK)
    except FileNotFoundError as error:
        raise BadDocument("gone") from error
    return source
