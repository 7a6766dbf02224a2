"""What a class's page shows: a text for all readers of the same standing, and what is each one's own."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from classes.models import Enrollment, TimetableItemState, TrainingClassPage
from classes.permissions import is_enrolled, may_run_class, may_see_inside, settle_enrollment
from classes.presenting import own_context, shared_context
from classes.queries.life.duties import hints_of
from classes.queries.life.standing import standing_of
from classes.queries.life.tools import tools_of
from classes.queries.place import settle_zone
from classes.queries.timetable import state_at
from classes.queries.timetable.changes import changes_for
from foundation.fragments import hole, kept_text, kept_value, render_shared
from people.models import User
from people.published import published_version
from schoolhouse.templatetags.schoolhouse import filled


def show_class(training_class: TrainingClassPage, request: HttpRequest) -> HttpResponse:
    """Answer with a class to a reader who was let in."""
    request.is_preview = False  # type: ignore[attr-defined]  # as Wagtail's own ``serve`` says
    now, zone = timezone.now(), settle_zone(training_class)
    enrollment = settle_enrollment(request.user, training_class)
    inside, runs = may_see_inside(request.user, training_class), may_run_class(request.user, training_class)
    learns = is_enrolled(request.user, training_class)
    states = _states(training_class, now) if inside else []
    own = own_context(training_class, request, enrollment)
    own["changes"] = changes_for(request.user, training_class, now) if inside else None
    page = {"page": training_class, "self": training_class, "zone": zone, "inside": inside}
    return render_shared(
        request,
        training_class.template,
        # The text stays the same until something begins or ends, or the day does.
        key=(
            (training_class.pk, published_version(), inside, runs, str(zone), now.astimezone(zone).date()),
            [state[:2] for state in states],
        ),
        shared=lambda: {
            **page,
            **shared_context(training_class, inside=inside, runs=runs, now=now),
            "seats_left": hole("seats_left"),
        },
        own={**page, **own},
        marks={
            "since": {str(pk): since(minutes) for pk, state, minutes in states if state == "now"},
            "seats_left": str(own["seats_left"]),
            "reflections": reflections_of(training_class, takes_part=bool(inside and enrollment)),
            "life": life_of(training_class, enrollment if inside else None, now.astimezone(zone).date()),
            # Learners who have a duty are led there by the life of the class, without a query for each tab.
            "tools": tools_for(training_class, request) if runs or (inside and not learns) else "",
            "aside": aside_of(training_class, request, inside=inside),
        },
    )


def marks_of(training_class: TrainingClassPage, request: HttpRequest, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the marks of a page that is not shared, such as a preview, from its context."""
    moments = [moment for day in context.get("days", ()) for moment in day.moments if moment.state == "now"]
    return {
        "since": {str(moment.item.pk): since(moment.minutes_since_start) for moment in moments},
        "reflections": reflections_of(
            training_class, takes_part=bool(context["inside"] and context.get("enrollment") and training_class.pk)
        ),
        "tools": tools_for(training_class, request) if context.get("runs") and training_class.pk else "",
        "aside": aside_of(training_class, request, inside=context["inside"]),
    }


def aside_of(training_class: TrainingClassPage, request: HttpRequest, *, inside: bool) -> str:
    """Return what other rooms and plugins show to the reader beside a class, to those inside."""
    if not inside or not training_class.pk:
        return ""
    return filled(request, "classes.training_class.aside", page=training_class, scope=training_class)


def reflections_of(training_class: TrainingClassPage, *, takes_part: bool) -> str:
    """Return the line that leads learners of a class to their reflections."""
    if not takes_part:
        return ""
    return kept_text(training_class.pk, "classes/reflections/_link.html", lambda: {"page": training_class})


def life_of(training_class: TrainingClassPage, seat: Enrollment | None, today: datetime.date) -> str:
    """Return what the life of the class holds for one of its learners: arrival, notices to read, duties today."""
    if seat is None:
        return ""
    arrived_at, count, unread, duties = said = standing_of(training_class, seat, today)
    if not any(said):
        return ""

    def shown() -> dict[str, Any]:
        hints = hints_of(training_class, duties)
        known = {"page": training_class, "zone": training_class.zone, "duties": hints}
        return {**known, "arrived_at": arrived_at, "count": count, "unread": unread}

    return kept_text((training_class.pk, str(training_class.zone), said), "classes/life/_standing.html", shown)


def tools_for(training_class: TrainingClassPage, request: HttpRequest) -> str:
    """Return the tabs of the area in which the class is run that are open to the reader; "" where none is."""
    if not isinstance(request.user, User):
        return ""
    tools = tools_of(training_class, request.user)
    return kept_text(tuple((one.name, one.url) for one in tools), "classes/life/_tools.html", lambda: {"tools": tools})


def since(minutes: int) -> str:
    """Return the line that says how long something has been going on."""
    return kept_text(minutes, "classes/_since.html", lambda: {"minutes": minutes})


def _states(training_class: TrainingClassPage, now: datetime.datetime) -> list[tuple[int, str, int]]:
    """Return how everything on the timetable stands to ``now``: its key, its state and its minutes."""

    def times() -> list[Any]:
        return list(training_class.timetable_items.order_by("pk").values_list("pk", "starts_at", "ends_at", "state"))

    found = kept_value(("classes.times", training_class.pk, published_version()), times)
    return [
        (pk, *state_at(starts_at, ends_at, now, cancelled=state == TimetableItemState.CANCELLED))
        for pk, starts_at, ends_at, state in found
    ]
