"""Taking over what was signed on paper: a photo is read, somebody confirms what was read, and it becomes marks."""

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from classes.models import Enrollment
from foundation.files.keys import content_digest
from people.models import User
from plugins.attendance.actions.marks import Saying, say
from plugins.attendance.actions.photos import files_of, photo_of
from plugins.attendance.actions.words import PRESENT, STAYED
from plugins.attendance.models import Mark, Roll, SheetPhoto, Source
from plugins.attendance.paper.reading import Read, read, turned
from plugins.attendance.paper.tokens import SHEET_LENGTH, rows_by_word, sheet_word
from plugins.attendance.permissions import may_take_roll
from schoolhouse.jobs import enqueue
from schoolhouse.refusals import Refusal

SIDE = 2600
"""Longest side of the photo that is kept: a small hand can still be read on it, and every code."""
AT_ONCE = 2 * 1024 * 1024
"""A photo of so many bytes is read while one waits; a larger one by the worker."""
READ = "attendance.read_sheet"
_KEYS = uuid.UUID("3d1f6a52-0e0a-4bb1-8d0e-1c1f0f1e9b55")


def take_sheet(*, roll: Roll, uploaded: Any, by: User) -> SheetPhoto:
    """Keep a photo of a signed sheet and have it read; the same file gives the first one again. Raises ``Refusal``."""
    if not may_take_roll(by, roll.training_class):
        raise Refusal(_("You do not take the roll of this class."), code="not_yours", status=403)
    digest = content_digest(uploaded)
    same = SheetPhoto.objects.filter(roll=roll, digest=digest)
    if (found := same.first()) is not None:
        return found
    made = photo_of(uploaded, large=SIDE)
    try:
        with transaction.atomic():
            sheet = SheetPhoto.objects.create(roll=roll, digest=digest, by=by, **files_of(made))
            if uploaded.size > AT_ONCE:
                enqueue(READ, {"sheet": sheet.pk}, key=f"{READ}:{sheet.pk}")
    except IntegrityError:
        return same.get()  # the same in the same moment
    if uploaded.size <= AT_ONCE:
        read_sheet(sheet=sheet)
    return sheet


@transaction.atomic
def read_sheet(*, sheet: SheetPhoto) -> None:
    """Read a sheet's photo, and turn it upright for those who look at it. The software's own act; done once."""
    if sheet.read_at is not None:
        return
    with sheet.file.open() as handle, Image.open(handle, formats=("JPEG",)) as image:
        result = read(image)
    _note(sheet, result)
    if result.turn:
        _turn(sheet, result.turn)
    sheet.read_at = timezone.now()
    sheet.save()


def _turn(sheet: SheetPhoto, turn: int) -> None:
    """Store the photo anew as it stands upright."""
    for stored in (sheet.file, sheet.small):
        with stored.open() as handle:
            data = turned(handle.read(), turn)
        transaction.on_commit(partial(stored.storage.delete, str(stored.name)))
        setattr(sheet, stored.field.name, ContentFile(data, f"{stored.field.name}.jpg"))
    if turn in (90, 270):
        sheet.width, sheet.height = sheet.height, sheet.width


def _note(sheet: SheetPhoto, result: Read) -> None:
    """Write down whose rows were seen; codes of other sheets are only counted."""
    roll = sheet.roll
    seats = list(Enrollment.objects.filter(training_class=roll.training_class_id).only("public_id"))
    begins = [one.word[:SHEET_LENGTH] for one in result.seen]
    sheet.direction = "out" if begins.count(sheet_word(roll, "out")) > begins.count(sheet_word(roll, "in")) else "in"
    known = rows_by_word(roll, sheet.direction, seats)
    rows = [(known.get(one.word), one) for one in result.seen]
    sheet.found = [{"who": str(who), "signed": one.is_signed} for who, one in rows if who is not None]
    sheet.strangers = len(rows) - len(sheet.found)


@transaction.atomic
def confirm_sheet(*, sheet: SheetPhoto, signed: Sequence[uuid.UUID], by: User) -> list[Mark]:
    """Record that those of ``signed`` were there, or stayed; return the new marks.

    Of the others on the sheet nothing is recorded. Confirmed once more, or from another photo of the same sheet, nobody
    is recorded twice. Raises ``Refusal``.
    """
    sheet = SheetPhoto.objects.select_for_update(of=("self",)).select_related("roll__training_class").get(pk=sheet.pk)
    listed = {row["who"] for row in sheet.found}
    if any(str(one) not in listed for one in signed):
        raise Refusal(_("Somebody on this list does not stand on the sheet. Open it again."), code="not_on_sheet")
    word = STAYED if sheet.direction == "out" else PRESENT
    now, door = timezone.now(), f"{sheet.roll_id}:{sheet.direction}"
    said = [Saying(one, word, now, uuid.uuid5(_KEYS, f"{door}:{one}")) for one in signed]
    marks = say(roll=sheet.roll, said=said, by=by, source=Source.PAPER)
    sheet.confirmed_at = now
    sheet.save(update_fields=["confirmed_at"])
    return marks
