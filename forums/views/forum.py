"""A person's forums, and new threads."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from forums.actions.thread import start_thread
from forums.forms import ThreadForm
from forums.queries.forum import forums_open_to
from forums.views.access import readable_forum
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_GET
@login_required
def forum_list(request: SignedInRequest) -> HttpResponse:
    """Show the forums of the classes that the reader is inside of."""
    page = Paginator(forums_open_to(request.user), 30).get_page(request.GET.get("page"))
    return render(request, "forums/forum_list.html", {"page_obj": page})


@require_http_methods(["GET", "POST"])
@login_required
def new_thread(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Write a new thread."""
    forum = readable_forum(request, forum_id)
    form = ThreadForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                post = start_thread(
                    forum=forum,
                    title=data["title"],
                    body=data["body"],
                    client_key=data["client_key"],
                    by=request.user,
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return redirect("forums:thread", post.thread.public_id)
    return render(request, "forums/new_thread.html", {"forum": forum, "form": form}, status=status)
