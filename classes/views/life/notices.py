"""Notices: what a class reads, and who has read it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.actions.life.notices import publish_notice, read_notice, withdraw_notice
from classes.forms.life.notices import NoticeForm
from classes.life.tools import NOTICES
from classes.models import ClassNotice
from classes.permissions import may_act_in, may_run_class, may_see_inside
from classes.queries.life.groups import seats_by_name
from classes.queries.life.notices import notices_of, readers_of, with_readers
from classes.views.access import class_inside, class_on_duty
from classes.views.life.around import around
from people.views.current import person_of
from schoolhouse.refusals import Refusal

NOTICES_PER_PAGE = 30


@require_GET
@login_required
@never_cache
def notices(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List the notices of a class, unread ones marked; to its staff also how many have read each."""
    training_class, user = class_inside(request, public_id), person_of(request)
    runs = may_run_class(user, training_class)
    rows = notices_of(training_class, user, with_withdrawn=runs)
    page = Paginator(with_readers(rows) if runs else rows, NOTICES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **around(request, training_class, "notices"),
        "page_obj": page,
        "runs": runs,
        "learners": seats_by_name(training_class).count() if runs else 0,
        "may_write": runs or may_act_in(user, training_class, NOTICES),
    }
    return render(request, "classes/life/notices.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def write(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write a notice to the class."""
    training_class = class_on_duty(request, public_id, NOTICES)
    form, status = NoticeForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                publish_notice(training_class=training_class, **form.cleaned_data, by=person_of(request))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The class can read it now."))
                return redirect("classes:notices", public_id)
    context = {**around(request, training_class, "notices"), "form": form}
    return render(request, "classes/life/write_notice.html", context, status=status)


def _notice(request: HttpRequest, public_id: uuid.UUID) -> ClassNotice:
    """Return the notice, if the reader is inside its class; a withdrawn one only to who runs it. Else answer 404."""
    rows = ClassNotice.objects.select_related("training_class", "author", "withdrawn_by")
    found = get_object_or_404(rows, public_id=public_id)
    runs = may_run_class(request.user, found.training_class)
    if not runs and (found.withdrawn_at or not may_see_inside(request.user, found.training_class)):
        raise Http404
    return found


@require_GET
@login_required
@never_cache
def notice(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a notice, and note that it was read; to the class's staff with who has read it and who has not."""
    found, user = _notice(request, public_id), person_of(request)
    runs = may_run_class(user, found.training_class)
    read_notice(notice=found, by=user)
    seats = list(readers_of(found)) if runs else []
    own = found.author_id == user.pk and may_act_in(user, found.training_class, NOTICES)
    context = {
        **around(request, found.training_class, "notices"),
        "notice": found,
        "runs": runs,
        "unread": [seat for seat in seats if seat.read_at is None],
        "read": [seat for seat in seats if seat.read_at is not None],
        "may_withdraw": (runs or own) and found.withdrawn_at is None,
    }
    return render(request, "classes/life/notice.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a notice back."""
    found = _notice(request, public_id)
    try:
        withdraw_notice(notice=found, by=person_of(request))
    except Refusal as refusal:
        if refusal.status == 403:
            raise Http404 from refusal
        raise
    messages.success(request, _("“%(title)s” is withdrawn.") % {"title": found.title})
    return redirect("classes:notices", found.training_class.public_id)
