"""What a thread shows: a text that its readers share, and what is each one's own."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from forums.forms import ReplyForm
from forums.models import Post, Thread
from forums.permissions import Standing
from forums.queries.thread import (
    Face,
    Position,
    PostFaces,
    faces_from,
    must_answer_first,
    posts_of,
    replies_since,
)
from forums.views.page import crumbs, study_marks, study_rows, zone_of
from foundation.fragments import hole, kept_texts, render_shared
from people.published import published_version
from people.requests import SignedInRequest

TEMPLATE = "forums/thread.html"


@dataclass(frozen=True)
class Opened:
    """A thread as one reader opened it. ``form`` and ``target`` are set where the reader has begun to answer."""

    request: SignedInRequest
    thread: Thread
    standing: Standing
    start: int
    position: Position
    form: ReplyForm | None = None
    target: Post | None = None


def show_thread(opened: Opened, *, status: int = 200) -> tuple[HttpResponse, int]:
    """Return the page, and the number of the last post on it (0 without one). Whoever asks was let in."""
    answer_first = must_answer_first(opened.thread, opened.request.user, opened.standing)
    window = PostFaces([], None, None) if answer_first else faces_from(opened.thread, start=opened.start)
    own, marks = _own(opened, window, answer_first), _marks(opened, window)
    last = window.faces[-1].number if window.faces else 0
    if opened.form is None and opened.target is None:
        response = render_shared(
            opened.request,
            TEMPLATE,
            key=_key(opened, window, answer_first),
            shared=lambda: _shared(opened, window, answer_first),
            own=own,
            marks={**marks, "client_key": str(uuid.uuid4())},
        )
        return response, last
    form = opened.form or ReplyForm(initial={"reply_to": opened.target.public_id if opened.target else None})
    context = {**_shared(opened, window, answer_first), **own, "marks": marks, "form": form}
    return render(opened.request, TEMPLATE, {**context, "reply_target": opened.target}, status=status), last


def _key(opened: Opened, window: PostFaces, answer_first: bool) -> object:
    """Return all that the shared text shows; what editors publish is in the version of everything published."""
    thread, forum = opened.thread, opened.thread.forum
    return (
        published_version(),
        (thread.pk, thread.title, thread.is_locked, thread.post_count, thread.last_number, thread.prompt_id),
        (forum.live, forum.has_opened, forum.has_closed),
        (opened.standing, answer_first, str(zone_of(forum)), timezone.now().astimezone(zone_of(forum)).date()),
        tuple(window),
    )


def _shared(opened: Opened, window: PostFaces, answer_first: bool) -> dict[str, Any]:
    thread, forum = opened.thread, opened.thread.forum
    can_reply = opened.standing.posts and forum.has_opened and not thread.is_locked
    return {
        "thread": thread,
        "forum": forum,
        "zone": zone_of(forum),
        "crumbs": crumbs(forum, opened.request, forum),
        "study_list": study_rows(forum, opened.request),
        "window": window,
        "posts": list(zip(window.faces, _texts(opened, window.faces, can_reply), strict=True)),
        "hidden_until_answered": answer_first,
        "form": ReplyForm(initial={"client_key": hole("client_key")}),
        "standing": opened.standing,
        "can_reply": can_reply,
    }


def _texts(opened: Opened, faces: list[Face], can_reply: bool) -> list[str]:
    """Return the text of each post: only those whose face has changed are rendered."""
    if not faces:
        return []
    thread, moderates, zone = opened.thread, opened.standing.moderates, zone_of(opened.thread.forum)
    today = timezone.now().astimezone(zone).date()
    context = {"thread": thread, "first": faces[0].number, "moderates": moderates, "can_reply": can_reply}

    def render_missing(missing: list[int]) -> list[str]:
        with timezone.override(zone):
            posts = {post.pk: post for post in posts_of(thread, [faces[index].pk for index in missing])}
            return [
                render_to_string("forums/_post.html", {**context, "today": str(today), "post": posts[faces[index].pk]})
                for index in missing
            ]

    name = ("forums.posts", thread.pk, faces[0].number, moderates, can_reply, str(zone), today)
    return kept_texts(name, faces, render_missing)


def _own(opened: Opened, window: PostFaces, answer_first: bool) -> dict[str, Any]:
    """Count what came since the reader was here last; nothing on a first visit or while an answer is owed."""
    thread, number = opened.thread, opened.position.number
    new = thread.last_number - number if number and not answer_first else 0
    return {
        "thread": thread,
        "forum": thread.forum,
        "new_posts": max(new, 0),
        "new_replies": replies_since(thread, opened.request.user, number) if new > 0 else 0,
    }


def _marks(opened: Opened, window: PostFaces) -> Mapping[str, Any]:
    """Return what stands between posts and beside the study list for this reader alone."""
    marks = dict(study_marks(opened.thread.forum, opened.request.user))
    unread = opened.position.number + 1
    if any(face.number == unread for face in window.faces[1:]):
        context = {"position": opened.position, "zone": zone_of(opened.thread.forum)}
        marks["new_line"] = {str(unread): render_to_string("forums/_new_line.html", context)}
    return marks
