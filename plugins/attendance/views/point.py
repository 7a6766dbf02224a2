"""The screen of a learning point: one account signs in everybody who sits before it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.permissions import INSIDE_STATES
from people.models import User
from people.roles import Role
from people.scope import scope_of
from people.views.current import person_of
from plugins.attendance.actions.point import sign_in_group
from plugins.attendance.forms.said import PointForm
from plugins.attendance.models import PointPhoto, Roll, RollState
from plugins.attendance.permissions import people_of_point, points_of
from plugins.attendance.queries.rolls import standings
from plugins.attendance.views.access import PLUGIN
from schoolhouse.activation import cleaned_settings, is_active
from schoolhouse.refusals import Refusal


def _point(request: HttpRequest) -> User:
    """Return who asks, if they are a learning point; else answer 404."""
    user = person_of(request)
    if not scope_of(user).has_role(Role.POINT):
        raise Http404
    return user


@require_GET
@login_required
@never_cache
def point(request: HttpRequest) -> HttpResponse:
    """List what is being held for the point's people at this moment."""
    user, now = _point(request), timezone.now()
    rolls = Roll.objects.filter(
        opens_at__lte=now,
        closes_at__gte=now,
        training_class__enrollments__organization__in=points_of(user),
        training_class__enrollments__state__in=INSIDE_STATES,
    )
    rolls = rolls.exclude(state=RollState.CLOSED).select_related("training_class")
    rolls = rolls.annotate(people=Count("training_class__enrollments", distinct=True))
    found = [roll for roll in rolls if is_active(PLUGIN, roll.training_class)]
    return render(request, "attendance/point.html", {"rolls": found})


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def point_roll(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tap everybody who is here, and take a photo of them."""
    user = _point(request)
    roll = get_object_or_404(Roll.objects.select_related("training_class"), public_id=public_id)
    people = people_of_point(user, roll.training_class).select_related("learner", "organization")
    people = people.order_by("learner__full_name", "pk")
    if not is_active(PLUGIN, roll.training_class) or not people:
        raise Http404
    tapped: set[uuid.UUID] = set()
    problem, status = "", 200
    if request.method == "POST":
        form = PointForm(request.POST, request.FILES)
        try:
            count = _take(form, roll, user)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
            tapped = set(form.cleaned_data.get("people", ()))
        else:
            messages.success(
                request, ngettext("%(count)d signed in.", "%(count)d signed in.", count) % {"count": count}
            )
            return redirect("plugins:attendance:point_roll", roll.public_id)
    context = _context(roll, user, list(people), tapped)
    return render(request, "attendance/point_roll.html", {**context, "problem": problem}, status=status)


def _take(form: PointForm, roll: Roll, user: User) -> int:
    """Sign in those whom the form names; return how many are new. Raises ``Refusal``."""
    if not form.is_valid():
        raise Refusal(_("This list is damaged. Open it again."), code="damaged", status=400)
    data = form.cleaned_data
    given = {"people": data["people"], "photo": data["photo"], "key": data["key"]}
    return len(sign_in_group(roll=roll, now=timezone.now(), by=user, **given))


def _context(roll: Roll, user: User, people: list[Any], tapped: set[uuid.UUID]) -> dict[str, Any]:
    found = standings(roll.training_class, [roll], people)
    rows = [found[roll.pk, one.pk] for one in people]
    return {
        "roll": roll,
        "training_class": roll.training_class,
        "zone": roll.training_class.zone,
        "listed": [row for row in rows if not row.standing.signed_in],
        "others": [row for row in rows if row.standing.signed_in],
        "tapped": tapped,
        "photo_required": cleaned_settings(PLUGIN, roll.training_class)["point_photo"],
        "photos": PointPhoto.objects.filter(roll=roll, organization__in=points_of(user)),
        "key": uuid.uuid4(),
    }
