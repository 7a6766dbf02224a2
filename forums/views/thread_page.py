"""What a thread shows: a text that its readers share, and what is each one's own."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from forums.actions.editing import is_in_time
from forums.forms import ReplyForm
from forums.models import Post, PostDraft, Thread
from forums.permissions import Standing, may_hide_name
from forums.queries.evening.question_box import carried_to
from forums.queries.thanks import own_marks
from forums.queries.thread import (
    Face,
    Position,
    PostFaces,
    faces_from,
    must_answer_first,
    posts_of,
    replies_since,
)
from forums.views.page import crumbs, studied_marks, study_rows, zone_of
from forums.views.parts.polls import poll_marks
from forums.writing.quoting import quotation_of, quote_head
from foundation.fragments import hole, kept_text, kept_texts, render_for_one, render_shared
from lessons.completion.opening import reader_mark
from people.published import published_version
from people.requests import SignedInRequest
from schoolhouse.templatetags.schoolhouse import filled

TEMPLATE = "forums/thread.html"
_CHECKED = mark_safe("checked")


@dataclass(frozen=True)
class Opened:
    """A thread as one reader opened it. ``form`` and ``target`` are set where the reader has begun to answer;
    ``preview`` is how that would look,
    ``other_draft`` what was typed there on another device."""

    request: SignedInRequest
    thread: Thread
    standing: Standing
    start: int
    position: Position
    form: ReplyForm | None = None
    target: Post | None = None
    preview: str = ""
    other_draft: PostDraft | None = None


def show_thread(opened: Opened, *, status: int = 200) -> tuple[HttpResponse, int]:
    """Return the page, and the number of the last post on it (0 without one). Whoever asks was let in."""
    answer_first = must_answer_first(opened.thread, opened.request.user, opened.standing)
    window = PostFaces([], None, None) if answer_first else faces_from(opened.thread, start=opened.start)
    own, marks = _own(opened, answer_first), _marks(opened, window)
    last = _read_to(opened.thread, window)
    if opened.form is None and opened.target is None:
        response = render_shared(
            opened.request,
            TEMPLATE,
            key=_key(opened, window, answer_first),
            shared=lambda: _shared(opened, window, answer_first),
            own=own,
            marks={
                **marks,
                "client_key": str(uuid.uuid4()),
                "draft": opened.position.draft,
                "draft_version": str(opened.position.draft_version),
                "draft_anonymous": _CHECKED if opened.position.draft_is_anonymous else "",
            },
        )
        return response, last
    offers = may_hide_name(opened.thread.forum, opened.standing)
    form = opened.form or ReplyForm(initial=_begun(opened), offers_anonymous=offers)
    checked = opened.form.data.get("anonymous") if opened.form else opened.position.draft_is_anonymous
    begun = {"form": form, "reply_target": opened.target, "preview": opened.preview, "other_draft": opened.other_draft}
    begun["anonymous_checked"] = _CHECKED if checked else ""
    context = {**_shared(opened, window, answer_first), **own, **begun}
    return render_for_one(opened.request, TEMPLATE, context, marks=marks, status=status), last


def _begun(opened: Opened) -> dict[str, Any]:
    """Return what stands in the form of somebody who answers a post."""
    target = opened.target.public_id if opened.target else None
    body = opened.position.draft
    if opened.target and "quote" in opened.request.GET:
        body += quotation_of(opened.target)
    return {"reply_to": target, "body": body, "draft": opened.position.draft_version}


def _read_to(thread: Thread, window: PostFaces) -> int:
    """Return how far somebody has read who has seen ``window``: numbers at the end may stand in another thread now."""
    if not window.faces:
        return 0
    last = window.faces[-1].number
    return last if window.next else max(last, thread.last_number)


def _key(opened: Opened, window: PostFaces, answer_first: bool) -> object:
    """Return all that the shared text shows; what editors publish is in the version of everything published."""
    thread, forum = opened.thread, opened.thread.forum
    return (
        published_version(),
        (thread.pk, thread.title, thread.is_locked, thread.post_count, thread.last_number, thread.prompt_id),
        (*_best(thread), _chooses(opened)),
        (forum.live, forum.has_opened, forum.has_closed),
        (opened.standing, answer_first, str(zone_of(forum)), timezone.now().astimezone(zone_of(forum)).date()),
        tuple(window),
    )


def _best(thread: Thread) -> tuple[int | None, bool]:
    """Return the key of the best answer, and whether it can be seen."""
    return thread.best_answer_id, thread.best_answer is not None and not thread.best_answer.is_hidden


def _chooses(opened: Opened) -> bool:
    """Say whether the reader chooses the best answer, as ``forums.actions.thanks.may_choose`` does."""
    standing = opened.standing
    return standing.moderates or (standing.posts and opened.thread.author_id == opened.request.user.pk)


def _takes_posts(opened: Opened) -> bool:
    forum = opened.thread.forum
    return forum.has_opened and (opened.standing.moderates or not forum.refuses_late)


def _can_reply(opened: Opened) -> bool:
    return opened.standing.posts and _takes_posts(opened) and not opened.thread.is_locked


def _shared(opened: Opened, window: PostFaces, answer_first: bool) -> dict[str, Any]:
    thread, forum = opened.thread, opened.thread.forum
    can_reply = _can_reply(opened)
    return {
        "thread": thread,
        "forum": forum,
        "zone": zone_of(forum),
        "crumbs": crumbs(forum, opened.request, forum),
        "study_list": study_rows(forum, opened.request),
        "window": window,
        "posts": list(zip(window.faces, _texts(opened, window.faces, can_reply), strict=True)),
        "hidden_until_answered": answer_first,
        "form": ReplyForm(
            initial={"client_key": hole("client_key"), "body": hole("draft"), "draft": hole("draft_version")},
            offers_anonymous=may_hide_name(forum, opened.standing),
        ),
        "anonymous_checked": hole("draft_anonymous"),
        "standing": opened.standing,
        "can_reply": can_reply,
        "takes_posts": _takes_posts(opened),
        "carried": list(carried_to(forum)) if hasattr(thread, "carried") else [],
    }


def _texts(opened: Opened, faces: list[Face], can_reply: bool) -> list[str]:
    """Return the text of each post: only those whose face has changed are rendered."""
    if not faces:
        return []
    thread, moderates, zone = opened.thread, opened.standing.moderates, zone_of(opened.thread.forum)
    today = timezone.now().astimezone(zone).date()
    context = {"thread": thread, "first": faces[0].number, "moderates": moderates, "can_reply": can_reply}
    context["chooses"] = chooses = _chooses(opened)
    context["today"] = str(today)

    def render_missing(missing: list[int]) -> list[str]:
        with timezone.override(zone):
            posts = {post.pk: post for post in posts_of(thread, [faces[index].pk for index in missing])}
            return [
                render_to_string(
                    "forums/_post.html",
                    {
                        **context,
                        "post": posts[faces[index].pk],
                        "quote": quote_head(posts[faces[index].pk]),
                        "own": hole("own", faces[index].pk),
                        "thanked": hole("thanked", faces[index].pk),
                        "poll": hole("poll", faces[index].pk) if faces[index].has_poll else "",
                    },
                )
                for index in missing
            ]

    name = ("forums.posts", thread.pk, faces[0].number, moderates, can_reply, str(zone), today, _best(thread), chooses)
    return kept_texts(name, faces, render_missing)


def _own(opened: Opened, answer_first: bool) -> dict[str, Any]:
    """Count what came since the reader was here last; nothing on a first visit or while an answer is owed."""
    thread, number = opened.thread, opened.position.number
    new = thread.last_number - number if number and not answer_first else 0
    return {
        "thread": thread,
        "forum": thread.forum,
        "new_posts": max(new, 0),
        "new_replies": replies_since(thread, opened.request.user, number) if new > 0 else 0,
    }


def _marks(opened: Opened, window: PostFaces) -> dict[str, Any]:
    """Return what stands between posts and beside the study list for this reader alone."""
    studied, thanked = _done(opened, window)
    marks: dict[str, Any] = dict(studied_marks(studied))
    marks["reader"] = reader_mark(opened.request.user)
    thread = opened.thread
    marks["aside"] = filled(opened.request, "forums.thread.aside", thread=thread, scope=thread.forum)
    marks["own"], marks["thanked"] = _own_links(opened, window), _thanked(opened, window, thanked)
    votes = {"can_vote": _can_reply(opened), "zone": zone_of(thread.forum)}
    marks["poll"] = poll_marks(thread.pk, opened.request.user.pk, window.faces, votes)
    unread = opened.position.number + 1
    if any(face.number == unread for face in window.faces[1:]):
        position, zone = opened.position, zone_of(opened.thread.forum)
        context = {"position": position, "zone": zone}
        shown = position.at and f"{position.at.astimezone(zone):%H:%M}"
        marks["new_line"] = {str(unread): kept_text(shown, "forums/_new_line.html", lambda: context)}
    return marks


def _own_links(opened: Opened, window: PostFaces) -> dict[str, str]:
    """Return the link by which the reader edits a post, for each one that is theirs to edit."""
    reader, thread = opened.request.user.pk, opened.thread
    if thread.is_locked or opened.standing.moderates or not opened.standing.posts:
        return {}  # those who keep order have the link at every post
    own = [face for face in window.faces if face.author_id == reader and not face.is_hidden]
    return {str(face.pk): _own_link(face) for face in own if is_in_time(thread.forum, face.sent_at)}


def _own_link(face: Face) -> str:
    return kept_text(face.pk, "forums/_own_link.html", lambda: {"public_id": face.key})


_THANK, _THANKED, _OWN, _OWN_THANKED = (
    mark_safe(state)
    for state in (
        'value="on" aria-pressed="false"', 'value="off" aria-pressed="true"', "hidden disabled", 'value="on" disabled'
    )
)  # fmt: skip
"""What the button below a post is for a reader: to thank, to take that back, or nothing at one's own post."""


def _done(opened: Opened, window: PostFaces) -> tuple[list[int], set[int]]:
    """Return what the reader has finished of the study list, and the posts thanked for. One query."""
    first, last = (window.faces[0].number, window.faces[-1].number) if window.faces else (0, 0)
    thread, reader = opened.thread, opened.request.user.pk
    rows = own_marks.all(forum=thread.forum_id, thread=thread.pk, reader=reader, first=first, last=last)
    return [key for is_post, key in rows if not is_post], {key for is_post, key in rows if is_post}


def _thanked(opened: Opened, window: PostFaces, given: set[int]) -> dict[str, str]:
    """Return the state of each button to thank with."""
    reader = opened.request.user.pk
    return {str(face.pk): _state(face, face.author_id == reader, face.pk in given) for face in window.faces}


def _state(face: Face, is_own: bool, is_given: bool) -> str:
    if is_own:
        return _OWN_THANKED if face.thanks_count else _OWN
    return _THANKED if is_given else _THANK
