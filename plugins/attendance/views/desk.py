"""The attendance of a class, for those who take its roll: what is on the timetable, and its rolls."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from classes.models import TimetableItem, TimetableItemState, TrainingClassPage
from classes.queries.timetable import pages_of
from plugins.attendance.actions.rolls import open_roll
from plugins.attendance.models import Appeal, AppealState, Roll, RollPart
from plugins.attendance.permissions import is_today, may_call_today, may_take_roll
from plugins.attendance.queries.half_days import pieces_of
from plugins.attendance.queries.parts import parts_of, title_of
from plugins.attendance.queries.rolls import rolls_apart
from plugins.attendance.views.access import PLUGIN, class_for
from schoolhouse.activation import cleaned_settings
from schoolhouse.refusals import Refusal


@dataclass
class Line:
    """An item of the timetable with its rolls, and the parts of it whose roll is not open yet."""

    item: TimetableItem
    title: str
    rolls: list[Roll] = field(default_factory=list)
    parts: list[RollPart] = field(default_factory=list)


@require_GET
@login_required
@never_cache
def desk(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List what is on the timetable by day, today first, with the roll of each; those on duty find today alone."""
    training_class, user = class_for(request, public_id, may_call_today)
    staff = may_take_roll(user, training_class)
    lines = _lines(training_class)
    today = [line for line in lines if is_today(training_class, line.item.starts_at, line.item.ends_at)]
    day = timezone.now().astimezone(training_class.zone).date()
    context: dict[str, Any] = {
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "zone": training_class.zone,
        "today": today,
        "day": day,
        "half_days": [half_day for half_day, pieces in pieces_of(training_class, day).items() if pieces],
        "is_staff": staff,
    }
    if staff:
        open_appeals = Appeal.objects.filter(roll__training_class=training_class, state=AppealState.OPEN)
        context["others"] = [line for line in lines if line not in today]
        context["appeals"] = open_appeals.select_related("roll", "enrollment__learner")
        context["orphans"] = rolls_apart(training_class)
    return render(request, "attendance/desk.html", context)


@require_POST
@login_required
def start(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open the roll of an item, or of half of it, and go there."""
    training_class, user = class_for(request, public_id, may_call_today)
    item = get_object_or_404(TimetableItem, training_class=training_class, public_id=_uuid(request.POST.get("item")))
    part = request.POST.get("part", "")
    item.training_class = training_class
    try:
        roll = open_roll(item=item, part=part if part in RollPart.values else RollPart.WHOLE, by=user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("plugins:attendance:desk", training_class.public_id)
    return redirect("plugins:attendance:roll", roll.public_id)


def _lines(training_class: TrainingClassPage) -> list[Line]:
    planned = training_class.timetable_items.filter(state=TimetableItemState.PLANNED)
    items = list(planned.order_by("starts_at", "ends_at", "pk"))
    pages = pages_of(items)
    halves = cleaned_settings(PLUGIN, training_class)["double"] == "half_days"
    lines = {}
    for item in items:
        lines[item.pk] = Line(item, title_of(item, pages), parts=parts_of(item, halves=halves))
    for roll in Roll.objects.filter(training_class=training_class, item__isnull=False):
        line = lines.get(roll.item_id or 0)
        if line is not None:
            line.rolls.append(roll)
            line.parts = [part for part in line.parts if part != roll.part]
    return list(lines.values())


def _uuid(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.UUID(int=0)
