"""What a class's page shows: a text for all readers of the same standing, and what is each one's own."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from classes.models import TrainingClassPage
from classes.permissions import may_run_class, may_see_inside
from classes.presenting import own_context, shared_context
from classes.queries.timetable import state_at
from foundation.fragments import kept_value, render_shared
from people.published import published_version


def show_class(training_class: TrainingClassPage, request: HttpRequest) -> HttpResponse:
    """Answer with a class to a reader who was let in."""
    request.is_preview = False  # type: ignore[attr-defined]  # as Wagtail's own ``serve`` says
    now = timezone.now()
    inside, runs = may_see_inside(request.user, training_class), may_run_class(request.user, training_class)
    page = {"page": training_class, "self": training_class, "zone": training_class.zone, "inside": inside}
    return render_shared(
        request,
        training_class.get_template(request),
        key=(training_class.pk, published_version(), inside, runs, _hour(training_class, inside, now)),
        shared=lambda: {**page, **shared_context(training_class, inside=inside, runs=runs, now=now)},
        own={**page, **own_context(training_class, request)},
    )


def _hour(training_class: TrainingClassPage, inside: bool, now: datetime.datetime) -> object:
    """Return how far the day and the timetable have come: the text stays the same until the next step."""
    zone = training_class.zone
    today = (str(zone), now.astimezone(zone).date())
    return (
        today,
        [state_at(starts_at, ends_at, now) for starts_at, ends_at in _times(training_class)] if inside else [],
    )


def _times(training_class: TrainingClassPage) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """Return start and end of everything on the timetable."""

    def times() -> list[Any]:
        return list(training_class.timetable_items.order_by("pk").values_list("starts_at", "ends_at"))

    found: list[tuple[datetime.datetime, datetime.datetime]] = kept_value(
        ("classes.times", training_class.pk, published_version()), times
    )
    return found
