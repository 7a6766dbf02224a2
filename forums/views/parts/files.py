"""Sending pictures and files for a post, and fetching them."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from forums.actions.parts.files import take_file
from forums.models import ForumPage, PostFile
from forums.queries.parts.files import FILE_WITH, may_fetch
from forums.views.access import readable_forum
from forums.views.limits import count_upload
from people.requests import SignedInRequest
from people.views.files import send
from schoolhouse.refusals import Refusal

ALT_LENGTH = 200


@require_POST
@login_required
def upload(request: SignedInRequest, forum_id: uuid.UUID) -> JsonResponse:
    """Keep one file for what one is writing; 201 with how the text names it."""
    forum = readable_forum(request, forum_id)
    sent = request.FILES.get("file")
    try:
        count_upload(request)
        if sent is None:
            return JsonResponse({"code": "empty", "message": ""}, status=400)
        row = take_file(forum=forum, sent=sent, by=request.user)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)
    said = {"address": row.address, "is_image": row.is_image, "name": row.name, "written": written(row)}
    return JsonResponse(said, status=201)


@require_safe
@login_required
def fetch(request: SignedInRequest, file_id: uuid.UUID, size: str = "") -> HttpResponseBase:
    """Hand out a picture or file to those who see its post; it does not exist for others."""
    row = get_object_or_404(PostFile.objects.select_related(*FILE_WITH), public_id=file_id)
    if not may_fetch(request.user, row) or (size and not row.small):
        raise Http404
    return send(request, row.small if size else row.file, filename=row.name, kind="post-file")


def written(row: PostFile, alt: str = "") -> str:
    """Return how a text names a file."""
    words = " ".join("".join(letter for letter in alt if letter not in "[]\\").split())[:ALT_LENGTH]
    return f"![{words}]({row.address})" if row.is_image else f"[{row.name}]({row.address})"


def with_files(request: SignedInRequest, forum: ForumPage) -> tuple[QueryDict, str]:
    """Return what was sent from a form, the text followed by the files that came along, and what is wrong with one.

    Where a browser runs scripts the files were there before; without them they come with the form.
    """
    files: list[Any] = request.FILES.getlist("files")
    if not files:
        return request.POST, ""
    data, wrong = request.POST.copy(), ""
    try:
        key: uuid.UUID | None = uuid.UUID(data.get("client_key", ""))
    except ValueError:
        key = None
    for sent in files:
        try:
            count_upload(request)
            row = take_file(forum=forum, sent=sent, by=request.user, client_key=key)
        except Refusal as refusal:
            wrong = wrong or str(refusal)
        else:
            # Where there are scripts or a second try, the text names it already.
            if row.address not in data.get("body", ""):
                data["body"] = f"{data.get('body', '').rstrip()}\n\n{written(row, data.get('alt', ''))}".lstrip()
    return data, wrong
