"""Storage keys that say nothing about the file except what its bytes are."""

import hashlib
import re
from collections.abc import Iterator
from typing import IO, Any

CHUNK = 256 * 1024
_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")


def content_digest(file: IO[bytes] | Any) -> str:
    """Return the SHA-256 of ``file`` (64 hexadecimal digits), read in pieces; its position is restored."""
    digest = hashlib.sha256()
    start = file.tell()
    file.seek(0)
    for chunk in _chunks(file):
        digest.update(chunk)
    file.seek(start)
    return digest.hexdigest()


def content_key(file: IO[bytes] | Any, suffix: str = "", *, folder: str = "") -> str:
    """Return the key under which to store ``file``: ``[folder/]ab/cd/<60 digits><suffix>``.

    ``suffix`` is the end of the uploaded name (``.pdf`` or ``letter.PDF``) and is dropped unless it is a plain one;
    nothing else of the name is kept. ``folder`` is for an organization's ``public_id``. Where two rows keep the same
    bytes, Django's storage gives the second a key of its own, so deleting one never takes the other's file.
    """
    digest = content_digest(file)
    key = f"{digest[:2]}/{digest[2:4]}/{digest[4:]}{plain_suffix(suffix)}"
    return f"{folder.strip('/')}/{key}" if folder else key


def plain_suffix(name: str) -> str:
    """Return the lower-case suffix of ``name`` with its dot, or "" when it is missing or not letters and digits."""
    suffix = f".{name.rpartition('.')[2]}".lower() if "." in name else ""
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def _chunks(file: IO[bytes] | Any) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
