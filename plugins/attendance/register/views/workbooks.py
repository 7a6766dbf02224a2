"""Forms that superiors want filled in: uploading and deleting them."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.views.current import person_of
from plugins.attendance.register.actions.workbooks import delete_workbook, keep_workbook
from plugins.attendance.register.forms.workbooks import WorkbookForm
from plugins.attendance.register.models import Workbook
from plugins.attendance.register.permissions import entry_units, may_manage_workbook
from plugins.attendance.register.queries.book import forms_of_units
from plugins.attendance.register.workbook.faults import BadWorkbook
from plugins.attendance.register.workbook.fields import SESSION_FIELDS, WHOLE_FIELDS
from schoolhouse.refusals import Refusal


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def workbooks(request: HttpRequest) -> HttpResponse:
    """List the forms of the administrator's organizations, and take another one; faults are named by cell."""
    user, posted, units = person_of(request), request.method == "POST", entry_units(request.user)
    first = units.order_by("depth", "path").first()
    if first is None:
        raise Http404
    form = WorkbookForm(request.POST, request.FILES, units=units) if posted else WorkbookForm(units=units)
    form.initial.setdefault("organization", first.public_id)
    status = 400 if posted else 200
    if posted and form.is_valid():
        try:
            keep_workbook(by=user, **form.cleaned_data)
        except BadWorkbook as bad:
            form.add_error("file", [str(fault) for fault in bad.faults])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The form can be filled in from the register."))
            return redirect("plugins:attendance:workbooks")
    context = {
        "form": form,
        "forms": forms_of_units(units),
        "session_fields": _fields(SESSION_FIELDS),
        "whole_fields": _fields(WHOLE_FIELDS),
    }
    return render(request, "attendance/register/workbooks.html", context, status=status)


def _fields(known: Mapping[str, tuple[str, object]]) -> list[tuple[str, str, object]]:
    return [(f"{{{{{name}}}}}", f"{{{{{chinese}}}}}", said) for name, (chinese, said) in known.items()]


@require_POST
@login_required
def delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Forget a form."""
    found = get_object_or_404(Workbook.objects.select_related("organization"), public_id=public_id)
    if not may_manage_workbook(request.user, found):
        raise Http404
    delete_workbook(workbook=found, by=person_of(request))
    messages.success(request, _("The form is gone."))
    return redirect("plugins:attendance:workbooks")
