"""What is common to files that are archives, sheets, texts and slides, or have one stowed behind them."""

import zlib
from lzma import LZMAError
from typing import Any
from zipfile import BadZipFile, LargeZipFile

BAD_ARCHIVE = (BadZipFile, LargeZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, RuntimeError)
"""What ``zipfile`` raises: ``RuntimeError`` for one that is protected or packed in a way it does not know."""

_END = b"PK\x05\x06"
_END_BYTES = 22
_LOOKED_AT = 1 << 17
"""Bytes at the end: the longest comment of an archive has half of that."""


def has_archive_behind(file: Any) -> bool:
    """Say whether a file ends as an archive does; its position is where it was."""
    place = file.tell()
    file.seek(0, 2)
    file.seek(max(file.tell() - _LOOKED_AT, 0))
    tail = file.read(_LOOKED_AT)
    file.seek(place)
    at = tail.rfind(_END)
    rest = len(tail) - at - _END_BYTES
    return bool(at >= 0 and rest >= 0 and rest == int.from_bytes(tail[at + 20 : at + 22], "little"))
