"""Closing a class, opening it again, and what its learners came to."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.actions.closing import close_class, reopen_class
from classes.closing.additions import added_table
from classes.closing.checks import gaps_of
from classes.closing.documents import name_of, pdf, sheet
from classes.closing.results import counts_of, history_of, rows_of, version_among
from classes.forms.closing import ClosingForm, ReopeningForm
from classes.models import ClassStep, EnrollmentState, TrainingClassPage
from classes.permissions import is_closed, may_read_results, may_reopen_class
from classes.views.access import class_to_run
from people.views.current import person_of, school_of
from schoolhouse.refusals import Refusal


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what is missing and who completes the class, then close it."""
    training_class = class_to_run(request, public_id)
    if is_closed(training_class):
        return redirect("classes:results", public_id)
    enrolled = training_class.enrollments.filter(state=EnrollmentState.ENROLLED)
    enrolled = enrolled.select_related("learner", "organization", "group").order_by(
        "group__number", "learner__full_name", "pk"
    )
    form, status = ClosingForm(request.POST if request.method == "POST" else None, enrolled=enrolled), 200
    if request.method == "POST":
        status = 400
        if form.is_valid() and (refusal := _close(request, training_class, form)) is None:
            messages.success(request, _("The class is closed. Its results are frozen."))
            return redirect("classes:results", public_id)
        if form.is_valid() and refusal is not None:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = {
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "gaps": gaps_of(training_class),
        "enrolled": list(enrolled),
        "ticked": {str(key) for key in request.POST.getlist("not_completed")},
        "form": form,
    }
    return render(request, "classes/closing/close.html", context, status=status)


def _close(request: HttpRequest, training_class: TrainingClassPage, form: ClosingForm) -> Refusal | None:
    """Close the class as the form says; return what speaks against it."""
    data = form.cleaned_data
    exceptions = [one.pk for one in data["not_completed"]]
    try:
        close_class(
            training_class=training_class, by=person_of(request), reason=data["reason"], not_completed=exceptions
        )
    except Refusal as refusal:
        return refusal
    return None


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask for a reason, then open the class again."""
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    if not may_reopen_class(request.user, training_class):
        raise Http404
    form, status = ReopeningForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                reopen_class(training_class=training_class, by=person_of(request), reason=form.cleaned_data["reason"])
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The class is open again."))
                return redirect("classes:results", public_id)
    context = {"training_class": training_class, "form": form, "closed": is_closed(training_class)}
    return render(request, "classes/closing/reopen.html", context, status=status)


def _readable(request: HttpRequest, public_id: uuid.UUID) -> tuple[TrainingClassPage, list[ClassStep]]:
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    if not may_read_results(request.user, training_class):
        raise Http404
    return training_class, history_of(training_class)


@login_required
@never_cache
@require_GET
def results(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what each learner came to, in the version that is asked for, and every step of the class."""
    training_class, steps = _readable(request, public_id)
    chosen = version_among(steps, request.GET.get("version", ""))
    rows = rows_of(chosen) if chosen else []
    closed = bool(steps) and steps[-1].to_state == "closed"
    added, cells = added_table([row.facts for row in rows])
    titles = [title for title, _width in added]
    context = {
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "zone": training_class.zone,
        "steps": steps,
        "closings": [step for step in steps if step.to_state == "closed"],
        "chosen": chosen,
        "rows": rows,
        "lines": [(row, list(zip(titles, line, strict=True))) for row, line in zip(rows, cells, strict=True)],
        "added": titles,
        "counts": counts_of(rows),
        "closed": closed,
        "may_reopen": closed and may_reopen_class(request.user, training_class),
    }
    return render(request, "classes/closing/results.html", context)


@login_required
@never_cache
@require_GET
def export_results(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponseBase:
    """Offer the results for saving, as ``xlsx`` or ``pdf``."""
    _training_class, steps = _readable(request, public_id)
    chosen = version_among(steps, request.GET.get("version", ""))
    if chosen is None or kind not in ("xlsx", "pdf"):
        raise Http404
    rows = rows_of(chosen)
    if kind == "xlsx":
        return sheet(chosen, rows)
    text = pdf(chosen, rows, school=school_of(request), language=get_language() or "")
    disposition = content_disposition_header(True, f"{name_of(chosen)}.pdf") or "attachment"
    return HttpResponse(text, content_type="application/pdf", headers={"Content-Disposition": disposition})
