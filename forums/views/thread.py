"""Reading and answering a thread."""

import datetime
import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forums.actions.draft import draft_key, save_draft
from forums.actions.moderation.gate import WaitsForReview
from forums.actions.parts.gathering import gather
from forums.actions.post import reply
from forums.actions.reading import mark_read
from forums.forms import ReplyForm
from forums.models import Post, PostDraft, Thread
from forums.permissions import may_hide_name
from forums.queries.moves import number_from, post_with_number
from forums.queries.thread import POSTS_PER_PAGE, must_answer_first, position_in
from forums.views.access import readable_post, readable_thread
from forums.views.draft import kept_draft, reply_target
from forums.views.limits import count_post
from forums.views.page import zone_of
from forums.views.parts.files import with_files
from forums.views.thread_page import Opened, show_thread
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_safe
@login_required
def show(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Show a window of posts, ``?from=N`` on; without it the window that holds the first unread post."""
    thread, standing = readable_thread(request, thread_id)
    asked = _number(request.GET.get("from", ""))
    if thread.public_id != thread_id:
        return show_number(request, thread_id, asked) if asked else redirect("forums:thread", thread.public_id)
    target = None
    if "reply_to" in request.GET and not must_answer_first(thread, request.user, standing):
        target = reply_target(thread, request.GET["reply_to"])
    position = position_in(thread, request.user, draft_key(thread, target))
    unread = min(position.number + 1, max(thread.last_number, 1))
    start = _window_start(unread) if asked is None else asked
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


@require_POST
@login_required
def send_reply(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Post an answer, then show it where it stands; or show how it would look, or keep it as a draft."""
    thread, standing = readable_thread(request, thread_id)
    data, wrong = with_files(request, thread.forum)
    form = ReplyForm(data, offers_anonymous=may_hide_name(thread.forum, standing))
    target = reply_target(thread, request.POST.get("reply_to"))
    answer, status = _Answer(request, thread, target, form), 400
    if wrong:
        form.add_error(None, wrong)
    if form.is_valid():
        try:
            done = answer.done()
        except WaitsForReview as waits:
            messages.success(request, str(waits))
            return redirect("forums:waiting")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
            if refusal.code == "changed":
                answer.other = kept_draft(request, thread, target)
                form.see_draft(answer.other.version)
        else:
            if done:
                return redirect(done)
            status = 200
    if not answer.preview and answer.other is None:
        form.renew_key()
    if must_answer_first(thread, request.user, standing):
        target = None
    position = position_in(thread, request.user, draft_key(thread, target))
    start = max(1, thread.last_number - POSTS_PER_PAGE + 1)
    opened = Opened(request, thread, standing, start, position, form, target, answer.preview, answer.other)
    return _render(opened, status=status)


@dataclass
class _Answer:
    """What somebody sends from the form below a thread: a post, a draft, or a wish to see how it would look."""

    request: SignedInRequest
    thread: Thread
    target: Post | None
    form: ReplyForm
    preview: str = ""
    other: PostDraft | None = None

    def done(self) -> str:
        """Do it and return where to go on, "" to stay. Raises ``Refusal``."""
        data, by = self.form.cleaned_data, self.request.user
        anonymous = data.get("anonymous", False)
        if "preview" in self.request.POST:
            self.preview = gather(data["body"], self.thread.forum, by=by, is_anonymous=anonymous).html
            return ""
        if "save_draft" in self.request.POST:
            kept = {"body": data["body"], "version": data["draft"], "is_anonymous": anonymous}
            save_draft(place=self.thread, reply_to=self.target, by=by, **kept)
            messages.success(self.request, _("Your draft is kept: you find it here on every device."))
            asked = f"?reply_to={self.target.public_id}" if self.target else ""
            return f"{reverse('forums:thread', args=[self.thread.public_id])}{asked}#reply"
        count_post(self.request, data["body"])
        sent = {"body": data["body"], "client_key": data["client_key"], "draft": data["draft"]}
        post = reply(thread=self.thread, reply_to=self.target, by=by, is_anonymous=anonymous, **sent)
        return reverse("forums:post", args=[post.public_id])


@require_safe
@login_required
def show_post(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Go to a post where it stands in its thread."""
    post, _standing = readable_post(request, post_id)
    return _to_post(post)


@require_safe
@login_required
def show_number(request: SignedInRequest, thread_id: uuid.UUID, number: int) -> HttpResponse:
    """Go to the post that has this number in a thread, or had it before it was moved."""
    post_id = post_with_number(thread_id, number) if number < 10**9 else None
    if post_id is None:
        thread, _standing = readable_thread(request, thread_id)
        return redirect("forums:thread", thread.public_id)
    return show_post(request, post_id)


@require_safe
@login_required
def jump(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Go to post ``?number=N``, or to the first one from ``?day=YYYY-MM-DD`` on; else to the end."""
    thread, _standing = readable_thread(request, thread_id)
    number, day = _number(request.GET.get("number", "")), _day(request.GET.get("day", ""))
    if number is None and day is not None:
        midnight = datetime.datetime.combine(day, datetime.time(), zone_of(thread.forum))
        number = number_from(thread, midnight)
    if number is None:
        if day is None:
            messages.error(request, _("Please give the number of a post, or a day."))
            return redirect("forums:thread", thread.public_id)
        messages.info(request, _("Nothing was written on that day or later."))
    last = thread.last_number
    number = max(1, last if number is None else min(number, last))
    address = reverse("forums:thread", args=[thread.public_id])
    return redirect(f"{address}?from={_window_start(number)}#post-{number}")


def _day(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1 < day.year < 9999 else None  # so that it has a midnight in every zone


def _to_post(post: Post) -> HttpResponse:
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
