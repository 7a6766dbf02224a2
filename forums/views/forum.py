"""A person's forums, and new threads."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from forums.actions.thread import start_thread
from forums.forms import ThreadForm
from forums.queries.forum import class_titles, forums_open_to
from forums.views.access import readable_forum
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal

FORUMS_PER_PAGE = 30


@require_safe
@login_required
def forum_list(request: SignedInRequest) -> HttpResponse:
    """Show the forums that the reader may read: those of classes, and salons."""
    page = Paginator(forums_open_to(request.user).select_related("locale"), FORUMS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    titles = class_titles(list(page))
    rows = [(forum, titles.get(forum.pk, "")) for forum in page]
    return render(request, "forums/forum_list.html", {"page_obj": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_thread(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Write a new thread."""
    forum = readable_forum(request, forum_id)
    form = ThreadForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
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
        form.renew_key()
    return render(request, "forums/new_thread.html", {"forum": forum, "form": form}, status=status)
