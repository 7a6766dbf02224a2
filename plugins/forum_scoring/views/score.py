"""One post and its score: on a page of its own, or beside the thread while it is read."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from classes.models import TrainingClassPage
from forums.models import Post
from people.models import User
from plugins.forum_scoring.actions.scoring import score_post, withdraw_score
from plugins.forum_scoring.forms import ScoreForm
from plugins.forum_scoring.models import ForumRubric, PostScore
from plugins.forum_scoring.permissions import may_score_in
from plugins.forum_scoring.queries.rubrics import rubric_of
from plugins.forum_scoring.queries.scores import beside_thread, history_of, next_waiting, progress_of
from plugins.forum_scoring.views.access import post_of
from schoolhouse.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def post(request: HttpRequest, post_id: uuid.UUID) -> HttpResponse:
    """Score a post; its author reads here what it was given."""
    found, training_class, user = post_of(request, post_id)
    history = history_of(found)
    if not may_score_in(user, training_class):
        return _own(request, found, training_class, history)
    chosen = rubric_of(found.thread.forum)
    if chosen is None:
        messages.info(request, _("Choose a rubric for this forum first."))
        return redirect("plugins:forum_scoring:forum", found.thread.forum.public_id)
    form, status = _form(request, chosen, history), 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            said = form.cleaned_data
            try:
                score_post(post=found, levels=form.levels, comment=said["comment"], seen=said["seen"], by=user)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
                history = history_of(found)
                form.data = data = request.POST.copy()
                data["seen"] = str(history[0].number if history else 0)
            else:
                return _on(request, found)
    return _scoring(request, found, training_class, form, history, status)


def _form(request: HttpRequest, chosen: ForumRubric, history: list[PostScore]) -> ScoreForm:
    last = history[0] if history else None
    initial: dict[str, Any] = {"seen": last.number if last else 0}
    if last is not None and not last.is_withdrawal:
        initial |= {mark["criterion"]: mark["points"] for mark in last.marks} | {"comment": last.comment}
    return ScoreForm(request.POST if request.method == "POST" else None, rubric=chosen.rubric, initial=initial)


def _on(request: HttpRequest, found: Post) -> HttpResponse:
    """Go on with the next post that waits: beside the thread, as long as there is one in it."""
    forum = found.thread.forum
    following = next_waiting(forum, found)
    beside = request.htmx  # type: ignore[attr-defined]
    if following is not None and (not beside or following.thread_id == found.thread_id):
        return redirect("plugins:forum_scoring:post", following.public_id)  # which htmx follows into the same place
    if following is None:
        messages.success(request, _("All posts of this forum are scored."))
        address = reverse("plugins:forum_scoring:forum", args=[forum.public_id])
    else:
        address = reverse("forums:post", args=[following.public_id])
    return HttpResponse(headers={"HX-Redirect": address}) if beside else redirect(address)


def _scoring(
    request: HttpRequest,
    found: Post,
    training_class: TrainingClassPage,
    form: ScoreForm,
    history: list[PostScore],
    status: int,
) -> HttpResponse:
    beside = request.htmx  # type: ignore[attr-defined]
    following = next_waiting(found.thread.forum, found)
    context = {
        "training_class": training_class,
        "post": found,
        "form": form,
        "levels": [form[name] for name in form.criteria],
        "history": history,
        "standing": history[0] if history and not history[0].is_withdrawal else None,
        "following": following,
        "beside": beside,
        **(beside_thread(found.thread) if beside else {"progress": progress_of(found.thread.forum)}),
        # The page with the post is somewhere else than the thread, where what stands before it is at hand.
        "before": None if beside else _before(found),
    }
    name = "forum_scoring/_score.html" if beside else "forum_scoring/score.html"
    # htmx shows an answer only when it went well: what was wrong stands in the form.
    response = render(request, name, context, status=200 if beside else status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _before(found: Post) -> list[Post]:
    """Return what was said just before, the two last posts."""
    rows = Post.objects.filter(thread=found.thread_id, number__lt=found.number, is_hidden=False)
    return list(rows.select_related("author").order_by("-number")[:2])[::-1]


def _own(
    request: HttpRequest, found: Post, training_class: TrainingClassPage, history: list[PostScore]
) -> HttpResponse:
    if request.method == "POST" or not history or history[0].is_withdrawal:
        raise Http404
    context = {"training_class": training_class, "post": found, "score": history[0]}
    return render(request, "forum_scoring/own.html", context)


@require_POST
@login_required
def withdraw(request: HttpRequest, post_id: uuid.UUID) -> HttpResponse:
    """Take the score of a post back."""
    found, training_class, user = post_of(request, post_id)
    _only_scorers(user, training_class)
    seen = request.POST.get("seen", "")
    try:
        withdraw_score(post=found, seen=int(seen) if seen.isascii() and seen.isdigit() else -1, by=user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The score was taken back."))
    return redirect("plugins:forum_scoring:post", found.public_id)


def _only_scorers(user: User, training_class: TrainingClassPage) -> None:
    if not may_score_in(user, training_class):
        raise Http404
