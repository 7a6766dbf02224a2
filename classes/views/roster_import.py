"""The class teacher's desk: a roster from a spreadsheet, looked at before it is taken."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.actions.roster_import import (
    apply_roster,
    choose_extra,
    create_roster_organizations,
    discard_roster,
    preview_roster,
    upload_roster,
)
from classes.actions.roster_slips import issue_slips
from classes.actions.roster_undo import undo_roster
from classes.forms.roster_import import ExtraColumnsForm, NewOrganizationForm, UploadForm
from classes.models import RosterImport, TrainingClassPage
from classes.permissions import INSIDE_STATES
from classes.queries.roster_organizations import home_of, parents_for
from classes.queries.roster_plan import RosterPlan
from classes.queries.roster_rows import COLUMNS, offered_extra
from classes.queries.roster_slips import slip_people
from classes.views.access import class_to_run
from foundation.sheets.faults import UnreadableSheet
from foundation.sheets.imports import ImportState
from foundation.sheets.writer import OutColumn, sheet_response
from people.actions.slips import slip_address, slips_pdf
from people.queries.organization_names import names_of
from people.views.current import person_of, school_of
from people.views.one_time_codes import pdf_response
from schoolhouse.refusals import Refusal

ROWS_PER_PAGE = 50
ISSUES_SHOWN = 100
UNKNOWN_SHOWN = 20


def _roster(request: HttpRequest, public_id: uuid.UUID, import_id: uuid.UUID) -> RosterImport:
    return get_object_or_404(RosterImport, public_id=import_id, training_class=class_to_run(request, public_id))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose a file; below it, what was uploaded before."""
    training_class = class_to_run(request, public_id)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            roster = upload_roster(training_class=training_class, file=form.cleaned_data["file"], by=person_of(request))
            return redirect("classes:roster_preview", public_id, roster.public_id)
        except (UnreadableSheet, Refusal) as refused:
            form.add_error("file" if isinstance(refused, UnreadableSheet) else None, str(refused))
    context = {
        "training_class": training_class,
        "form": form,
        "crumbs": _crumbs(request, training_class),
        "earlier": training_class.roster_imports.defer("rows", "faults").select_related("uploaded_by")[:20],
        "shows_uploader": True,
    }
    return render(request, "classes/roster/upload.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def template(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Give an empty sheet with the headings that are understood."""
    class_to_run(request, public_id)
    widths = {"name": 14, "phone": 18, "email": 26, "organization": 30}
    columns = [OutColumn(str(column.title), widths.get(column.key, 16)) for column in COLUMNS]
    return sheet_response(name=_("roster"), title=_("roster"), columns=columns, rows=[])


@login_required
@require_GET
def preview(request: HttpRequest, public_id: uuid.UUID, import_id: uuid.UUID) -> HttpResponse:
    """Show what taking the list would do; of a list that was taken, what became of it."""
    roster = _roster(request, public_id, import_id)
    if not roster.is_open:
        return _result(request, roster)
    try:
        plan = preview_roster(roster=roster, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("classes:roster_import", public_id)
    return _preview(request, roster, plan)


def _preview(
    request: HttpRequest,
    roster: RosterImport,
    plan: RosterPlan,
    organization_forms: list[NewOrganizationForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    training_class = roster.training_class
    inside = training_class.enrollments.filter(state__in=INSIDE_STATES).count()
    headings = offered_extra(roster.headings)
    context = {
        "training_class": training_class,
        "roster": roster,
        "plan": plan,
        "counts": plan.counts,
        "taking": len(plan.to_take),
        "over": max(inside + len(plan.to_take) - training_class.seats, 0) if plan.to_take else 0,
        "issues": plan.issues[:ISSUES_SHOWN],
        "issues_left": max(len(plan.issues) - ISSUES_SHOWN, 0),
        "page_obj": Paginator(plan.rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "headings": headings,
        "extra_form": ExtraColumnsForm(headings=headings, initial={"extra": roster.options.get("extra", [])}),
        "organization_forms": _organization_forms(request, roster, plan)
        if organization_forms is None
        else organization_forms,
        "taken_before": _taken_before(roster),
        "crumbs": _crumbs(request, training_class, inside=True),
    }
    return render(request, "classes/roster/preview.html", context, status=status)


def _taken_before(roster: RosterImport) -> RosterImport | None:
    same = RosterImport.objects.filter(training_class_id=roster.training_class_id, digest=roster.digest)
    return same.filter(state=ImportState.APPLIED).only("applied_at").first()


def _organization_forms(
    request: HttpRequest, roster: RosterImport, plan: RosterPlan, data: Any = None
) -> list[NewOrganizationForm]:
    if not (plan.unknown and plan.may_create):
        return []
    parents = parents_for(home=home_of(roster.training_class), by=person_of(request))
    names = names_of(parents)
    named = [(parent, names.nodes[parent.path].full_name) for parent in parents.order_by("path")]
    return [NewOrganizationForm(data, unknown=unknown, parents=named) for unknown in plan.unknown[:UNKNOWN_SHOWN]]


def _result(request: HttpRequest, roster: RosterImport) -> HttpResponse:
    context = {
        "training_class": roster.training_class,
        "upload": roster,
        "counts": roster.result.get("counts", {}),
        "undone": roster.result.get("undone", {}),
        "made": len(roster.result.get("users", [])),
        "enrolled": len(roster.result.get("enrollments", [])) + len(roster.result.get("moved", [])),
        "waiting": slip_people(roster).count() if roster.state == ImportState.APPLIED else 0,
        "may_undo": roster.may_become(ImportState.UNDONE),
        "crumbs": _crumbs(request, roster.training_class, inside=True),
    }
    return render(request, "classes/roster/result.html", context)


@login_required
@require_POST
def extra(request: HttpRequest, public_id: uuid.UUID, import_id: uuid.UUID) -> HttpResponse:
    """Keep the ticked columns."""
    roster = _roster(request, public_id, import_id)
    form = ExtraColumnsForm(request.POST, headings=offered_extra(roster.headings))
    if form.is_valid():
        try:
            choose_extra(roster=roster, headings=form.cleaned_data["extra"], by=person_of(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("The file has no such column."))
    return redirect("classes:roster_preview", public_id, import_id)


@login_required
@require_POST
def organizations(request: HttpRequest, public_id: uuid.UUID, import_id: uuid.UUID) -> HttpResponse:
    """Create the ticked organizations, all or none."""
    roster = _roster(request, public_id, import_id)
    if not roster.is_open:
        return redirect("classes:roster_preview", public_id, import_id)
    plan = preview_roster(roster=roster, by=person_of(request))
    forms = _organization_forms(request, roster, plan, request.POST)
    if [form for form in forms if not form.is_valid()]:
        return _preview(request, roster, plan, forms, status=422)
    wanted = [form.wanted for form in forms if form.wanted]
    try:
        count = create_roster_organizations(roster=roster, wanted=wanted, by=person_of(request))
        if count:
            said = ngettext("%(count)s organization created.", "%(count)s organizations created.", count)
            messages.success(request, said % {"count": count})
        else:
            messages.info(request, _("Tick the organizations that you want to create."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("classes:roster_preview", public_id, import_id)


@login_required
@require_POST
def apply(request: HttpRequest, public_id: uuid.UUID, import_id: uuid.UUID) -> HttpResponse:
    """Take all rows, or say why not."""
    roster = _roster(request, public_id, import_id)
    try:
        roster = apply_roster(roster=roster, by=person_of(request))
        messages.success(request, _("The list was taken."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("classes:roster_preview", public_id, import_id)


@login_required
@require_POST
def discard(request: HttpRequest, public_id: uuid.UUID, import_id: uuid.UUID) -> HttpResponse:
    """Drop the upload."""
    roster = _roster(request, public_id, import_id)
    try:
        discard_roster(roster=roster, by=person_of(request))
        messages.success(request, _("The list was discarded; nobody was enrolled."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("classes:roster_import", public_id)


@login_required
@require_POST
def undo(request: HttpRequest, public_id: uuid.UUID, import_id: uuid.UUID) -> HttpResponse:
    """Take back what the list made, as far as nobody has touched it."""
    roster = _roster(request, public_id, import_id)
    try:
        undone = undo_roster(roster=roster, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("classes:roster_preview", public_id, import_id)
    messages.success(request, _("The list was undone."))
    if undone.kept:
        names = "、".join(undone.kept[:20]) + ("…" if len(undone.kept) > 20 else "")
        messages.warning(
            request, _("These people stay, because something has happened since: %(names)s.") % {"names": names}
        )
    return redirect("classes:roster_preview", public_id, import_id)


@login_required
@require_POST
def slips(request: HttpRequest, public_id: uuid.UUID, import_id: uuid.UUID) -> HttpResponse:
    """Print sign-in slips for the new people who have not signed in; earlier slips of theirs stop working."""
    roster = _roster(request, public_id, import_id)
    try:
        codes = issue_slips(roster=roster, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("classes:roster_preview", public_id, import_id)
    address = slip_address(request.build_absolute_uri("/"))
    printed = slips_pdf(codes=codes, address=address, language=request.LANGUAGE_CODE, school=school_of(request))
    return pdf_response(printed)


def _crumbs(request: HttpRequest, training_class: TrainingClassPage, *, inside: bool = False) -> list[dict[str, Any]]:
    crumbs = [{"label": training_class.title, "url": training_class.get_url(request)}]
    if inside:
        crumbs.append(
            {"label": _("Roster from a file"), "url": reverse("classes:roster_import", args=[training_class.public_id])}
        )
    return crumbs
