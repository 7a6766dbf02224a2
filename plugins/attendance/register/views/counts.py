"""Head counts: entering them, reading them, correcting them."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.models import TrainingClassPage
from people.views.current import person_of
from plugins.attendance.register.actions.head_counts import enter_count
from plugins.attendance.register.forms.counts import CountForm, initial_of_count
from plugins.attendance.register.models import HeadCount
from plugins.attendance.register.permissions import (
    may_correct_count,
    may_count_alone,
    may_count_in,
    may_read_count,
    places_to_count,
)
from plugins.attendance.register.queries.book import classes_of_points, counts_of_units
from plugins.attendance.register.queries.items import begun_items
from plugins.attendance.views.access import class_for
from schoolhouse.refusals import Refusal

PER_PAGE = 40


@require_GET
@login_required
@never_cache
def counts(request: HttpRequest) -> HttpResponse:
    """List what was counted at the reader's own places, and the classes for which more may be."""
    user = person_of(request)
    if not may_count_alone(user):
        raise Http404
    rows = counts_of_units(places_to_count(user))
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "classes": classes_of_points(user),
    }
    return render(request, "attendance/register/counts.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def alone(request: HttpRequest) -> HttpResponse:
    """Enter a head count outside of any class."""
    if not may_count_alone(request.user):
        raise Http404
    return _write(request, None)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def in_class(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Enter a head count for a class."""
    training_class, _user = class_for(request, public_id, may_count_in)
    return _write(request, training_class)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def correct(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Correct a head count by another entry."""
    found = _readable(request, public_id)
    if not may_correct_count(request.user, found):
        raise Http404
    if found.is_corrected:
        messages.error(request, _("Somebody has corrected this already."))
        return redirect("plugins:attendance:count", found.public_id)
    return _write(request, found.training_class, found)


@require_GET
@login_required
@never_cache
def count(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a head count with its files, and what was entered before or after."""
    found = _readable(request, public_id)
    later = HeadCount.objects.filter(corrects=found).first()
    context = {
        "count": found,
        "zone": found.training_class.zone if found.training_class else found.organization.zone,
        "history": found.history(),
        "later": later,
        "evidence": list(found.evidence.all()),
        "corrects": later is None and may_correct_count(request.user, found),
        "alone": may_count_alone(request.user),
    }
    return render(request, "attendance/register/count.html", context)


def _readable(request: HttpRequest, public_id: uuid.UUID) -> HeadCount:
    rows = HeadCount.objects.select_related("organization", "training_class", "item", "by", "corrects")
    found = get_object_or_404(rows, public_id=public_id)
    if not may_read_count(request.user, found):
        raise Http404
    return found


def _write(
    request: HttpRequest, training_class: TrainingClassPage | None, corrects: HeadCount | None = None
) -> HttpResponse:
    """Show the form and take it; what speaks against it is said above it."""
    user, posted = person_of(request), request.method == "POST"
    options: dict[str, Any] = {
        "places": places_to_count(user, training_class),
        "training_class": training_class,
        "items": begun_items(training_class) if training_class else [],
        "corrects": corrects,
        "initial": initial_of_count(corrects) if corrects else {},
    }
    form = CountForm(request.POST, request.FILES, **options) if posted else CountForm(**options)
    status = 400 if posted else 200
    if posted and form.is_valid():
        try:
            made = enter_count(said=form.said(), by=user, papers=form.papers(), corrects=corrects, reason=form.reason)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("It stands in the register."))
            return redirect("plugins:attendance:count", made.public_id)
    context = {"form": form, "training_class": training_class, "corrects": corrects}
    return render(request, "attendance/register/write_count.html", context, status=status)
