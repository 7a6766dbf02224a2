"""The forums room in the API: forums to read, their threads, posts, and answering."""

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from forums.actions.editing import REASON_LENGTH, edit_post
from forums.actions.post import BODY_LENGTH, reply
from forums.models import ForumPage, ForumVenue, Post, Thread
from forums.permissions import Standing
from forums.queries.forum import forums_beyond, place_of_forum
from forums.queries.keypages import place_from, place_page
from forums.queries.thread import (
    POSTS_PER_PAGE,
    PostWindow,
    must_answer_first,
    place_of_thread,
    post_window,
    threads_of,
)
from forums.views.access import readable_forum, readable_post, readable_thread
from forums.views.limits import count_post
from people.api import PersonRef
from people.models import User
from people.requests import SignedInRequest
from schoolhouse.api import MOST_ROWS, RowsAsked, RowsOf, SignedIn, Trouble
from schoolhouse.refusals import Refusal

router = Router(tags=["forums"], auth=SignedIn())


class Forum(Schema):
    """A forum."""

    public_id: uuid.UUID
    title: str
    intro: str
    held: ForumVenue
    room: str
    opens_at: datetime | None
    closes_at: datetime | None
    url: str


class ThreadCard(Schema):
    """A thread; ``unread`` counts the posts that one has not seen."""

    public_id: uuid.UUID
    title: str
    author: PersonRef | None
    is_anonymous: bool
    is_pinned: bool
    is_locked: bool
    post_count: int
    unread: int
    last_post_at: datetime | None


class PostsAsked(Schema):
    """Which posts: those from number ``from`` on, at most ``limit``."""

    start: int = Field(1, ge=1, le=1_000_000_000, alias="from")
    limit: int = Field(POSTS_PER_PAGE, ge=1, le=MOST_ROWS)


class PostRef(Schema):
    """A post of the same thread."""

    public_id: uuid.UUID
    number: int


class PostShown(PostRef):
    """A post. What a moderator has hidden has neither ``body`` nor ``body_html``, except for those who moderate.

    One that is anonymous has no ``author``, for anybody.
    """

    author: PersonRef | None
    is_anonymous: bool
    body: str | None
    body_html: str | None
    reply_to: PostRef | None
    is_hidden: bool
    is_late: bool
    created_at: datetime
    edited_at: datetime | None
    version: int


class PostsShown(Schema):
    """Consecutive posts; ``previous`` and ``next`` are the numbers to go on from.

    ``answer_first``: others' posts appear only after one's own.
    """

    items: list[PostShown]
    previous: int | None
    next: int | None
    answer_first: bool


class PostEdited(Schema):
    """Another text for a post. ``version`` is the one that was seen; a moderator gives a reason for another's."""

    body: str = Field(max_length=BODY_LENGTH)
    version: int = Field(ge=1, le=1_000_000)
    reason: str = Field("", max_length=REASON_LENGTH)


class PostWritten(Schema):
    """A post to write. ``client_key`` is drawn by the sender: sending it again makes no second post.

    ``is_anonymous`` leaves one's name away for peers, where the forum allows it.
    """

    body: str = Field(max_length=BODY_LENGTH)
    client_key: uuid.UUID
    reply_to: uuid.UUID | None = None
    is_anonymous: bool = False


@router.get("/forums", response={200: RowsOf[Forum], 401: Trouble, 422: Trouble}, url_name="forums", summary="Forums")
def forum_list(request: SignedInRequest, asked: Query[RowsAsked]) -> dict[str, Any]:
    """List the forums that are open to one, the latest evening first, those that are open at any time last."""
    forums = forums_beyond(request.user, place_from(asked.before)).select_related("locale")
    page = place_page(forums, place_of_forum, size=asked.page_size)
    return {"items": [_forum(forum, request) for forum in page.rows], "next": page.next or None}


@router.get(
    "/forums/{uuid:public_id}/threads",
    response={200: RowsOf[ThreadCard], 401: Trouble, 404: Trouble, 422: Trouble},
    url_name="threads",
    summary="Threads of a forum",
)
def thread_list(request: SignedInRequest, public_id: uuid.UUID, asked: Query[RowsAsked]) -> dict[str, Any]:
    """List the threads of a forum, pinned first, then the latest post first."""
    rows = threads_of(readable_forum(request, public_id), request.user, before=place_from(asked.before))
    page, plain = place_page(rows, place_of_thread, size=asked.page_size), tuple(ThreadCard.model_fields)
    return {"items": [_card(row, plain) for row in page.rows], "next": page.next or None}


