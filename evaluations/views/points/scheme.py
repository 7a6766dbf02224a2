"""The scheme of a class: what it goes by, and whose totals would move by another one."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from classes.permissions import may_run_class
from evaluations.actions.points.schemes import choose_scheme
from evaluations.forms.points.scheme import ChooseSchemeForm
from evaluations.models import SchemeVersion
from evaluations.queries.points.assessment import history_in, scale_in, scale_of
from evaluations.queries.points.schemes import moves, versions_for
from evaluations.views.access import any_class
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal

ROWS_PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def scheme(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponse:
    """Show the scheme, and with ``?version=`` what another one would change; choose it."""
    training_class = any_class(class_id)
    if not may_run_class(request.user, training_class):
        raise Http404
    history, versions = history_in(training_class), versions_for(training_class)
    posted = request.method == "POST"
    asked = (request.POST if posted else request.GET).get("version", "")
    wanted = _among(versions, asked)
    form = ChooseSchemeForm(
        request.POST if posted else None,
        versions=versions,
        has_scheme=bool(history),
        initial={"version": asked, "seen": history[0].number if history else 0},
    )
    if posted and form.is_valid():
        try:
            choose_scheme(training_class=training_class, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The class goes by this scheme now."))
            return redirect("evaluations:scheme", training_class.public_id)
    moved = [move for move in moves(training_class, wanted) if move.difference] if wanted else []
    context = {
        "training_class": training_class,
        "form": form,
        "history": history,
        "scale": scale_in(training_class.pk),
        "versions": versions,
        "wanted": wanted,
        "wanted_scale": scale_of(wanted) if wanted else None,
        "moved": len(moved),
        "page_obj": Paginator(moved, ROWS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "evaluations/points/scheme.html", context, status=400 if posted else 200)


def _among(versions: QuerySet[SchemeVersion], asked: str) -> SchemeVersion | None:
    """Return the version that is asked for, among those the class may choose."""
    try:
        return versions.filter(public_id=asked).first() if asked else None
    except ValidationError:
        return None
