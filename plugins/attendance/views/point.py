"""The screen of a learning point: one account signs everybody in and out who sits before it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.models import TimetableItemState
from classes.permissions import INSIDE_STATES
from people.models import User
from people.roles import Role
from people.scope import scope_of
from people.views.current import person_of
from plugins.attendance.actions.point import sign_group
from plugins.attendance.forms.said import PointForm
from plugins.attendance.models import PointPhoto, Roll, RollState
from plugins.attendance.permissions import people_of_point, points_of
from plugins.attendance.queries.rolls import Row, standings
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
    rolls = rolls.exclude(state=RollState.CLOSED).exclude(item__state=TimetableItemState.CANCELLED)
    rolls = rolls.select_related("training_class")
    rolls = rolls.annotate(people=Count("training_class__enrollments", distinct=True))
    found = [roll for roll in rolls if is_active(PLUGIN, roll.training_class)]
    return render(request, "attendance/point.html", {"rolls": found})


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def point_roll(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tap everybody who is here, or who leaves, and take a photo of them. Programs ask for JSON and get it."""
    user = _point(request)
    roll = get_object_or_404(Roll.objects.select_related("training_class"), public_id=public_id)
    people = people_of_point(user, roll.training_class).select_related("learner", "organization")
    people = people.order_by("learner__full_name", "pk")
    if not is_active(PLUGIN, roll.training_class) or not people:
        raise Http404
    asked = (request.POST if request.method == "POST" else request.GET).get("direction")
    direction = "out" if asked == "out" and roll.asks_out else "in"
    tapped: set[uuid.UUID] = set()
    problem, status = "", 200
    if request.method == "POST":
        form = PointForm(request.POST, request.FILES)
        wants_json = "application/json" in request.headers.get("Accept", "")
        try:
            count = _take(form, roll, user)
        except Refusal as refusal:
            if wants_json:
                return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)
            problem, status = str(refusal), refusal.status
            tapped = set(form.cleaned_data.get("people", ()))
        else:
            if wants_json:
                return JsonResponse({"written": count, "message": _said(direction, count)})
            messages.success(request, _said(direction, count))
            address = reverse("plugins:attendance:point_roll", args=[roll.public_id])
            return redirect(f"{address}?direction={direction}" if roll.asks_out else address)
    context = _context(roll, direction, user, list(people), tapped)
    return render(request, "attendance/point_roll.html", {**context, "problem": problem}, status=status)


def _take(form: PointForm, roll: Roll, user: User) -> int:
    """Sign those in or out whom the form names; return how many are new. Raises ``Refusal``."""
    if not form.is_valid():
        raise Refusal(_("This list is damaged. Open it again."), code="damaged", status=400)
    data = form.cleaned_data
    given = {name: data[name] for name in ("direction", "people", "photo", "key")}
    return len(sign_group(roll=roll, at=form.taken_at(), by=user, **given))


def _said(direction: str, count: int) -> str:
    if direction == "out":
        return ngettext("%(count)d signed out.", "%(count)d signed out.", count) % {"count": count}
    return ngettext("%(count)d signed in.", "%(count)d signed in.", count) % {"count": count}


def _is_asked(row: Row, direction: str) -> bool:
    """Say whether the point may still tap this person: who has not come, or has not left."""
    came = bool(row.standing.signed_in)
    return came and not row.standing.signed_out if direction == "out" else not came


def _context(roll: Roll, direction: str, user: User, people: list[Any], tapped: set[uuid.UUID]) -> dict[str, Any]:
    found = standings(roll.training_class, [roll], people)
    rows = [found[roll.pk, one.pk] for one in people]
    return {
        "roll": roll,
        "training_class": roll.training_class,
        "zone": roll.training_class.zone,
        "direction": direction,
        "listed": [row for row in rows if _is_asked(row, direction)],
        "others": [row for row in rows if not _is_asked(row, direction)],
        "tapped": tapped,
        "photo_required": direction == "in" and cleaned_settings(PLUGIN, roll.training_class)["point_photo"],
        "photos": PointPhoto.objects.filter(roll=roll, organization__in=points_of(user)),
        "key": uuid.uuid4(),
    }
