"""What a document is by its bytes, held against the suffix of its name."""

import zipfile
from dataclasses import dataclass
from typing import Any

from PIL import Image

from foundation.documents.faults import BadDocument
from foundation.files.archives import BAD_ARCHIVE, has_archive_behind

EDGE = 64 * 1024
MOST_PARTS = 20_000
MOST_PIXELS = 100_000_000
"""Of one picture inside a document."""
_PAGES = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?php")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Old Office formats, and the wrapping of new ones under a password."""
PACKED = {".docx": "word/document.xml", ".pptx": "ppt/presentation.xml", ".xlsx": "xl/workbook.xml", ".odt": "mimetype"}
"""Formats that are archives, with a part that each of them has."""
TEXTS = {".csv", ".txt", ".vtt"}


@dataclass(frozen=True)
class Limits:
    """What is taken: ``unpacked`` in MB, ``pages`` of a PDF."""

    unpacked: int
    pages: int


def check_kind(file: Any, suffix: str, limits: Limits) -> None:
    """Raise ``BadDocument`` unless ``file`` is what ``suffix`` (``.pdf``) says; its position is restored.

    A PDF is only looked at from outside; ``pdf.inspect`` opens it.
    """
    file.seek(0)
    head = file.read(EDGE)
    if not head:
        raise BadDocument("empty")
    if suffix == ".pdf":
        _check_pdf(file, head)
    elif suffix in PACKED or suffix == ".zip":
        _check_archive(file, head, suffix, limits)
    elif suffix == ".rtf":
        if not head.startswith(b"{\\rtf"):
            raise BadDocument("other_kind", kind="RTF")
    elif suffix in TEXTS and b"\0" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise BadDocument("not_text")
    file.seek(0)


def _check_pdf(file: Any, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _is_page(start[:1024]):
        raise BadDocument("web_page")
    if not start.startswith(b"%PDF-"):
        raise BadDocument("other_kind", kind="PDF")
    if _is_page(head[:4096]):
        raise BadDocument("web_page")
    if has_archive_behind(file):
        raise BadDocument("archive")


def _is_page(text: bytes) -> bool:
    return any(mark in text.lower() for mark in _PAGES)


def _check_archive(file: Any, head: bytes, suffix: str, limits: Limits) -> None:
    kind = suffix[1:].upper()
    if head.startswith(_OLD_OFFICE):
        raise BadDocument("encrypted" if suffix in PACKED else "other_kind", kind=kind)
    if not head.startswith(b"PK"):
        start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
        raise BadDocument("web_page") if _is_page(start) else BadDocument("other_kind", kind=kind)
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive, kind, PACKED.get(suffix), limits)
    except BAD_ARCHIVE as error:
        raise BadDocument("broken") from error


def _check_parts(archive: zipfile.ZipFile, kind: str, needed: str | None, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise BadDocument("parts", limit=MOST_PARTS)
    if sum(part.file_size for part in parts) > limits.unpacked * 1024 * 1024:
        raise BadDocument("unpacked", limit=limits.unpacked)
    if needed is None:
        return
    if needed not in archive.namelist():
        raise BadDocument("other_kind", kind=kind)
    if any(part.flag_bits & 1 for part in parts):
        raise BadDocument("encrypted")
    for part in parts:
        if "/media/" in part.filename:
            _check_picture(archive, part)


def _check_picture(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a picture of too many pixels; only its header is read. What is no picture is not looked at."""
    with archive.open(part) as file:
        try:
            width, height = Image.open(file).size
        except Image.DecompressionBombError as error:
            raise BadDocument("picture", place=part.filename, width="?", height="?") from error
        except (OSError, ValueError, SyntaxError, zipfile.BadZipFile):
            return
    if width * height > MOST_PIXELS:
        raise BadDocument("picture", place=part.filename, width=width, height=height)
