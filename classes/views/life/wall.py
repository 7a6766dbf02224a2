"""The wall of a class: a few words and photos of each day."""

import datetime
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.actions.life.wall import hide_post, write_on_wall
from classes.forms.life.wall import HideForm, PostForm
from classes.models import TrainingClassPage, WallPhoto, WallPost
from classes.paper.tables import days_of_class
from classes.permissions import may_run_class, may_see_inside, may_write_on_wall
from classes.queries.life.wall import is_in_sight, wall_of
from classes.views.access import class_inside
from classes.views.life.around import around
from people.views.current import person_of
from people.views.files import send
from schoolhouse.refusals import Refusal

POSTS_PER_PAGE = 20


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def wall(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the wall, and write on it."""
    training_class, user = class_inside(request, public_id), person_of(request)
    may_write = may_write_on_wall(user, training_class)
    if request.method == "POST" and not may_write:
        raise Http404
    days = _days_so_far(training_class)
    form = PostForm(request.POST or None, request.FILES or None, days=days) if may_write and days else None
    status = 200
    if request.method == "POST":
        status = 400
        if form is not None and form.is_valid() and _write(request, training_class, form):
            return redirect("classes:wall", public_id)
    runs = may_run_class(user, training_class)
    posts = wall_of(training_class, with_hidden=runs)
    page = Paginator(posts, POSTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {**around(request, training_class, "wall"), "page_obj": page, "form": form, "runs": runs}
    return render(request, "classes/life/wall.html", context, status=status)


def _days_so_far(training_class: TrainingClassPage) -> list[datetime.date]:
    today = timezone.now().astimezone(training_class.zone).date()
    return [day for day in days_of_class(training_class) if day <= today]


def _write(request: HttpRequest, training_class: TrainingClassPage, form: PostForm) -> bool:
    try:
        write_on_wall(training_class=training_class, **form.cleaned_data, by=person_of(request))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("It stands on the wall now."))
    return True


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def hide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask for a reason, then take a post off the wall."""
    rows = WallPost.objects.select_related("training_class", "author").prefetch_related("photos")
    post, user = get_object_or_404(rows, public_id=public_id), person_of(request)
    runs = may_run_class(user, post.training_class)
    is_own = post.author_id == user.pk and may_see_inside(user, post.training_class)
    if not (runs or is_own) or post.hidden_at:
        raise Http404
    form, status = HideForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            hide_post(post=post, reason=form.cleaned_data["reason"], by=user)
            messages.success(request, _("It no longer stands on the wall."))
            return redirect("classes:wall", post.training_class.public_id)
    context = {**around(request, post.training_class, "wall"), "post": post, "form": form}
    return render(request, "classes/life/hide_post.html", context, status=status)


@require_GET
@login_required
def photo(request: HttpRequest, public_id: uuid.UUID, size: str) -> HttpResponseBase:
    """Hand out a photo, ``large`` or ``small``, to those inside its class."""
    found = get_object_or_404(WallPhoto.objects.select_related("post__training_class"), public_id=public_id)
    training_class = found.post.training_class
    runs = may_run_class(request.user, training_class)
    if size not in ("large", "small") or not may_see_inside(request.user, training_class):
        raise Http404
    if not is_in_sight(found.post, runs=runs):
        raise Http404
    stored = found.small if size == "small" else found.file
    return send(request, stored, filename=f"{found.post.date}-{found.number}.jpg", kind="wall-photo")
