"""Papers that go with leave."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from foundation.documents import BadDocument
from foundation.files.keys import content_digest, plain_suffix
from people.models import User
from people.paging.checks import check_document
from plugins.leave.actions.leave import lock_leave
from plugins.leave.models import Leave, LeaveAttachment, LeaveState
from plugins.leave.permissions import may_approve
from schoolhouse.refusals import Refusal

MOST_PAPERS = 6
MOST_MEGABYTES = 10
PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
SUFFIXES = (".pdf", *PICTURES)
_MOST_PIXELS = 60_000_000
_CLOSED = (LeaveState.CANCELLED, LeaveState.CLOSED)


@transaction.atomic
def attach(*, leave: Leave, file: Any, by: User) -> LeaveAttachment:
    """Put an uploaded paper to leave; the same one twice is there once.

    Raises ``Refusal``: not the learner's or approver's, no more room, too big, or not what its name says.
    """
    leave = lock_leave(leave)
    if by.pk != leave.enrollment.learner_id and not may_approve(by, leave):
        raise Refusal(_("You may not do this with this leave."), code="forbidden", status=403)
    if leave.state in _CLOSED and by.pk == leave.enrollment.learner_id:
        raise Refusal(_("This leave is closed. Give the paper to your class teacher."), code="closed")
    check_paper(file)
    digest = content_digest(file)
    if (found := leave.attachments.filter(digest=digest).first()) is not None:
        return found
    if leave.attachments.count() >= MOST_PAPERS:
        said = _("At most %(most)d papers go with one leave.")
        raise Refusal(said % {"most": MOST_PAPERS}, code="too_many", status=400)
    return _keep(leave, file, digest, by)


def _keep(leave: Leave, file: Any, digest: str, by: User) -> LeaveAttachment:
    name = "".join(letter for letter in file.name if letter.isprintable())[-150:] or "paper"
    paper = LeaveAttachment(leave=leave, name=name, digest=digest, size=file.size, added_by=by)
    paper.file = File(file, name=name)
    try:
        paper.save()
    except BaseException:
        if paper.file._committed:
            paper.file.delete(save=False)
        raise
    return paper


def check_paper(file: Any) -> None:
    """Raise ``Refusal`` unless ``file`` is a PDF or a picture, whole, and not too big; its position is restored."""
    suffix = plain_suffix(file.name)
    if suffix not in SUFFIXES:
        raise Refusal(_("Only PDF files and pictures (JPEG, PNG, WebP) are taken."), code="kind", status=400)
    if file.size > MOST_MEGABYTES * 1024 * 1024:
        said = _("“%(name)s” is too big: at most %(most)d MB.")
        raise Refusal(said % {"name": file.name[:80], "most": MOST_MEGABYTES}, code="too_big", status=413)
    if suffix == ".pdf":
        try:
            check_document(file)
        except BadDocument as fault:
            raise Refusal(fault.message, code=fault.code, status=400) from fault
    else:
        _check_picture(file, PICTURES[suffix])
    file.seek(0)


def _check_picture(file: Any, kind: str) -> None:
    try:
        file.seek(0)
        picture = Image.open(file, formats=[kind])
        if picture.width * picture.height > _MOST_PIXELS:
            raise Refusal(_("The picture has too many pixels. Make it smaller."), code="too_big", status=413)
        picture.load()  # to its end: one that was cut off would have a good beginning
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        said = _("“%(name)s” is no picture that can be read.")
        raise Refusal(said % {"name": file.name[:80]}, code="picture", status=400) from error
