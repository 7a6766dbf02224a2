"""Taking pictures and files that are answers, and clearing away those that nobody sent off."""

import datetime
from functools import partial
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.models import FeedbackFile, FeedbackSurvey
from evaluations.models.feedback.file import NAME_LENGTH
from foundation.documents import BadDocument
from foundation.files.keys import plain_suffix
from foundation.files.photos import BadPhoto, photo_from
from people.paging.checks import check_document
from schoolhouse.refusals import Refusal

KEPT_AFTER_CLOSING = datetime.timedelta(days=30)
"""So long after a survey has closed a file may wait to be stored with its answer."""
BATCH = 200


def take_answer_file(*, survey: FeedbackSurvey, sent: Any) -> FeedbackFile:
    """Keep an uploaded picture or file for an answer to ``survey``; whoever calls asks whether one may answer.

    A picture is made anew, without where and when it was taken and without its name. Of an anonymous survey nothing
    else is taken: a document carries its writer's name. Raises ``Refusal`` for what is empty, too large (setting
    ``FORUM_FILE_MAX_BYTES``) or of a kind that is not taken.
    """
    if sent.size > settings.FORUM_FILE_MAX_BYTES:
        limit = settings.FORUM_FILE_MAX_BYTES // 1024**2
        raise Refusal(_("The file is too large: at most %(limit)d MB.") % {"limit": limit}, status=400)
    if not sent.size:
        raise Refusal(_("The file is empty."), status=400)
    row = FeedbackFile(survey=survey)
    if not survey.is_anonymous and plain_suffix(sent.name)[1:] in settings.FORUM_FILE_TYPES:
        _take_document(row, sent)
    else:
        _take_picture(row, sent)
    row.save()
    return row


def _take_document(row: FeedbackFile, sent: Any) -> None:
    try:
        check_document(sent)
    except BadDocument as fault:
        raise Refusal(str(fault.message), status=400) from fault
    path = PurePath("".join(letter for letter in sent.name if letter.isprintable()) or "file")
    row.name, row.size, row.is_image = path.stem[: NAME_LENGTH - 12] + path.suffix[:12], sent.size, False
    row.file = File(sent, f"file{plain_suffix(sent.name)}")  # type: ignore[assignment]


def _take_picture(row: FeedbackFile, sent: Any) -> None:
    try:
        photo = photo_from(sent)
    except BadPhoto as fault:
        if row.survey.is_anonymous:
            said = _("This is no picture that can be shown. This form takes pictures only.")
        else:
            kinds = ", ".join(settings.FORUM_FILE_TYPES)
            said = _("This is no picture that can be shown, and no file of these kinds: %(kinds)s.") % {"kinds": kinds}
        raise Refusal(said, code=fault.code, status=400) from fault
    row.size = len(photo.large)
    row.file = ContentFile(photo.large, "file.jpg")  # type: ignore[assignment]


def clear_unsent_files(*, now: datetime.datetime) -> int:
    """Delete files of surveys that closed more than ``KEPT_AFTER_CLOSING`` ago that went with no answer; return how
    many."""
    waiting = FeedbackFile.objects.filter(answer=None, survey__closes_at__lt=now - KEPT_AFTER_CLOSING)
    rows = list(waiting[:BATCH])
    for row in rows:
        stored = row.file
        with transaction.atomic():
            row.delete()
            transaction.on_commit(partial(stored.storage.delete, str(stored.name)))
    return len(rows)
