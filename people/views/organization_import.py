"""The organization tree from a spreadsheet, for administrators."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.sheets.faults import UnreadableSheet
from foundation.sheets.imports import ImportState
from foundation.sheets.writer import OutColumn, sheet_response
from people.actions.organization_import import (
    apply_organizations,
    discard_organizations,
    may_import,
    preview_organizations,
    undo_organizations,
    upload_organizations,
)
from people.forms.sheets import SheetForm
from people.models import OrganizationImport
from people.queries.organization_rows import COLUMNS
from people.views.current import person_of
from schoolhouse.refusals import Refusal

ROWS_PER_PAGE = 50
ISSUES_SHOWN = 100


def _uploads(request: HttpRequest) -> QuerySet[OrganizationImport]:
    """Return the reader's own uploads; who administers nothing finds no such place."""
    person = person_of(request)
    if not may_import(person):
        raise Http404
    return OrganizationImport.objects.filter(uploaded_by=person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; below it, what was uploaded before."""
    earlier = _uploads(request).defer("rows", "faults")[:20]
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        try:
            kept = upload_organizations(file=form.cleaned_data["file"], by=person_of(request))
            return redirect("people:organization_preview", kept.public_id)
        except UnreadableSheet as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "earlier": earlier}
    status = 422 if form.errors else 200
    return render(request, "people/organization_import/upload.html", context, status=status)


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponseBase:
    """Give an empty sheet with the headings that are understood."""
    _uploads(request)
    columns = [OutColumn(str(column.title), 26 if column.key in ("name", "parent") else 14) for column in COLUMNS]
    return sheet_response(name=_("organizations"), title=_("organizations"), columns=columns, rows=[])


@login_required
@require_GET
def preview(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Show what taking the sheet would do; of one that was taken, what became of it."""
    kept = get_object_or_404(_uploads(request), public_id=import_id)
    context: dict[str, Any] = {"upload": kept, "crumbs": _crumbs()}
    if not kept.is_open:
        context |= {
            "made": len(kept.result.get("organizations", [])),
            "counts": kept.result.get("counts", {}),
            "undone": kept.result.get("undone", {}),
            "may_undo": kept.may_become(ImportState.UNDONE),
        }
        return render(request, "people/organization_import/result.html", context)
    plan = preview_organizations(upload=kept, by=person_of(request))
    context |= {
        "plan": plan,
        "counts": plan.counts,
        "taking": len(plan.order),
        "issues": plan.issues[:ISSUES_SHOWN],
        "issues_left": max(len(plan.issues) - ISSUES_SHOWN, 0),
        "page_obj": Paginator(plan.rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "people/organization_import/preview.html", context)


@login_required
@require_POST
def apply(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Make all new organizations, or say why not."""
    kept = get_object_or_404(_uploads(request), public_id=import_id)
    try:
        apply_organizations(upload=kept, by=person_of(request))
        messages.success(request, _("The list was taken."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("people:organization_preview", import_id)


@login_required
@require_POST
def discard(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Drop the upload."""
    kept = get_object_or_404(_uploads(request), public_id=import_id)
    try:
        discard_organizations(upload=kept, by=person_of(request))
        messages.success(request, _("The list was discarded; nothing was made."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("people:organization_import")


@login_required
@require_POST
def undo(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Delete what the sheet made, as far as nothing hangs on it."""
    kept = get_object_or_404(_uploads(request), public_id=import_id)
    try:
        _gone, stay = undo_organizations(upload=kept, by=person_of(request))
        messages.success(request, _("The list was undone."))
        if stay:
            names = "、".join(stay[:20]) + ("…" if len(stay) > 20 else "")
            messages.warning(
                request, _("These organizations stay, because they are in use: %(names)s.") % {"names": names}
            )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("people:organization_preview", import_id)


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Organizations from a file"), "url": reverse("people:organization_import")}]
