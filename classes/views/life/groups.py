"""The groups of a class, for whoever runs it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.actions.life import division, groups
from classes.forms.life.groups import EVENLY, DivideForm, GroupForm, NewGroupForm
from classes.models import ClassGroup, TrainingClassPage
from classes.permissions import may_run_class
from classes.queries.life.groups import division_of, seats_by_name
from classes.views.access import class_to_run
from classes.views.life.around import around
from people.views.current import person_of
from schoolhouse.refusals import Refusal

MOST_MOVED = 500


@require_GET
@login_required
@never_cache
def group_list(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the groups with their members and leaders, and those who are in none."""
    return _shown(request, class_to_run(request, public_id))


def _shown(
    request: HttpRequest,
    training_class: TrainingClassPage,
    *,
    new: NewGroupForm | None = None,
    divide_form: DivideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **around(request, training_class, "groups"),
        "division": division_of(training_class),
        "new_form": new or NewGroupForm(),
        "divide_form": divide_form or DivideForm(),
    }
    return render(request, "classes/life/groups.html", context, status=status)


@login_required
@require_POST
def add(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a group."""
    training_class = class_to_run(request, public_id)
    form = NewGroupForm(request.POST)
    if form.is_valid():
        try:
            groups.add_group(training_class=training_class, name=form.cleaned_data["name"], by=person_of(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("classes:groups", public_id)
    return _shown(request, training_class, new=form, status=400)


@login_required
@require_POST
def divide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Divide the class at one stroke."""
    training_class = class_to_run(request, public_id)
    form = DivideForm(request.POST)
    if form.is_valid():
        try:
            moved = _divide(training_class, form, request)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("%(count)d learner has a new group.", "%(count)d learners have a new group.", moved)
            messages.success(request, said % {"count": moved})
            return redirect("classes:groups", public_id)
    return _shown(request, training_class, divide_form=form, status=400)


def _divide(training_class: TrainingClassPage, form: DivideForm, request: HttpRequest) -> int:
    data, by = form.cleaned_data, person_of(request)
    if data["way"] == EVENLY:
        return division.divide_evenly(
            training_class=training_class, count=data["count"], everybody=data["everybody"], by=by
        )
    return division.divide_by_organization(training_class=training_class, everybody=data["everybody"], by=by)


@login_required
@require_POST
def move(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put the ticked learners into the chosen group."""
    training_class = class_to_run(request, public_id)
    wanted, chosen = request.POST.get("group", ""), request.POST.getlist("learner")[:MOST_MOVED]
    try:
        group = get_object_or_404(training_class.groups.all(), public_id=uuid.UUID(wanted)) if wanted else None
        seats = [uuid.UUID(one) for one in chosen]
    except ValueError as error:
        raise Http404 from error
    if not seats:
        messages.error(request, _("Tick the learners first whom you want to move."))
        return redirect("classes:groups", public_id)
    moved = groups.move_learners(training_class=training_class, enrollments=seats, group=group, by=person_of(request))
    said = ngettext("%(count)d learner has a new group.", "%(count)d learners have a new group.", moved)
    messages.success(request, said % {"count": moved})
    return redirect("classes:groups", public_id)


def _group(request: HttpRequest, public_id: uuid.UUID) -> ClassGroup:
    """Return the group, if the reader runs its class; else answer 404."""
    group = get_object_or_404(ClassGroup.objects.select_related("training_class"), public_id=public_id)
    if not may_run_class(request.user, group.training_class):
        raise Http404
    return group


@login_required
@require_http_methods(["GET", "POST"])
def one_group(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Name a group and its leader."""
    group = _group(request, public_id)
    members = list(seats_by_name(group.training_class).filter(group=group))
    form, status = GroupForm(request.POST or None, group=group, members=members), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                groups.change_group(group=group, **form.cleaned_data, by=person_of(request))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("classes:groups", group.training_class.public_id)
    context = {**around(request, group.training_class, "groups"), "group": group, "members": members, "form": form}
    return render(request, "classes/life/group.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Dissolve a group."""
    group = _group(request, public_id)
    groups.remove_group(group=group, by=person_of(request))
    messages.success(request, _("The group “%(name)s” is dissolved.") % {"name": group.name})
    return redirect("classes:groups", group.training_class.public_id)
