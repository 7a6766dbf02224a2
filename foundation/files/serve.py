"""Hands out one stored file. The caller has already decided that this person may have it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag

from foundation.files.ranges import Unsatisfiable, wanted_range

CHUNK = 64 * 1024
SIGNED_SECONDS = 60
_INLINE_TYPES = {"application/pdf", "text/plain"}


class FilePart:
    """Iterates over ``length`` bytes of an open ``file`` from ``start``, without ever holding more than a piece."""

    def __init__(self, file: Any, start: int, length: int) -> None:
        self.file, self.left = file, length
        self.file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0:
            chunk = self.file.read(min(CHUNK, self.left))
            if not chunk:
                return
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        """Close the file; Django calls this when the response ends or the reader goes away."""
        self.file.close()


def range_response(
    request: HttpRequest,
    storage_file: Any,
    *,
    filename: str,
    content_type: str,
    size: int,
    etag: str = "",
    last_modified: datetime | None = None,
    inline: bool = False,
    max_age: int = 0,
) -> HttpResponseBase:
    """Answer ``request`` with ``storage_file``: 200, 206, 304, 412 or 416, or a redirect.

    ``storage_file`` is a ``FieldFile`` or anything with ``storage`` and ``name``; ``size`` is in bytes; ``etag`` may
    come without quotes; ``max_age`` is in seconds, and a browser keeps the file for its own reader only. Types that
    can carry a script are offered for saving even when ``inline``. With ``FILES_ACCEL_REDIRECT`` the web server sends
    the bytes; an object store is asked through an address that is signed and short-lived. Raises ``Http404`` when the
    file is gone from the storage.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    etag = quote_etag(etag) if etag else ""
    headers = _headers(filename, content_type, inline, etag, last_modified, max_age)
    modified = int(last_modified.timestamp()) if last_modified else None
    answer = get_conditional_response(request, etag=etag or None, last_modified=modified)
    if answer is not None:
        return _with(answer, {name: value for name, value in headers.items() if name != "Content-Type"})
    if elsewhere := _sent_by_another(storage_file, headers):
        return elsewhere
    try:
        part = wanted_range(request, size, etag=etag or None, last_modified=last_modified)
    except Unsatisfiable:
        return _with(HttpResponse(status=416), {**headers, "Content-Range": f"bytes */{size}"})
    start, end = part or (0, size - 1)
    headers["Content-Length"] = str(end - start + 1)
    if part:
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    if request.method == "HEAD":
        return _with(HttpResponse(), headers)
    body = FilePart(_open(storage_file), start, end - start + 1)
    return _with(StreamingHttpResponse(body, status=206 if part else 200), headers)


def is_object_store(storage: Any) -> bool:
    """Say whether browsers are sent to ``storage`` itself, by a signed address, so that nothing of it is read here."""
    return hasattr(storage, "querystring_auth")


def may_show_inline(content_type: str) -> bool:
    """Say whether a browser may show this type within our origin: nothing that can run a script."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in _INLINE_TYPES or (kind.startswith(("image/", "audio/", "video/")) and kind != "image/svg+xml")


def _headers(
    filename: str, content_type: str, inline: bool, etag: str, last_modified: datetime | None, max_age: int
) -> dict[str, str]:
    name = "".join(letter for letter in filename if letter.isprintable() and letter not in '/\\"') or "file"
    attachment = not (inline and may_show_inline(content_type))
    headers = {
        "Content-Type": content_type or "application/octet-stream",
        "Content-Disposition": str(content_disposition_header(attachment, name)),
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "Cache-Control": f"private, max-age={max_age}" if max_age else "private, no-cache",
    }
    if etag:
        headers["ETag"] = etag
    if last_modified:
        headers["Last-Modified"] = http_date(last_modified.timestamp())
    return headers


def _sent_by_another(storage_file: Any, headers: dict[str, str]) -> HttpResponse | None:
    """Let the web server or the object store send the bytes, where one is set up for it."""
    storage, name = storage_file.storage, storage_file.name
    accel = getattr(settings, "FILES_ACCEL_REDIRECT", "")
    if accel and isinstance(storage, FileSystemStorage):
        return _with(HttpResponse(), {**headers, "X-Accel-Redirect": f"{accel.rstrip('/')}/{quote(name)}"})
    if is_object_store(storage):
        address = storage.url(
            name,
            parameters={
                "ResponseContentDisposition": headers["Content-Disposition"],
                "ResponseContentType": headers["Content-Type"],
            },
            expire=getattr(settings, "FILES_SIGNED_SECONDS", SIGNED_SECONDS),
        )
        return _with(HttpResponseRedirect(address), {"Cache-Control": "private, no-store"})
    return None


def _open(storage_file: Any) -> Any:
    try:
        return storage_file.storage.open(storage_file.name, "rb")
    except FileNotFoundError as error:
        raise Http404 from error


def _with(response: Any, headers: dict[str, str]) -> Any:
    for name, value in headers.items():
        response[name] = value
    return response
