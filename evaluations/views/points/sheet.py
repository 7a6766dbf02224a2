"""Points from a spreadsheet, looked at before they are taken."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.models import TrainingClassPage
from classes.permissions import INSIDE_STATES
from evaluations.actions.points.sheet import COLUMNS, apply_points, discard_points, plan_of, upload_points
from evaluations.forms.points.scheme import SheetForm
from evaluations.models import PointsImport
from evaluations.permissions.points import may_award_points
from evaluations.queries.points.ledger import components_in
from evaluations.views.access import any_class
from foundation.sheets.faults import UnreadableSheet
from foundation.sheets.writer import OutColumn, sheet_response
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal

ROWS_PER_PAGE = 100


def _class(request: SignedInRequest, class_id: uuid.UUID) -> TrainingClassPage:
    training_class = any_class(class_id)
    if not may_award_points(request.user, training_class):
        raise Http404
    return training_class


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def upload(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponse:
    """Choose a file, a component and the reason that learners read."""
    training_class = _class(request, class_id)
    components = components_in(training_class)
    form, status = SheetForm(components=components), 200
    if request.method == "POST":
        form, status = SheetForm(request.POST, request.FILES, components=components), 400
        if form.is_valid():
            try:
                sheet = upload_points(training_class=training_class, by=request.user, **form.cleaned_data)
                return redirect("evaluations:sheet_import", class_id, sheet.public_id)
            except UnreadableSheet as fault:
                form.add_error("file", str(fault))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    context = {"training_class": training_class, "form": form}
    return render(request, "evaluations/points/upload.html", context, status=status)


@require_GET
@login_required
@never_cache
def template(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponseBase:
    """Give a sheet to fill in, with a row for each learner."""
    training_class = _class(request, class_id)
    seats = training_class.enrollments.filter(state__in=INSIDE_STATES).select_related("learner", "organization")
    rows = [
        [seat.learner.full_name, "", seat.organization.name if seat.organization else "", ""]
        for seat in seats.order_by("learner__full_name", "pk")
    ]
    widths = {"name": 14, "points": 8, "organization": 26, "reason": 40}
    columns = [OutColumn(str(column.title), widths[column.key]) for column in COLUMNS]
    return sheet_response(name=_("points"), title=_("Points"), columns=columns, rows=rows)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def look(request: SignedInRequest, class_id: uuid.UUID, import_id: uuid.UUID) -> HttpResponse:
    """Show what taking the sheet would do; take it, or drop it (``discard``)."""
    training_class = _class(request, class_id)
    sheet = get_object_or_404(PointsImport, public_id=import_id, training_class=training_class)
    refused = ""
    if request.method == "POST":
        try:
            if "discard" in request.POST:
                discard_points(sheet=sheet, by=request.user)
                messages.success(request, _("The sheet was dropped. Nothing was entered."))
                return redirect("evaluations:sheet", class_id)
            count = apply_points(sheet=sheet, by=request.user)
        except Refusal as refusal:
            refused = str(refusal)
        else:
            said = ngettext("%(count)s entry was made.", "%(count)s entries were made.", count)
            messages.success(request, said % {"count": count})
            return redirect("evaluations:standings", class_id)
    plan = plan_of(sheet) if sheet.is_open else []
    context = {
        "training_class": training_class,
        "sheet": sheet,
        "refused": refused,
        "faults": [row for row in plan if row.fault],
        "there": sum(row.is_there for row in plan),
        "ready": sum(not row.fault and not row.is_there for row in plan),
        "page_obj": Paginator([row for row in plan if not row.fault], ROWS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "evaluations/points/look.html", context, status=409 if refused else 200)
