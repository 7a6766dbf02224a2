"""Reading and answering a thread."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from classes.queries.membership import instructor_ids
from forums.actions.post import reply
from forums.actions.reading import mark_read
from forums.forms import ReplyForm
from forums.models import Post, Thread
from forums.permissions import may_moderate
from forums.queries.forum import training_class_of
from forums.queries.thread import POSTS_PER_PAGE, PostWindow, first_unread_number, must_answer_first, post_window
from forums.views.access import readable_post, readable_thread
from forums.views.page import crumbs, zone_of
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_GET
@login_required
def show(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Show a window of posts, ``?from=N`` on; without it the window that holds the first unread post."""
    thread = readable_thread(request, thread_id)
    unread_from = first_unread_number(thread, request.user)
    return _render(request, thread, start=_asked_start(request, unread_from), unread_from=unread_from)


def _asked_start(request: HttpRequest, unread_from: int) -> int:
    """Return the number of the first post to show."""
    asked = request.GET.get("from", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return int(asked)
    return (unread_from - 1) // POSTS_PER_PAGE * POSTS_PER_PAGE + 1


def _render(
    request: SignedInRequest,
    thread: Thread,
    *,
    start: int,
    unread_from: int,
    form: ReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    window = post_window(thread, request.user, start=start)
    if window.posts:
        mark_read(thread=thread, number=window.posts[-1].number, by=request.user)
    training_class = training_class_of(thread.forum)
    context = {
        "thread": thread,
        "forum": thread.forum,
        "zone": zone_of(thread.forum, training_class),
        "crumbs": crumbs(training_class, request, thread.forum),
        "instructor_ids": instructor_ids(training_class) if training_class else set(),
        "window": window,
        "unread_from": unread_from if _inside(window, unread_from) else None,
        "form": form or ReplyForm(initial={"reply_to": _asked_reply(request, thread)}),
        "reply_target": _reply_target(request, thread),
        "is_moderator": may_moderate(request.user, thread.forum),
    }
    return render(request, "forums/thread.html", context, status=status)


def _inside(window: PostWindow, number: int) -> bool:
    """Say whether a line “new since” belongs between two posts of this window."""
    return any(post.number == number for post in window.posts[1:])


def _reply_target(request: SignedInRequest, thread: Thread) -> Post | None:
    """Return the post that ``?reply_to=`` names, if it stands in this thread and may be seen."""
    asked = request.GET.get("reply_to") or request.POST.get("reply_to") or ""
    try:
        public_id = uuid.UUID(asked)
    except ValueError:
        return None
    if must_answer_first(thread, request.user):
        return None
    return thread.posts.filter(public_id=public_id, is_hidden=False).select_related("author").first()


def _asked_reply(request: SignedInRequest, thread: Thread) -> uuid.UUID | None:
    target = _reply_target(request, thread)
    return target.public_id if target else None


@require_POST
@login_required
def send_reply(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Post an answer, then show it where it stands."""
    thread = readable_thread(request, thread_id)
    form = ReplyForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            post = reply(
                thread=thread,
                body=form.cleaned_data["body"],
                client_key=form.cleaned_data["client_key"],
                reply_to=_reply_target(request, thread),
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            return redirect("forums:post", post.public_id)
    start = max(1, thread.last_number - POSTS_PER_PAGE + 1)
    unread_from = first_unread_number(thread, request.user)
    return _render(request, thread, start=start, unread_from=unread_from, form=form, status=status)


@require_GET
@login_required
def show_post(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Go to a post where it stands in its thread."""
    post = readable_post(request, post_id)
    start = (post.number - 1) // POSTS_PER_PAGE * POSTS_PER_PAGE + 1
    address = reverse("forums:thread", args=[post.thread.public_id])
    return redirect(f"{address}?from={start}#post-{post.number}")


@require_GET
@login_required
def news(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Say how many posts came after ``?after=N``: a bar, so that nothing moves under the reader's eyes."""
    thread = readable_thread(request, thread_id)
    asked = request.GET.get("after", "0")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise Http404
    count = 0 if must_answer_first(thread, request.user) else max(0, thread.last_number - int(asked))
    return render(request, "forums/_news.html", {"thread": thread, "after": int(asked), "count": count})
