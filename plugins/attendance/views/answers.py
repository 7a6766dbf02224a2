"""The register of a class, and answering what its learners say about it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from people.views.current import person_of
from plugins.attendance.actions import appeals
from plugins.attendance.forms.appeals import AnswerForm
from plugins.attendance.models import Appeal, AppealState
from plugins.attendance.permissions import may_take_roll
from plugins.attendance.queries.register import begun_rolls, register_of
from plugins.attendance.queries.rolls import learners_of, standings
from plugins.attendance.register.queries.items import untaken_items
from plugins.attendance.views.access import PLUGIN, class_for
from schoolhouse.activation import is_active
from schoolhouse.refusals import Refusal

LEARNERS_PER_PAGE = 60


@require_GET
@login_required
@never_cache
def register(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show everybody's states side by side."""
    training_class, _user = class_for(request, public_id)
    page = Paginator(learners_of(training_class), LEARNERS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "training_class": training_class,
        "zone": training_class.zone,
        "rolls": begun_rolls(training_class),
        "lines": register_of(training_class, list(page.object_list)),
        "page_obj": page,
        "untaken": untaken_items(training_class).count(),
    }
    return render(request, "attendance/register.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Grant or refuse an appeal."""
    user, rows = person_of(request), Appeal.objects.select_related("roll__training_class", "enrollment__learner")
    found = get_object_or_404(rows, public_id=public_id)
    roll = found.roll
    if not is_active(PLUGIN, roll.training_class) or not may_take_roll(user, roll.training_class):
        raise Http404
    form, status = AnswerForm(request.POST or None, roll=roll), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                if data["verdict"] == "grant":
                    appeals.grant(appeal=found, word=data["word"], at=form.at(), answer=data["reason"], by=user)
                else:
                    appeals.refuse(appeal=found, answer=data["reason"], by=user)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Answered."))
                return redirect("plugins:attendance:desk", roll.training_class.public_id)
    row = standings(roll.training_class, [roll], [found.enrollment])[roll.pk, found.enrollment.pk]
    context = {
        "appeal": found,
        "roll": roll,
        "training_class": roll.training_class,
        "zone": roll.training_class.zone,
        "row": row,
        "form": form if found.state == AppealState.OPEN else None,
    }
    return render(request, "attendance/answer.html", context, status=status)
