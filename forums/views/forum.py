"""A person's forums, and new threads."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from forums.actions.moderation.gate import WaitsForReview
from forums.actions.parts.gathering import gather
from forums.actions.thread import start_thread
from forums.forms import PollForm, ThreadForm
from forums.models import ForumPage, Post
from forums.permissions import keeps_some_order, may_hide_name, standing_of
from forums.queries.forum import class_titles, forums_beyond, place_of_forum
from forums.queries.keypages import place_from, place_page
from forums.queries.review import told_and_waiting, waiting_for_moderator
from forums.views.access import readable_forum
from forums.views.draft import kept_draft
from forums.views.limits import count_post
from forums.views.page import zone_of
from forums.views.parts.files import with_files
from lessons.completion.opening import reader_mark
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal

FORUMS_PER_PAGE = 30


@require_safe
@login_required
def forum_list(request: SignedInRequest) -> HttpResponse:
    """Show the forums that the reader may read: those of classes, and salons."""
    before = place_from(request.GET.get("before", ""))
    forums = forums_beyond(request.user, before).select_related("locale")
    page = place_page(forums, place_of_forum, size=FORUMS_PER_PAGE)
    titles = class_titles(page.rows)
    keeps = keeps_some_order(request.user)
    untold, own_waits = told_and_waiting(request.user)
    context = {
        "rows": [(forum, titles.get(forum.pk, "")) for forum in page.rows],
        "is_further": before is not None,
        "older": page.next,
        "untold": untold,
        "keeps_order": keeps,
        "waiting": waiting_for_moderator(request.user).total if keeps else 0,
        "own_waits": own_waits,
    }
    return render(request, "forums/forum_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_thread(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Write a new thread, or see how it would look."""
    forum = readable_forum(request, forum_id)
    draft = kept_draft(request, forum)
    initial = {"title": draft.title, "body": draft.body, "draft": draft.version, "anonymous": draft.is_anonymous}
    sent, wrong = with_files(request, forum) if request.method == "POST" else (None, "")
    form = ThreadForm(sent, initial=initial, offers_anonymous=may_hide_name(forum, standing_of(request.user, forum)))
    written = _Written(request, forum, form, PollForm(sent, prefix="poll"))
    if sent is None:
        return written.shown()
    if wrong:
        form.add_error(None, wrong)
    with timezone.override(zone_of(forum)):
        is_whole = form.is_valid() and written.poll.is_valid()
    status = 400
    if is_whole:
        try:
            if "preview" in request.POST:
                return written.shown(preview=written.rendered())
            return redirect("forums:thread", written.sent().thread.public_id)
        except WaitsForReview as waits:
            messages.success(request, str(waits))
            return redirect("forums:waiting")
        except Refusal as refusal:
            (written.poll if refusal.code == "poll" else form).add_error(None, str(refusal))
            status = refusal.status
    form.renew_key()
    return written.shown(status=status)


@dataclass
class _Written:
    """A new thread as somebody writes it."""

    request: SignedInRequest
    forum: ForumPage
    form: ThreadForm
    poll: PollForm

    @property
    def is_anonymous(self) -> bool:
        return bool(self.form.cleaned_data.get("anonymous", False))

    def rendered(self) -> str:
        """Return how the first post would look. Raises ``Refusal``."""
        body = self.form.cleaned_data["body"]
        return gather(body, self.forum, by=self.request.user, is_anonymous=self.is_anonymous).html

    def sent(self) -> Post:
        """Open the thread. Raises ``Refusal``."""
        data = self.form.cleaned_data
        count_post(self.request, data["body"])
        sent = {name: data[name] for name in ("title", "body", "client_key", "draft")}
        poll = self.poll.asked()
        return start_thread(forum=self.forum, poll=poll, is_anonymous=self.is_anonymous, by=self.request.user, **sent)

    def shown(self, *, preview: str = "", status: int = 200) -> HttpResponse:
        """Answer with the form."""
        context = {"forum": self.forum, "form": self.form, "poll": self.poll, "preview": preview}
        context["reader"] = reader_mark(self.request.user)
        return render(self.request, "forums/new_thread.html", context, status=status)
