"""Where one sees how far the scoring of a class has come, and chooses by which rubric a forum is scored."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from classes.models import TrainingClassPage
from forums.models import ForumPage
from plugins.forum_scoring.actions.rubrics import choose_rubric
from plugins.forum_scoring.forms import RubricForm
from plugins.forum_scoring.queries.rubrics import last_choice, rubric_of, rubrics_for
from plugins.forum_scoring.queries.scores import forums_of, learners_in, next_waiting, progress_of
from plugins.forum_scoring.views.access import class_to_score, forum_to_score
from schoolhouse.refusals import Refusal


@require_safe
@login_required
@never_cache
def desk(request: HttpRequest, class_id: uuid.UUID) -> HttpResponse:
    """List the forums of a class with how far the scoring of each has come."""
    training_class, _user = class_to_score(request, class_id)
    context = {"training_class": training_class, "forums": forums_of(training_class)}
    context["has_rubrics"] = rubrics_for(training_class).exists()
    return render(request, "forum_scoring/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def forum(request: HttpRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Show who said how much in a forum and what it came to; choose its rubric."""
    page, training_class, user = forum_to_score(request, forum_id)
    form, status = _form(request, page, training_class), 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                choose_rubric(forum=page, by=user, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The forum goes by this rubric."))
                return redirect("plugins:forum_scoring:forum", page.public_id)
    context = {
        "training_class": training_class,
        "forum": page,
        "form": form,
        "chosen": rubric_of(page),
        "progress": progress_of(page),
        "learners": learners_in(page, training_class),
    }
    return render(request, "forum_scoring/forum.html", context, status=status)


def _form(request: HttpRequest, page: ForumPage, training_class: TrainingClassPage) -> RubricForm:
    """Offer what the forum goes by, else what was chosen last in its class."""
    chosen = rubric_of(page) or last_choice(training_class)
    initial = (
        {"rubric": chosen.rubric_id, "counting": chosen.counting, "component": chosen.component_id} if chosen else None
    )
    data = request.POST if request.method == "POST" else None
    return RubricForm(data, training_class=training_class, initial=initial)


@require_safe
@login_required
@never_cache
def next_post(request: HttpRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Lead to the first post of a forum that waits."""
    page, _training_class, _user = forum_to_score(request, forum_id)
    post = next_waiting(page)
    if post is None:
        messages.success(request, _("All posts of this forum are scored."))
        return redirect("plugins:forum_scoring:forum", page.public_id)
    return redirect("plugins:forum_scoring:post", post.public_id)
