"""The one way in: looks at what the file is, whatever it is called."""

from typing import IO, Any

from foundation.sheets.cells import Limits, Sheet
from foundation.sheets.csv_reader import detect_encoding, read_csv
from foundation.sheets.faults import UnreadableSheet
from foundation.sheets.xlsx_reader import read_xlsx
from foundation.sheets.xml_parts import MB

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_LOOK = 4 * MB
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB = (b"<html", b"<!doc", b"<table", b"<?xml", b"mime-version", b"<meta", b"<head")
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
    b"RIFF",
    b"MZ",
)


def read_sheet(file: IO[bytes] | Any, *, limits: Limits | None = None) -> Sheet:
    """Read the first sheet of an uploaded .xlsx or .csv.

    ``file`` is open for reading and can be rewound. Its bytes decide what it is, not its name. Raises
    ``UnreadableSheet`` with a fault that says what to do; nothing else, whatever the bytes are.
    """
    limits = limits or Limits()
    size = file.seek(0, 2)
    if size is None:
        size = file.tell()
    if not size:
        raise UnreadableSheet("empty_file")
    if size > limits.size:
        raise UnreadableSheet("too_large", limit=limits.size // MB)
    file.seek(0)
    sheet = _read_by_kind(file, file.read(4096), limits)
    if not sheet.rows:
        raise UnreadableSheet("empty_sheet")
    return sheet


def _read_by_kind(file: IO[bytes], head: bytes, limits: Limits) -> Sheet:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_xlsx(file, limits)
    if head.startswith(OLE):
        file.seek(0)
        raise UnreadableSheet("encrypted" if _ENCRYPTED in file.read(OLE_LOOK) else "old_excel")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB):
        raise UnreadableSheet("web_page")
    if head.startswith(_BINARY) or _looks_binary(head):
        raise UnreadableSheet("not_a_sheet")
    return read_csv(file, limits)


def _looks_binary(head: bytes) -> bool:
    """Say whether control bytes abound: text has none but tab and line ends, and a stray zero."""
    if detect_encoding(head).startswith(("utf-16", "utf-32")):
        return False
    controls = sum(byte < 32 and byte not in (0, 9, 10, 13, 27) for byte in head)
    return controls > len(head) // 50 + 1
