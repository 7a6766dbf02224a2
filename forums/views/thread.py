"""Reading and answering a thread."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from forums.actions.post import reply
from forums.actions.reading import mark_read
from forums.forms import ReplyForm
from forums.models import Post, Thread
from forums.queries.thread import POSTS_PER_PAGE, must_answer_first, position_in
from forums.views.access import readable_post, readable_thread
from forums.views.thread_page import Opened, show_thread
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_safe
@login_required
def show(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Show a window of posts, ``?from=N`` on; without it the window that holds the first unread post."""
    thread, standing = readable_thread(request, thread_id)
    position = position_in(thread, request.user)
    asked = _number(request.GET.get("from", ""))
    unread = min(position.number + 1, max(thread.last_number, 1))
    start = _window_start(unread) if asked is None else asked
    target = None
    if "reply_to" in request.GET and not must_answer_first(thread, request.user, standing):
        target = _reply_target(request, thread)
    return _render(Opened(request, thread, standing, start, position, target=target))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _window_start(number: int) -> int:
    """Return where the window begins that holds post ``number``."""
    return (number - 1) // POSTS_PER_PAGE * POSTS_PER_PAGE + 1


def _render(opened: Opened, *, status: int = 200) -> HttpResponse:
    """Show the thread and remember how far the reader has come."""
    response, last = show_thread(opened, status=status)
    if last > opened.position.number:
        mark_read(thread=opened.thread, number=last, by=opened.request.user)
    return response


def _reply_target(request: SignedInRequest, thread: Thread) -> Post | None:
    """Return the post that ``reply_to`` names, if it stands in this thread and is not hidden."""
    asked = request.POST.get("reply_to") if request.method == "POST" else request.GET.get("reply_to")
    try:
        public_id = uuid.UUID(asked or "")
    except ValueError:
        return None
    return thread.posts.filter(public_id=public_id, is_hidden=False).select_related("author").first()


@require_POST
@login_required
def send_reply(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Post an answer, then show it where it stands."""
    thread, standing = readable_thread(request, thread_id)
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
    form.renew_key()
    position = position_in(thread, request.user)
    start = max(1, thread.last_number - POSTS_PER_PAGE + 1)
    target = None if must_answer_first(thread, request.user, standing) else _reply_target(request, thread)
    return _render(Opened(request, thread, standing, start, position, form=form, target=target), status=status)


@require_safe
@login_required
def show_post(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Go to a post where it stands in its thread."""
    post, _standing = readable_post(request, post_id)
    address = reverse("forums:thread", args=[post.thread.public_id])
    return redirect(f"{address}?from={_window_start(post.number)}#post-{post.number}")


@require_safe
@login_required
def news(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Say how many posts came after ``?after=N``: a bar, so that nothing moves under the reader's eyes.

    Answers 204 while there is nothing to say, so that a screen reader stays silent.
    """
    thread, standing = readable_thread(request, thread_id)
    after = _number(request.GET.get("after", "0"))
    if after is None:
        raise Http404
    if thread.last_number <= after or must_answer_first(thread, request.user, standing):
        return HttpResponse(status=204)
    context = {"thread": thread, "first": after + 1, "count": thread.last_number - after}
    return render(request, "forums/_news.html", context)
