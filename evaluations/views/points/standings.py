"""Where a class stands, for its staff and for whom it shows it to; and what the class has set about that."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.permissions import may_run_class
from evaluations.actions.points.schemes import set_points_settings
from evaluations.forms.points.scheme import PointsSettingsForm
from evaluations.models import StandingShown
from evaluations.permissions.points import may_award_points, may_see_standing
from evaluations.queries.points.assessment import scale_in
from evaluations.queries.points.standings import by_group, by_organization, settings_of, standings_of
from evaluations.views.access import any_class
from foundation.sheets.writer import OutColumn, sheet_response
from people.requests import SignedInRequest

ROWS_PER_PAGE = 100
VIEWS = ("learners", "groups", "organizations")


@require_GET
@login_required
@never_cache
def standings(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponse:
    """List the class by points, or its groups, or the organizations that learners come from."""
    training_class = any_class(class_id)
    settings, is_staff = settings_of(training_class), may_award_points(request.user, training_class)
    if not may_see_standing(request.user, training_class, settings):
        raise Http404
    names = is_staff or settings.standing == StandingShown.CLASS
    allowed = VIEWS if names or settings.standing == StandingShown.GROUPS else VIEWS[:1]
    view = request.GET.get("by", "") if request.GET.get("by", "") in allowed else VIEWS[0]
    rows = standings_of(training_class)
    shown = {"groups": by_group, "organizations": by_organization}.get(view, list)(rows)
    context = {
        "training_class": training_class,
        "own": next((row for row in rows if row.learner.pk == request.user.pk), None),
        "count": len(rows),
        "view": view,
        "views": allowed,
        "page_obj": Paginator(shown if names or view != VIEWS[0] else [], ROWS_PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "names": names,
        "is_staff": is_staff,
        "runs": may_run_class(request.user, training_class),
        "scale": scale_in(training_class.pk),
        "settings": settings,
    }
    return render(request, "evaluations/standings.html", context)


@require_GET
@login_required
@never_cache
def export(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponseBase:
    """Offer the standing as a spreadsheet, to who gives points in the class."""
    training_class = any_class(class_id)
    if not may_award_points(request.user, training_class):
        raise Http404
    columns = [
        OutColumn(pgettext("standing", "Place"), 8),
        OutColumn(pgettext("person", "Name"), 14),
        OutColumn(_("Group"), 12),
        OutColumn(_("Organization"), 26),
        OutColumn(_("Points"), 10),
    ]
    rows = [
        [row.place, row.learner.full_name, row.group, row.organization, row.points]
        for row in standings_of(training_class)
    ]
    name = _("Points of %(title)s") % {"title": training_class.title}
    return sheet_response(name=name, title=_("Standings"), columns=columns, rows=rows)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def settings(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponse:
    """Decide what learners see of the standing, and how soon appeals are answered."""
    training_class = any_class(class_id)
    if not may_run_class(request.user, training_class):
        raise Http404
    form = PointsSettingsForm(request.POST or None, instance=settings_of(training_class))
    if request.method == "POST" and form.is_valid():
        set_points_settings(training_class=training_class, by=request.user, **form.cleaned_data)
        messages.success(request, _("The settings are kept."))
        return redirect("evaluations:standings", training_class.public_id)
    context = {"training_class": training_class, "form": form}
    return render(request, "evaluations/points/settings.html", context, status=400 if form.errors else 200)
