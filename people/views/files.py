"""The one address of every image, document, sound and film: it checks who asks."""

import mimetypes
import uuid
from pathlib import PurePath
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from foundation.files.serve import is_object_store, range_response
from people.models import (
    DocumentPage,
    MediaRendition,
    OrganizationFile,
    SchoolDocument,
    SchoolImage,
    SchoolMedia,
    SchoolRendition,
)
from people.queries.files import may_fetch

mimetypes.add_type("text/vtt", ".vtt")  # captions; not every machine's list has it

KINDS: dict[str, tuple[type[models.Model], str]] = {
    "image": (SchoolImage, "file"),
    "rendition": (SchoolRendition, "file"),
    "document": (SchoolDocument, "file"),
    "document-page": (DocumentPage, "file"),
    "document-page-small": (DocumentPage, "small"),
    "media": (SchoolMedia, "file"),
    "media-thumbnail": (SchoolMedia, "thumbnail"),
    "media-rendition": (MediaRendition, "file"),
}
OWNERS: dict[type[models.Model], str] = {SchoolRendition: "image", MediaRendition: "media", DocumentPage: "document"}
"""What was made of a file is for whom the file is for."""
MADE_ONCE = {"rendition", "document-page", "document-page-small"}
"""Kinds of which a new file has a new address; a browser keeps them for a while."""
RENDITION_SECONDS = 600


def file(request: HttpRequest, kind: str, public_id: uuid.UUID, name: str) -> HttpResponseBase:
    """Hand out a file to whom it is for; 404 to others, and strangers who ask for a document are sent to sign in.

    ``kind`` is a key of ``KINDS``. ``name`` is only for the reader: the file is found by its public identifier.
    """
    if kind not in KINDS:
        raise Http404
    model, field = KINDS[kind]
    made_of = OWNERS.get(model)
    related = f"{made_of}__organization" if made_of else "organization"
    found: Any = get_object_or_404(model._default_manager.select_related(related), public_id=public_id)
    owner: OrganizationFile = getattr(found, made_of) if made_of else found
    if not may_fetch(request.user, owner):
        if kind == "document" and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    return send(request, getattr(found, field), filename=found.download_name, kind=kind)


def send(request: HttpRequest, stored: Any, *, filename: str, kind: str) -> HttpResponseBase:
    """Answer with the stored file; its key is made from its bytes, so it serves as the entity tag."""
    if not stored:
        raise Http404
    try:
        size = 0 if is_object_store(stored.storage) else stored.size
    except FileNotFoundError as error:
        raise Http404 from error
    return range_response(
        request,
        stored,
        filename=str(PurePath(filename).with_suffix(PurePath(stored.name).suffix)),
        content_type=mimetypes.guess_type(stored.name)[0] or "application/octet-stream",
        size=size,
        etag=PurePath(stored.name).stem,
        inline=True,
        max_age=RENDITION_SECONDS if kind in MADE_ONCE else 0,
    )
