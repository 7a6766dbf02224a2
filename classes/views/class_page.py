"""What a class's page shows: a text for all readers of the same standing, and what is each one's own."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from classes.models import TrainingClassPage
from classes.permissions import may_run_class, may_see_inside
from classes.presenting import own_context, shared_context
from classes.queries.place import settle_zone
from classes.queries.timetable import Day, state_at
from foundation.fragments import kept_texts, kept_value, render_shared
from people.published import published_version


def show_class(training_class: TrainingClassPage, request: HttpRequest) -> HttpResponse:
    """Answer with a class to a reader who was let in."""
    request.is_preview = False  # type: ignore[attr-defined]  # as Wagtail's own ``serve`` says
    now, zone = timezone.now(), settle_zone(training_class)
    inside, runs = may_see_inside(request.user, training_class), may_run_class(request.user, training_class)
    states = _states(training_class, now) if inside else []
    page = {"page": training_class, "self": training_class, "zone": zone, "inside": inside}
    return render_shared(
        request,
        training_class.get_template(request),
        # The text stays the same until something begins or ends, or the day does.
        key=(
            (training_class.pk, published_version(), inside, runs, str(zone), now.astimezone(zone).date()),
            [state[:2] for state in states],
        ),
        shared=lambda: {**page, **shared_context(training_class, inside=inside, runs=runs, now=now)},
        own={**page, **own_context(training_class, request)},
        marks={"since": {str(pk): since(minutes) for pk, state, minutes in states if state == "now"}},
    )


def marks_of_days(days: Iterable[Day]) -> dict[str, dict[str, str]]:
    """Return since when what is going on does, by the keys of the items, for a page that is not shared."""
    moments = [moment for day in days for moment in day.moments if moment.state == "now"]
    return {"since": {str(moment.item.pk): since(moment.minutes_since_start) for moment in moments}}


def since(minutes: int) -> str:
    """Return the line that says how long something has been going on."""
    return kept_texts(
        ("classes.since", minutes),
        [minutes],
        lambda missing: [render_to_string("classes/_since.html", {"minutes": minutes})],
    )[0]


def _states(training_class: TrainingClassPage, now: datetime.datetime) -> list[tuple[int, str, int]]:
    """Return how everything on the timetable stands to ``now``: its key, its state and its minutes."""

    def times() -> list[Any]:
        return list(training_class.timetable_items.order_by("pk").values_list("pk", "starts_at", "ends_at"))

    found = kept_value(("classes.times", training_class.pk, published_version()), times)
    return [(pk, *state_at(starts_at, ends_at, now)) for pk, starts_at, ends_at in found]
