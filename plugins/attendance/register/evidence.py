"""What may go with an entry: photos and signed sheets. Pictures are made anew, so that nothing of the camera stays."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from foundation.documents import BadDocument
from foundation.files.keys import plain_suffix
from foundation.files.photos import BadPhoto, photo_from
from people.paging.checks import check_document
from plugins.attendance.register.models import EvidenceKind
from schoolhouse.refusals import Refusal

MOST_FILES = 8
LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
ACCEPT = ",".join((".pdf", *PICTURES))


@dataclass(frozen=True)
class Paper:
    """A file that was looked at and may be kept: ``name`` is for people, ``file`` what is stored."""

    kind: EvidenceKind
    name: str
    file: File  # type: ignore[type-arg]


def paper_from(kind: EvidenceKind, sent: Any) -> Paper:
    """Look at an uploaded file and return what is kept of it. Raises ``Refusal`` for what is no photo and no PDF."""
    name = "".join(letter for letter in str(sent.name or "") if letter.isprintable())[-120:] or "file"
    if not sent.size or sent.size > LARGEST:
        said = _("“%(name)s” is empty or larger than %(most)d MB.")
        raise Refusal(said % {"name": name, "most": LARGEST // 1024 // 1024}, code="size", status=400)
    suffix = plain_suffix(name)
    if suffix == ".pdf" and kind == EvidenceKind.SHEET:
        return Paper(kind, name, _document(sent))
    if suffix in PICTURES:
        return Paper(kind, f"{PurePath(name).stem}.jpg", _picture(sent, name))
    said = _("“%(name)s” is no picture (JPEG, PNG, WebP), and only a signed sheet may be a PDF.")
    raise Refusal(said % {"name": name}, code="kind", status=400)


def _document(sent: Any) -> File:  # type: ignore[type-arg]
    try:
        check_document(sent)
    except BadDocument as fault:
        raise Refusal(fault.message, code=fault.code, status=400) from fault
    sent.seek(0)
    return File(sent, name="sheet.pdf")


def _picture(sent: Any, name: str) -> File:  # type: ignore[type-arg]
    try:
        return ContentFile(photo_from(sent).large, name="photo.jpg")
    except BadPhoto as fault:
        said = _("“%(name)s” is no picture that can be read.")
        raise Refusal(said % {"name": name}, code=fault.code, status=400) from fault


def content_type(name: str) -> str:
    """Return the type of a stored file, by its suffix."""
    return "application/pdf" if plain_suffix(name) == ".pdf" else "image/jpeg"
