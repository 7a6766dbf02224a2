"""Opening a .docx, judged by what it is and not by its name, before anything of it is unpacked."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any
from zipfile import ZipFile

from foundation.files.archives import BAD_ARCHIVE
from foundation.sheets.reader import _ENCRYPTED, OLE, OLE_LOOK
from foundation.sheets.xlsx_reader import _DIRECTORY_SIZE, LARGEST_DIRECTORY, MOST_PARTS
from foundation.word.content import Limits
from foundation.word.faults import UnreadableDocument
from foundation.word.parts import ContentTypes, Relations

MB = 1024 * 1024
_WORD = "wordprocessingml"


@contextmanager
def opened(file: IO[bytes] | Any, limits: Limits) -> Iterator[tuple[ZipFile, str]]:
    """Give the archive and the path of its main part; raises ``UnreadableDocument``."""
    _check_size(file, limits)
    _check_head(file)
    try:
        record = zipfile._EndRecData(file)  # type: ignore[attr-defined]
        if record is None or record[_DIRECTORY_SIZE] > LARGEST_DIRECTORY:
            raise UnreadableDocument("broken", part="zip")
        file.seek(0)
        archive = ZipFile(file)
    except BAD_ARCHIVE as error:
        raise UnreadableDocument("broken", part="zip") from error
    with archive:
        yield archive, _main_part(archive, limits)


def _check_size(file: Any, limits: Limits) -> None:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    if not size:
        raise UnreadableDocument("empty_file")
    if size > limits.size:
        raise UnreadableDocument("too_large", limit=limits.size // MB)


def _check_head(file: Any) -> None:
    head = file.read(4096)
    file.seek(0)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return
    if head.startswith(OLE):
        encrypted = _ENCRYPTED in file.read(OLE_LOOK)
        file.seek(0)
        raise UnreadableDocument("encrypted" if encrypted else "old_word")
    if head.startswith(b"{\\rtf"):
        raise UnreadableDocument("rich_text")
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    is_web = start.startswith((b"<html", b"<!doc", b"mime-version", b"<?xml", b"<head", b"<body"))
    raise UnreadableDocument("web_page" if is_web else "not_a_document")


def _main_part(archive: ZipFile, limits: Limits) -> str:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise UnreadableDocument("broken", part="zip")
    if sum(part.file_size for part in parts) > limits.unpacked:
        largest = max(parts, key=lambda part: part.file_size)
        raise UnreadableDocument("unpacks_too_large", limit=limits.unpacked // MB, part=largest.filename[:200])
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableDocument("encrypted")
    if "content.xml" in archive.NameToInfo and "mimetype" in archive.NameToInfo:
        raise UnreadableDocument("open_document")
    if "[Content_Types].xml" not in archive.NameToInfo or "_rels/.rels" not in archive.NameToInfo:
        raise UnreadableDocument("not_a_document")
    types = ContentTypes(archive).types
    if any("macroenabled" in one.lower() or "vbaproject" in one.lower() for one in types):
        raise UnreadableDocument("macros")
    path = Relations(archive, "").by_kind.get("officeDocument", "")
    if not any(_WORD in one for one in types) or path not in archive.NameToInfo:
        raise UnreadableDocument("not_a_document")
    return path


def read_part(archive: ZipFile, path: str, limit: int) -> bytes:
    """Return the bytes of one part, at most ``limit``; raises ``UnreadableDocument`` that names it."""
    try:
        with archive.open(path) as part:
            content = part.read(limit + 1)
    except (*BAD_ARCHIVE, KeyError) as error:
        raise UnreadableDocument("broken", part=path[:200]) from error
    if len(content) > limit:
        raise UnreadableDocument("unpacks_too_large", limit=limit // MB, part=path[:200])
    return content
