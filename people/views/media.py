"""Uploads in pieces for the media section (the tus protocol, version 1.0.0), and how far a conversion is.

https://tus.io/protocols/resumable-upload: creation, termination and checksum are spoken as well.
"""

import base64
import binascii
import hashlib
import tempfile
import uuid
from collections.abc import Callable
from functools import wraps
from typing import IO, Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.permissions import policy_registry

from foundation.recordings import BadRecording
from people.actions.converting import retry_media
from people.actions.uploads import add_part, begin_upload, drop_upload, finish_upload
from people.models import MediaUpload, SchoolMedia
from people.queries.in_scope import in_scope
from people.views.current import person_of
from schoolhouse.refusals import Refusal

VERSION = "1.0.0"
READ = 256 * 1024
MISMATCH = 460
"""The protocol's own status for a piece whose checksum is wrong."""
CHECKSUMS = {"sha256": hashlib.sha256, "sha1": hashlib.sha1}
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def speaks_tus(view: View[P]) -> View[P]:
    """Wrap a view of the protocol: its version in every answer, refusals as a sentence, and only who may add media."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not policy_registry.get_by_type(SchoolMedia).user_has_permission(request.user, "add"):
            raise Http404
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            answer: HttpResponse = HttpResponse(status=412, headers={"Tus-Version": VERSION})
        else:
            try:
                answer = view(request, *args, **kwargs)
            except Refusal as refusal:
                answer = said(str(refusal.message), refusal.code, refusal.status)
            except BadRecording as fault:
                answer = said(fault.message, fault.code, 422)
        answer["Tus-Resumable"] = VERSION
        answer["Cache-Control"] = "no-store"
        return answer

    return spoken


def said(message: str, code: str, status: int) -> HttpResponse:
    """Answer with a sentence for the page to show."""
    return JsonResponse({"code": code, "message": message}, status=status)


@speaks_tus
def uploads(request: HttpRequest) -> HttpResponse:
    """Begin an upload; the same ``key`` again finds the one that was begun."""
    if request.method == "OPTIONS":
        headers = {
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,termination,checksum",
            "Tus-Max-Size": str(settings.MEDIA_MAX_UPLOAD_SIZE),
            "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
        }
        return HttpResponse(status=204, headers=headers)
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, POST"})
    about = _metadata(request.headers.get("Upload-Metadata", ""))
    kind, key = about.get("type", ""), about.get("key") or uuid.uuid4().hex
    if kind not in ("audio", "video") or len(key) > 100 or "\0" in "".join(about.values()):
        raise Refusal(_("What is uploaded is not described as it should be."), code="metadata", status=400)
    size = _count(request.headers.get("Upload-Length"))
    upload = begin_upload(key=key, kind=kind, filename=about.get("filename", ""), size=size, by=person_of(request))
    address = reverse("people_media_upload", args=[upload.public_id])
    return HttpResponse(status=201, headers={"Location": address, "Upload-Offset": str(upload.received)})


@speaks_tus
def upload(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how far an upload is (HEAD), go on with it (PATCH) or give it up (DELETE); one's own alone."""
    found = get_object_or_404(MediaUpload, public_id=public_id, by=person_of(request))
    if request.method == "PATCH":
        found = _go_on(request, found)
        return HttpResponse(status=204, headers={"Upload-Offset": str(found.received)})
    if request.method == "DELETE":
        drop_upload(upload=found)
        return HttpResponse(status=204)
    if request.method not in ("HEAD", "GET"):
        return HttpResponse(status=405, headers={"Allow": "HEAD, PATCH, DELETE"})
    return HttpResponse(headers={"Upload-Offset": str(found.received), "Upload-Length": str(found.size)})


def _go_on(request: HttpRequest, found: MediaUpload) -> MediaUpload:
    if request.content_type != "application/offset+octet-stream":
        raise Refusal(_("What is uploaded is not described as it should be."), code="type", status=415)
    start = _count(request.headers.get("Upload-Offset"))
    if start != found.received:
        raise Refusal(_("This piece does not follow what is there already."), code="offset")
    check = _checksum(request.headers.get("Upload-Checksum", ""))
    with tempfile.TemporaryFile() as piece:
        size = _receive(request, piece, found.size - start, check)
        if size:
            found = add_part(upload=found, start=start, piece=piece, size=size)
    return finish_upload(upload=found)


def _receive(request: HttpRequest, piece: IO[bytes], room: int, check: tuple[Any, bytes] | None) -> int:
    """Write the request's body to ``piece``; of a connection that breaks off, what has come. Return its size."""
    size = 0
    while True:
        try:
            data = request.read(READ)
        except (UnreadablePostError, OSError):
            break
        if not data:
            break
        size += len(data)
        if size > room:
            raise Refusal(_("More came than was announced."), code="too_much", status=413)
        piece.write(data)
        if check:
            check[0].update(data)
    if check and check[0].digest() != check[1]:
        raise Refusal(_("A piece was damaged on the way; it is sent again."), code="checksum", status=MISMATCH)
    return size


def _checksum(header: str) -> tuple[Any, bytes] | None:
    if not header:
        return None
    name, _space, value = header.partition(" ")
    try:
        return CHECKSUMS[name](), base64.b64decode(value, validate=True)
    except (KeyError, binascii.Error) as error:
        raise Refusal(_("What is uploaded is not described as it should be."), code="checksum", status=400) from error


def _metadata(header: str) -> dict[str, str]:
    """Read ``Upload-Metadata``: names and values in Base64, separated by commas."""
    found = {}
    for pair in filter(None, header.split(",")):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            message = _("What is uploaded is not described as it should be.")
            raise Refusal(message, code="metadata", status=400) from error
    return found


def _count(text: str | None) -> int:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Refusal(_("What is uploaded is not described as it should be."), code="length", status=400)
    return int(text)


@require_GET
def state(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how far a sound or film is, for the page that waits."""
    media = _worked_on(request, public_id)
    answer = {
        "state": media.state,
        "label": media.get_state_display(),
        "progress": media.progress,
        "message": media.fault_message,
    }
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@require_POST
def retry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Have one that failed converted again."""
    media = _worked_on(request, public_id)
    try:
        retry_media(media=media, by=person_of(request))
        messages.success(request, _("“%(title)s” waits to be converted.") % {"title": media.title})
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("wagtailmedia:edit", media.pk)


def _worked_on(request: HttpRequest, public_id: uuid.UUID) -> SchoolMedia:
    media: SchoolMedia = get_object_or_404(in_scope(request.user, SchoolMedia.objects.all()), public_id=public_id)
    if not policy_registry.get_by_type(SchoolMedia).user_has_permission_for_instance(request.user, "change", media):
        raise Http404
    return media


admin_urls = [
    path("media/uploads/", uploads, name="people_media_uploads"),
    path("media/uploads/<uuid:public_id>/", upload, name="people_media_upload"),
    path("media/<uuid:public_id>/state/", state, name="people_media_state"),
    path("media/<uuid:public_id>/retry/", retry, name="people_media_retry"),
]
