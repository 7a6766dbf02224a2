"""The sheet on paper: printed before, photographed after, and confirmed name by name."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.models import Enrollment
from classes.permissions import INSIDE_STATES
from people.views.current import person_of, school_of
from plugins.attendance.actions.sheets import confirm_sheet, take_sheet
from plugins.attendance.forms.said import SheetForm, SignedForm
from plugins.attendance.models import SheetPhoto
from plugins.attendance.paper.printing import sheet_pdf
from plugins.attendance.permissions import may_take_roll
from plugins.attendance.views.access import PLUGIN, roll_for
from schoolhouse.activation import is_active
from schoolhouse.refusals import Refusal


@require_GET
@login_required
@never_cache
def print_sheet(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Offer the sheet of a roll as a PDF."""
    roll, _user = roll_for(request, public_id)
    direction = "out" if request.GET.get("direction") == "out" and roll.asks_out else "in"
    made = sheet_pdf(roll, direction=direction, language=get_language() or "en", school=school_of(request))
    headers = {"Content-Disposition": f'inline; filename="sheet-{direction}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@require_GET
@login_required
@never_cache
def sheets(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Lead to what is printed, take photos of it, and show those of the sheets and of the learning points."""
    roll, _user = roll_for(request, public_id)
    context = {
        "roll": roll,
        "training_class": roll.training_class,
        "zone": roll.training_class.zone,
        "sheets": roll.sheet_photos.all(),
        "photos": roll.point_photos.select_related("organization"),
    }
    return render(request, "attendance/papers.html", context)


@require_POST
@login_required
def upload_sheet(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a photo of a signed sheet and go to what was read on it."""
    roll, user = roll_for(request, public_id)
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a photo of the sheet first."))
        return redirect("plugins:attendance:sheets", roll.public_id)
    try:
        taken = take_sheet(roll=roll, uploaded=form.cleaned_data["photo"], by=user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("plugins:attendance:sheets", roll.public_id)
    return redirect("plugins:attendance:sheet", taken.public_id)


@dataclass(frozen=True)
class Line:
    """A row of the sheet: whose it is, and whether they seem to have signed."""

    enrollment: Enrollment
    signed: bool


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def sheet(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who stands on the sheet beside its photo, and record those who are confirmed."""
    rows = SheetPhoto.objects.select_related("roll__training_class")
    found, user = get_object_or_404(rows, public_id=public_id), person_of(request)
    roll = found.roll
    if not is_active(PLUGIN, roll.training_class) or not may_take_roll(user, roll.training_class):
        raise Http404
    if request.method == "POST":
        return _confirm(request, found)
    lines = _lines(found)
    context = {
        "sheet": found,
        "roll": roll,
        "training_class": roll.training_class,
        "zone": roll.training_class.zone,
        "lines": lines,
        "missing": _not_on(found),
        "signed": sum(line.signed for line in lines),
    }
    return render(request, "attendance/paper.html", context)


def _confirm(request: HttpRequest, found: SheetPhoto) -> HttpResponse:
    form = SignedForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(_("This list is damaged. Open it again."), code="damaged", status=400)
        marks = confirm_sheet(sheet=found, signed=form.cleaned_data["signed"], by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("plugins:attendance:sheet", found.public_id)
    count = len(marks)
    said = ngettext("%(count)d mark recorded.", "%(count)d marks recorded.", count) % {"count": count}
    messages.success(request, said)
    return redirect("plugins:attendance:roll", found.roll.public_id)


def _lines(found: SheetPhoto) -> list[Line]:
    keys = [row["who"] for row in found.found]
    inside = Enrollment.objects.filter(public_id__in=keys, state__in=INSIDE_STATES)
    seats = {str(one.public_id): one for one in inside.select_related("learner", "organization", "group")}
    return [Line(seats[row["who"]], bool(row["signed"])) for row in found.found if row["who"] in seats]


def _not_on(found: SheetPhoto) -> int:
    """Count those of the class whose rows no photo of its sheets has shown."""
    seen = {row["who"] for one in SheetPhoto.objects.filter(roll=found.roll) for row in one.found}
    keys = Enrollment.objects.filter(training_class=found.roll.training_class_id, state__in=INSIDE_STATES)
    return sum(str(key) not in seen for key in keys.values_list("public_id", flat=True))
