"""Uploads in pieces, as the tus protocol has them: begun, continued where they broke off, put together and checked.

Nothing of an upload is seen by anybody else, and nothing is kept of one that turns out to be no sound or film.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.recordings import BadRecording
from foundation.recordings.probe import Limits, Recording, check_recording
from people.models import MediaUpload, MediaUploadPart, User
from schoolhouse.refusals import Refusal

CHUNK = 1024 * 1024
"""Bytes that are copied at a time."""
WORK_PREFIX = "media-"


def media_limits() -> Limits:
    """Return what the settings allow."""
    return Limits(settings.MEDIA_MAX_SECONDS, settings.MEDIA_MAX_SIDE)


def begin_upload(*, key: str, kind: str, filename: str, size: int, by: User) -> MediaUpload:
    """Begin an upload of ``size`` bytes, or return the one that ``by`` began under ``key``.

    Raises ``Refusal``: the file is empty or too large, or too many others are open.
    """
    if size < 1:
        raise Refusal(BadRecording("empty").message, code="empty", status=400)
    if size > settings.MEDIA_MAX_UPLOAD_SIZE:
        raise Refusal(too_large().message, code="too_large", status=413)
    own = MediaUpload.objects.filter(by=by)
    found = own.filter(key=key).first()
    if found is not None and (found.size, found.type) == (size, kind):
        return found
    if found is not None:
        drop_upload(upload=found)
    if own.count() >= settings.MEDIA_MAX_OPEN_UPLOADS:
        raise Refusal(_("Too many of your uploads are unfinished. Finish or cancel one of them first."), code="open")
    try:
        with transaction.atomic():
            return MediaUpload.objects.create(by=by, key=key, type=kind, filename=filename[-255:], size=size)
    except IntegrityError:  # begun at the same moment in another tab
        return own.get(key=key)


def too_large() -> BadRecording:
    """Return the fault of a file above the limit."""
    return BadRecording("too_large", limit=settings.MEDIA_MAX_UPLOAD_SIZE // (1024 * 1024))


def add_part(*, upload: MediaUpload, start: int, piece: IO[bytes], size: int) -> MediaUpload:
    """Keep ``size`` bytes that follow the ``start`` that are there already; return the upload as it is then.

    Raises ``Refusal`` and keeps nothing where they do not fit on.
    """
    part = MediaUploadPart(upload=upload, start=start, size=size)
    piece.seek(0)
    part.file.save("part", File(piece), save=False)
    try:
        with transaction.atomic():
            locked = MediaUpload.objects.select_for_update().filter(pk=upload.pk).first()
            if locked is None or locked.received != start or start + size > locked.size:
                raise Refusal(_("This piece does not follow what is there already."), code="offset")
            part.save()
            locked.received += size
            locked.save(update_fields=["received", "changed_at"])
    except BaseException:
        part.file.delete(save=False)
        raise
    return locked


def finish_upload(*, upload: MediaUpload) -> MediaUpload:
    """Put the pieces together, check the whole and keep it; calling it again does nothing.

    Raises ``BadRecording`` and drops the upload where it is not what it should be.
    """
    if upload.file or upload.received != upload.size:
        return upload
    with work_folder() as folder:
        whole = folder / "whole"
        with whole.open("wb") as target:
            for part in upload.parts.order_by("start"):
                with part.file.open("rb") as piece:
                    shutil.copyfileobj(piece, target, CHUNK)
        try:
            if whole.stat().st_size != upload.size:
                raise BadRecording("truncated")
            recording = check_recording(whole, video=upload.type == "video", limits=media_limits())
        except BadRecording:
            drop_upload(upload=upload)
            raise
        _keep(upload, whole, recording)
    return upload


def _keep(upload: MediaUpload, whole: Path, recording: Recording) -> None:
    with whole.open("rb") as file:
        upload.file.save(f"whole{recording.suffix}", File(file), save=False)
    upload.duration, upload.width, upload.height = recording.duration, recording.width, recording.height
    try:
        with transaction.atomic():
            # Another tab may have been faster.
            if MediaUpload.objects.select_for_update().filter(pk=upload.pk, file="").first() is None:
                raise Refusal(_("This upload was finished or cancelled elsewhere."), code="elsewhere")
            upload.save()
            upload.parts.all().delete()
    except BaseException:
        upload.file.delete(save=False)
        raise


def drop_upload(*, upload: MediaUpload) -> None:
    """Forget an upload with all its bytes."""
    upload.delete()


def sweep_uploads() -> int:
    """Drop the uploads that nobody has gone on with for long; return how many."""
    since = timezone.now() - timedelta(hours=settings.MEDIA_UPLOAD_HOURS)
    stale = list(MediaUpload.objects.filter(changed_at__lt=since)[:500])
    for upload in stale:
        drop_upload(upload=upload)
    return len(stale)


@contextmanager
def work_folder() -> Iterator[Path]:
    """Give a folder to put files together in, which is gone afterwards."""
    settings.MEDIA_WORK_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.MEDIA_WORK_ROOT, prefix=WORK_PREFIX) as folder:
        yield Path(folder)


def clear_work_folders(*, older_than: float) -> None:
    """Remove what killed processes left where files are put together; ``older_than`` is in seconds."""
    for folder in settings.MEDIA_WORK_ROOT.glob(f"{WORK_PREFIX}*"):
        if time.time() - folder.stat().st_mtime > older_than:
            shutil.rmtree(folder, ignore_errors=True)
