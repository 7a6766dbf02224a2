"""From an uploaded sound or film to what players play, one at a time."""

import logging
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foundation.files.keys import content_key
from foundation.jobs import enqueue
from foundation.recordings import BadRecording
from foundation.recordings.containers import container_of
from foundation.recordings.convert import heights_for, make_film, make_poster, make_sound
from foundation.recordings.probe import Recording, has_ffmpeg, read_recording
from people import published
from people.actions.uploads import CHUNK, work_folder
from people.models import MediaRendition, MediaState, SchoolMedia, User
from people.models.media import EDGES
from people.models.moves import move_along
from schoolhouse.refusals import Refusal

logger = logging.getLogger(__name__)

JOB = "people.convert_media"
MOST_ATTEMPTS = 3
REPORT_SECONDS = 2.0


def move_media(media: SchoolMedia, to: str, **changes: Any) -> bool:
    """Move ``media`` along an edge of ``EDGES``; ``False`` where there is none from the state that it has by now."""
    if not move_along(media, EDGES, to, **changes):
        return False
    published.renew()
    return True


@transaction.atomic
def take_up(*, media: SchoolMedia) -> None:
    """Begin with a file that was just uploaded and checked: have it converted, or take it as it is without ffmpeg."""
    move_media(media, MediaState.UPLOADED, fault="", progress=0, attempts=0)
    media.renditions.all().delete()
    if has_ffmpeg():
        move_media(media, MediaState.QUEUED)
        enqueue(JOB, key=JOB)
    else:
        move_media(media, MediaState.READY)


@transaction.atomic
def retry_media(*, media: SchoolMedia, by: User) -> None:
    """Have a failed one converted once more. Raises ``Refusal`` where it did not fail."""
    if not move_media(media, MediaState.QUEUED, fault="", progress=0, attempts=0):
        raise Refusal(_("This recording has not failed; there is nothing to try again."), code="not_failed")
    log(instance=media, action="people.retry_media", user=by)
    enqueue(JOB, key=JOB)


def convert_next() -> SchoolMedia | None:
    """Convert the one that has waited longest; return it, ``None`` where none waits.

    The job's key lets only one run, so one that is at work already was left behind by a worker that was killed.
    """
    for state in (MediaState.WORKING, MediaState.QUEUED):
        media = SchoolMedia.objects.filter(state=state).order_by("state_changed_at", "pk").first()
        if media is not None:
            break
    else:
        return None
    if media.attempts >= MOST_ATTEMPTS:
        move_media(media, MediaState.FAILED, fault="interrupted")
    elif move_media(media, MediaState.WORKING, attempts=media.attempts + 1, progress=0):
        try:
            _convert(media)
        except BadRecording as fault:
            logger.warning("Media %s could not be converted: %s", media.public_id, fault.code)
            if _is_current(media):
                move_media(media, MediaState.FAILED, fault=fault.code)
    return media


def is_work_left() -> bool:
    """Say whether any waits or was left behind."""
    return SchoolMedia.objects.filter(state__in=[MediaState.QUEUED, MediaState.WORKING]).exists()


def _convert(media: SchoolMedia) -> None:
    if not has_ffmpeg():
        raise BadRecording("no_ffmpeg")
    end = time.monotonic() + settings.MEDIA_CONVERT_SECONDS
    with work_folder() as folder:
        source = _fetched(media, folder)
        with source.open("rb") as file:
            container = container_of(file, source.stat().st_size)
        recording = read_recording(source, container)
        made, poster = _make_all(media, recording, source, folder, end)
        _publish(media, recording, made, poster)


def _make_all(
    media: SchoolMedia, recording: Recording, source: Path, folder: Path, end: float
) -> tuple[dict[str, Path], Path | None]:
    """Make every rendition in ``folder``; return them by name, and the poster."""
    poster = None
    if media.type != "video":
        target = folder / "audio.m4a"
        make_sound(source, target, recording, seconds=end - time.monotonic(), report=_reporter(media, 0, 1))
        return {"audio": target}, None
    if not recording.is_video:
        raise BadRecording("no_video")
    if not media.thumbnail or media.thumbnail_was_made:
        poster = folder / "poster.jpg"
        make_poster(source, poster, recording, seconds=min(120.0, end - time.monotonic()))
    heights = heights_for(recording)
    made = {}
    for number, height in enumerate(heights):
        made[f"{height}p"] = folder / f"{height}.mp4"
        report = _reporter(media, number / len(heights), 1 / len(heights))
        left = end - time.monotonic()
        make_film(source, made[f"{height}p"], recording, height, seconds=left, report=report)
    return made, poster


def _publish(media: SchoolMedia, recording: Recording, made: dict[str, Path], poster: Path | None) -> None:
    """Store what was made, then show all of it at once; nothing of it where the media has changed meanwhile."""
    rows: list[Any] = []
    still, former = "", media.thumbnail.name
    try:
        for name, path in made.items():
            row = MediaRendition(media=media, name=name, size=path.stat().st_size)
            rows.append(row)
            with path.open("rb") as file:
                found = read_recording(path, container_of(file, row.size))
                row.width, row.height = found.width, found.height
            row.file.name = _store(media, path)
        still = _store(media, poster) if poster else ""
        with transaction.atomic():
            if not _is_current(media, lock=True):
                raise BadRecording("gone")
            media.renditions.all().delete()
            for row in rows:
                row.save()
            changes: dict[str, Any] = {"duration": recording.duration or found.duration, "progress": 100}
            if media.type == "video":
                changes |= {"width": recording.width, "height": recording.height}
            if still:
                changes |= {"thumbnail": still, "thumbnail_was_made": True}
            move_media(media, MediaState.READY, **changes)
    except BaseException:
        _delete_stored(rows)
        if still:
            media.thumbnail.storage.delete(still)
        raise
    if still and former and former != still:
        media.thumbnail.storage.delete(former)


def _store(media: SchoolMedia, path: Path) -> str:
    """Store what was made under an opaque key; return the key."""
    with path.open("rb") as file:
        return media.file.storage.save(content_key(file, path.suffix, folder=media.file_folder), File(file))


def _is_current(media: SchoolMedia, *, lock: bool = False) -> bool:
    """Say whether the row is still there, with the file that was begun with."""
    rows = SchoolMedia.objects.select_for_update() if lock else SchoolMedia.objects
    return rows.filter(pk=media.pk, file=media.file.name, state=MediaState.WORKING).first() is not None


def _reporter(media: SchoolMedia, start: float, share: float) -> Callable[[float], None]:
    """Return a function that writes down how far the work is, every few seconds."""
    last = time.monotonic()

    def report(part: float) -> None:
        nonlocal last
        if time.monotonic() - last >= REPORT_SECONDS:
            last = time.monotonic()
            percent = min(int(100 * (start + share * part)), 99)
            SchoolMedia.objects.filter(pk=media.pk).update(progress=percent)

    return report


def _fetched(media: SchoolMedia, folder: Path) -> Path:
    """Return the uploaded file as a path of this machine, copied from where it is stored."""
    source = folder / "source"
    try:
        with media.file.open("rb") as stored, source.open("wb") as target:
            shutil.copyfileobj(stored, target, CHUNK)
    except FileNotFoundError as error:
        raise BadRecording("gone") from error
    return source


def _delete_stored(rows: list[MediaRendition]) -> None:
    for row in rows:
        if row.file and row.file.name:
            row.file.storage.delete(row.file.name)