@router.get(
    "/threads/{uuid:public_id}/posts",
    response={200: PostsShown, 401: Trouble, 404: Trouble, 422: Trouble},
    url_name="posts",
    summary="Posts of a thread",
)
def post_list(request: SignedInRequest, public_id: uuid.UUID, asked: Query[PostsAsked]) -> dict[str, Any]:
    """List posts in their order. Reading them here does not mark them as read."""
    thread, standing = readable_thread(request, public_id)
    answer_first = must_answer_first(thread, request.user, standing)
    window = (
        PostWindow([], None, None, True) if answer_first else post_window(thread, start=asked.start, limit=asked.limit)
    )
    return {
        "items": [_post(post, standing.moderates) for post in window.posts],
        "previous": window.previous,
        "next": window.next,
        "answer_first": window.hidden_until_answered,
    }


@router.post(
    "/threads/{uuid:public_id}/posts",
    response={
        201: PostShown,
        202: Trouble,
        400: Trouble,
        401: Trouble,
        403: Trouble,
        404: Trouble,
        409: Trouble,
        422: Trouble,
    },
    url_name="write_post",
    summary="Answer in a thread",
)
def write_post(request: SignedInRequest, public_id: uuid.UUID, written: PostWritten) -> Status:
    """Post in a thread, or answer one of its posts. 202: it was kept, and a moderator reads it first."""
    thread, standing = readable_thread(request, public_id)
    count_post(request, written.body)
    target = _target(thread, written.reply_to, request.user, standing) if written.reply_to else None
    sent: dict[str, Any] = {
        "body": written.body,
        "client_key": written.client_key,
        "is_anonymous": written.is_anonymous,
    }
    post = reply(thread=thread, reply_to=target, by=request.user, **sent)
    return Status(201, _post(post, sees_hidden=True))


@router.patch(
    "/posts/{uuid:public_id}",
    response={200: PostShown, 400: Trouble, 401: Trouble, 403: Trouble, 404: Trouble, 409: Trouble, 422: Trouble},
    url_name="edit_post",
    summary="Edit a post",
)
def change_post(request: SignedInRequest, public_id: uuid.UUID, edited: PostEdited) -> dict[str, Any]:
    """Give a post another text; every version is kept. 409 with code ``changed``: somebody was faster."""
    post, standing = readable_post(request, public_id)
    if post.author_id != request.user.pk and not standing.moderates:
        raise Http404
    changed = edit_post(post=post, body=edited.body, version=edited.version, reason=edited.reason, by=request.user)
    return _post(changed, sees_hidden=True)


def _target(thread: Thread, public_id: uuid.UUID, reader: User, standing: Standing) -> Post:
    """Return the post to answer, if it stands in this thread and the reader sees it. Raises ``Refusal``."""
    found = thread.posts.filter(public_id=public_id, is_hidden=False).first()
    if found is None or must_answer_first(thread, reader, standing):
        raise Refusal(_("That post belongs to another thread."), code="elsewhere", status=400)
    return found


def _forum(forum: ForumPage, request: SignedInRequest) -> dict[str, Any]:
    plain = ("public_id", "title", "intro", "held", "room", "opens_at", "closes_at")
    return {**{name: getattr(forum, name) for name in plain}, "url": forum.get_url(request) or ""}


def _card(thread: Thread, plain: tuple[str, ...]) -> dict[str, Any]:
    hidden = {"author": None} if thread.is_anonymous else {}
    return {**{name: getattr(thread, name) for name in plain}, **hidden}


def _post(post: Post, sees_hidden: bool) -> dict[str, Any]:
    plain = ("public_id", "number", "is_anonymous", "is_hidden", "is_late", "created_at", "edited_at", "version")
    shown = sees_hidden or not post.is_hidden
    answers = post.reply_to if shown and post.reply_to and not post.reply_to.is_hidden else None
    return {
        **{name: getattr(post, name) for name in plain},
        "author": None if post.is_anonymous else post.author,
        "body": post.body if shown else None,
        "body_html": post.body_html if shown else None,
        "reply_to": answers,
    }
