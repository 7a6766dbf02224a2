"""Drafts as a browser keeps them while somebody types; without scripts the form itself has a button for it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forums.actions.draft import draft_key, save_draft
from forums.models import ForumPage, HeldPost, Post, PostDraft, Thread
from forums.queries.thread import must_answer_first
from forums.views.access import readable_forum, readable_thread
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_thread(request: SignedInRequest, thread_id: uuid.UUID) -> JsonResponse:
    """Give or keep what one has begun to write in a thread, or as an answer to one of its posts (``reply_to``).

    ``?sent=`` asks whether what was sent from here under this key has arrived, whatever became of the answer.
    """
    if "sent" in request.GET:
        return _arrived(request)
    thread, standing = readable_thread(request, thread_id)
    sent = request.POST if request.method == "POST" else request.GET
    target = None
    if sent.get("reply_to") and not must_answer_first(thread, request.user, standing):
        target = reply_target(thread, sent["reply_to"])
    return _answer(request, thread, target)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_forum(request: SignedInRequest, forum_id: uuid.UUID) -> JsonResponse:
    """Give or keep the thread that one has begun to write in a forum; ``?sent=`` as in ``of_thread``."""
    if "sent" in request.GET:
        return _arrived(request)
    return _answer(request, readable_forum(request, forum_id), None)


def reply_target(thread: Thread, asked: str | None) -> Post | None:
    """Return the post with the public id ``asked``, if it stands in this thread and is not hidden."""
    try:
        public_id = uuid.UUID(asked or "")
    except ValueError:
        return None
    return thread.posts.filter(public_id=public_id, is_hidden=False).select_related("author").first()


def kept_draft(request: SignedInRequest, place: Thread | ForumPage, target: Post | None = None) -> PostDraft:
    """Return one's draft at a place; an empty one of version 0 where there is none."""
    key = draft_key(place, target)
    return PostDraft.objects.filter(author=request.user, key=key).first() or PostDraft(version=0)


def _arrived(request: SignedInRequest) -> JsonResponse:
    """Say whether the reader has sent a post under the key ``?sent=``, be it that it waits for a moderator."""
    try:
        key = uuid.UUID(request.GET["sent"])
    except ValueError:
        return JsonResponse({"arrived": False})
    sent = {"author": request.user, "client_key": key}
    return JsonResponse({"arrived": Post.objects.filter(**sent).exists() or HeldPost.objects.filter(**sent).exists()})


def _answer(request: SignedInRequest, place: Thread | ForumPage, target: Post | None) -> JsonResponse:
    if request.method != "POST":
        return JsonResponse(_said(kept_draft(request, place, target)))
    version = request.POST.get("draft", "")
    try:
        saved = save_draft(
            place=place,
            title=request.POST.get("title", ""),
            body=request.POST.get("body", ""),
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0,
            reply_to=target,
            is_anonymous=bool(request.POST.get("anonymous")),
            by=request.user,
        )
    except Refusal as refusal:
        kept = _said(kept_draft(request, place, target)) if refusal.code == "changed" else {}
        return JsonResponse({"code": refusal.code, "message": str(refusal), **kept}, status=refusal.status)
    return JsonResponse({"version": saved, "message": _("Draft kept")})


def _said(draft: PostDraft) -> dict[str, str | int]:
    return {"version": draft.version, "title": draft.title, "body": draft.body, "anonymous": draft.is_anonymous}
