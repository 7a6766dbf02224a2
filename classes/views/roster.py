"""The roster, for whoever runs the class."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from classes.actions import enrollment as actions
from classes.forms.enrollment import ReasonForm
from classes.models import Enrollment
from classes.permissions import is_closed
from classes.queries.roster import RosterFilter, figures_of, roster_of
from classes.queries.roster_columns import columns_of
from classes.views.access import class_to_run, enrollment_to_run
from foundation.sheets.writer import OutColumn, sheet_response
from people.permissions import may_issue_code, may_view_as
from people.requests import SignedInRequest
from people.views.current import person_of
from schoolhouse.activation import is_active
from schoolhouse.extension_points import exports
from schoolhouse.faults import shielded
from schoolhouse.faults.shown import told_of
from schoolhouse.refusals import Refusal

LEARNERS_PER_PAGE = 60


@require_GET
@login_required
def roster(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List who is in the class, by group; search, states and groups narrow it."""
    training_class = class_to_run(request, public_id)
    wanted = RosterFilter.from_query(request.GET)
    figures = figures_of(training_class)
    page = Paginator(roster_of(training_class, wanted), LEARNERS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    context = {
        "plugin_columns": columns_of(training_class, page.object_list),
        "exports": exports.active(training_class),
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "closed": is_closed(training_class),
        "page_obj": page,
        "wanted": wanted,
        "figures": figures,
        "state_choices": figures.choices,
        "seated": sum(figures.states.get(state, 0) for state in actions.SEAT_STATES),
    }
    return render(request, "classes/roster.html", context)


@require_GET
@login_required
def export(request: SignedInRequest, public_id: uuid.UUID, name: str) -> HttpResponseBase:
    """Offer a plugin's spreadsheet about the class for saving."""
    training_class = class_to_run(request, public_id)
    found = exports.extension(name)
    if found is None or not is_active(found.plugin, training_class):
        raise Http404
    with shielded(found.plugin, "exports"):
        return sheet_response(
            name=f"{training_class.title} {found.value.label}",
            title=str(found.value.label),
            columns=[OutColumn(str(title), width) for title, width in found.value.columns],
            rows=found.value.rows(training_class, request.user),
        )
    message = _("The export failed. Your administrator can see why.")
    messages.error(request, told_of(message, request, found.plugin))
    return redirect("classes:roster", training_class.public_id)


@require_GET
@login_required
def enrollment(request: HttpRequest, enrollment_id: uuid.UUID) -> HttpResponse:
    """Show one learner of the class: the school's own columns, the history, and what can be done."""
    found = enrollment_to_run(request, enrollment_id)
    context = {
        "enrollment": found,
        "training_class": found.training_class,
        "zone": found.training_class.zone,
        "closed": is_closed(found.training_class),
        "may_issue_code": may_issue_code(request.user, found.learner),
        "may_view_as": may_view_as(request.user, found.learner),
        "transitions": found.transitions.select_related("by"),
        "arrivals": found.arrivals.select_related("by"),
    }
    return render(request, "classes/enrollment.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, enrollment_id: uuid.UUID) -> HttpResponse:
    """Ask for a reason, then take the learner out."""
    enrollment = enrollment_to_run(request, enrollment_id)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.withdraw(enrollment=enrollment, by=person_of(request), reason=form.cleaned_data["reason"])
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                said = _("%(name)s is no longer in this class.") % {"name": enrollment.learner.full_name}
                messages.success(request, said)
                return redirect("classes:roster", enrollment.training_class.public_id)
    context = {
        "enrollment": enrollment,
        "form": form,
        "back": reverse("classes:enrollment", args=[enrollment.public_id]),
    }
    return render(request, "classes/withdraw.html", context, status=status)


@login_required
@require_http_methods(["POST"])
def complete(request: HttpRequest, enrollment_id: uuid.UUID) -> HttpResponse:
    """Say that the learner has completed the class."""
    return _act(request, enrollment_id, actions.complete)


@login_required
@require_http_methods(["POST"])
def reinstate(request: HttpRequest, enrollment_id: uuid.UUID) -> HttpResponse:
    """Take the learner back."""
    return _act(request, enrollment_id, actions.reinstate)


@login_required
@require_http_methods(["POST"])
def seat(request: HttpRequest, enrollment_id: uuid.UUID) -> HttpResponse:
    """Give a seat to somebody who waits."""

    def enroll(*, enrollment: Enrollment, by: object) -> Enrollment:
        return actions.enroll(
            training_class=enrollment.training_class, learner=enrollment.learner, by=person_of(request)
        )

    return _act(request, enrollment_id, enroll)


def _act(request: HttpRequest, enrollment_id: uuid.UUID, act: Callable[..., Enrollment]) -> HttpResponse:
    enrollment = enrollment_to_run(request, enrollment_id)
    try:
        moved = act(enrollment=enrollment, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(name)s: %(state)s.")
        messages.success(request, said % {"name": moved.learner.full_name, "state": moved.get_state_display()})
    return redirect("classes:enrollment", enrollment.public_id)


@login_required
@require_http_methods(["POST"])
def complete_all(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that everybody who is still enrolled has completed the class."""
    training_class = class_to_run(request, public_id)
    try:
        count = actions.complete_all(training_class=training_class, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext(
            "%(count)d learner has completed the class.", "%(count)d learners have completed the class.", count
        )
        messages.success(request, said % {"count": count})
    return redirect("classes:roster", public_id)
