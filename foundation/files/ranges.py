"""The ``Range`` header of RFC 9110, for one range of bytes."""

import re
from datetime import datetime

from django.http import HttpRequest
from django.utils.http import parse_http_date_safe

_ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,19})\s*-\s*(\d{0,19})\s*", re.ASCII | re.IGNORECASE)


class Unsatisfiable(ValueError):
    """The wanted range lies outside the file: answer 416."""


def wanted_range(
    request: HttpRequest, size: int, *, etag: str | None, last_modified: datetime | None
) -> tuple[int, int] | None:
    """Return the first and last byte that ``request`` asks for, or ``None`` for the whole file.

    ``size`` is in bytes. Several ranges, another unit or a malformed header count as none, as the standard allows, and
    so does an ``If-Range`` that no longer holds. Raises ``Unsatisfiable`` when the range begins behind the end.
    """
    header = request.headers.get("Range", "")
    if request.method != "GET" or not header or not _if_range_holds(request, etag, last_modified):
        return None
    match = _ONE_RANGE.fullmatch(header)
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return _suffix_range(int(last), size)
    start, end = int(first), int(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, min(end, size - 1)


def _suffix_range(length: int, size: int) -> tuple[int, int]:
    if length == 0 or size == 0:
        raise Unsatisfiable
    return max(size - length, 0), size - 1


def _if_range_holds(request: HttpRequest, etag: str | None, last_modified: datetime | None) -> bool:
    header = request.headers.get("If-Range", "").strip()
    if not header:
        return True
    if header.startswith('"'):
        return header == etag
    if header.startswith("W/"):
        return False
    date = parse_http_date_safe(header)
    return date is not None and last_modified is not None and date == int(last_modified.timestamp())
