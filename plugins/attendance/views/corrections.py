"""What is recorded of one learner, and correcting it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from plugins.attendance.actions.marks import correct
from plugins.attendance.forms.corrections import CorrectionForm
from plugins.attendance.models import Mark
from plugins.attendance.queries.rolls import standings
from plugins.attendance.views.access import enrollment_of, roll_for
from schoolhouse.refusals import Refusal


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def learner(request: HttpRequest, public_id: uuid.UUID, enrollment_id: uuid.UUID) -> HttpResponse:
    """Show every mark of a learner at a roll; record a correction."""
    roll, user = roll_for(request, public_id)
    enrollment = enrollment_of(roll, enrollment_id)
    form, status = CorrectionForm(request.POST or None, roll=roll), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                mark = correct(
                    roll=roll, enrollment=enrollment, word=data["word"], at=form.at(), reason=data["reason"], by=user
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                said = _("Corrected.") if mark else _("It says so already; nothing was changed.")
                messages.success(request, said)
                return redirect("plugins:attendance:learner", roll.public_id, enrollment.public_id)
    row = standings(roll.training_class, [roll], [enrollment])[roll.pk, enrollment.pk]
    context = {
        "roll": roll,
        "training_class": roll.training_class,
        "zone": roll.training_class.zone,
        "row": row,
        "history": Mark.objects.filter(roll=roll, enrollment=enrollment).select_related("by", "corrected_by"),
        "form": form,
    }
    return render(request, "attendance/learner.html", context, status=status)
