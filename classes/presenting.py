"""What the pages of the classes room show to whoever reads them."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from classes.models import (
    Enrollment,
    EnrollmentState,
    LiveClassInstructor,
    LiveClassPage,
    TimetableItem,
    TrainingClassIndexPage,
    TrainingClassPage,
)
from classes.permissions import is_closed, may_run_class, may_see_inside, settle_enrollment
from classes.queries.catalogue import describe, findable_classes, seats_taken
from classes.queries.door import Door, door_of
from classes.queries.offers import place_in_line
from classes.queries.timetable import days_of, state_at, today_first
from classes.queries.timetable.changes import changes_for
from foundation.trees import parent_path
from people.models import SchoolDocument, User
from people.queries.ownership import with_owner
from schoolhouse.leftovers.orphans import without_orphans

CLASSES_SHOWN = 60


def index_context(index: TrainingClassIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the classes of one organization that the reader may know of, the latest first."""
    classes = (
        with_owner(findable_classes(request.user).child_of(index)) if index.path else TrainingClassPage.objects.none()
    )
    shown = list(classes.order_by("-starts_on", "-pk")[:CLASSES_SHOWN])
    describe(shown, request.user)
    return {"classes": shown}


def class_context(training_class: TrainingClassPage, request: HttpRequest) -> dict[str, Any]:
    """Return what a class's page shows: to all what it is, to those inside its days, live classes and forums.

    A preview shows the page as a learner of the class would see it.
    """
    as_learner = is_preview(request)
    enrollment = None if as_learner else settle_enrollment(request.user, training_class)
    inside = as_learner or may_see_inside(request.user, training_class)
    runs = not as_learner and may_run_class(request.user, training_class)
    now = timezone.now()
    return {
        **shared_context(training_class, inside=inside, runs=runs, now=now),
        **own_context(training_class, request, enrollment),
        "changes": changes_for(request.user, training_class, now) if inside and not as_learner else None,
    }


def own_context(
    training_class: TrainingClassPage, request: HttpRequest, enrollment: Enrollment | None
) -> dict[str, Any]:
    """Return what a class's page shows to one reader at one moment: the own standing, and the seats."""
    standing = {} if is_preview(request) or not training_class.pk else _own_standing(training_class, enrollment)
    return {"seats_left": seats_left(training_class), **standing}


def shared_context(
    training_class: TrainingClassPage, *, inside: bool, runs: bool, now: datetime.datetime
) -> dict[str, Any]:
    """Return what a class's page shows alike to readers of the same standing."""
    zone = training_class.zone
    context: dict[str, Any] = {
        "zone": zone,
        "other_zone": zone.key if zone.key != timezone.get_current_timezone_name() else "",
        "organization": training_class.organization,
        "inside": inside,
        "runs": runs,
    }
    if runs:
        context["closed"] = is_closed(training_class)
    if inside:
        days = days_of(training_class, zone=zone, now=now)
        context["days"], context["past_days"] = today_first(days)
        context["today"] = next((day for day in days if day.is_today), None)
        context["live_classes"] = list(live_classes_of(training_class))
        context["forums"] = list(other_pages_of(training_class))
        context["materials"] = materials_of(training_class)
    return context


def _own_standing(training_class: TrainingClassPage, enrollment: Enrollment | None) -> dict[str, Any]:
    """Return how the reader stands with the class, and which steps to show."""
    state = enrollment.state if enrollment else ""
    is_open = training_class.is_open_for_enrollment
    may_enroll = is_open and state in ("", EnrollmentState.DECLINED, EnrollmentState.WITHDRAWN)
    expires = enrollment.offer_expires_at if enrollment else None
    return {
        "enrollment": enrollment,
        "has_step": may_enroll or state not in ("", EnrollmentState.ENROLLED),
        "offer_stands": expires is not None and expires > timezone.now(),
        "place_in_line": place_in_line(enrollment) if enrollment and state == EnrollmentState.WAITING else 0,
        "may_enroll": may_enroll,
        "may_leave": is_open and state == EnrollmentState.ENROLLED,
    }


def seats_left(training_class: TrainingClassPage) -> int:
    """Return how many seats nobody holds."""
    taken = seats_taken([training_class.pk]).get(training_class.pk, 0) if training_class.pk else 0
    return max(training_class.seats - taken, 0)


def live_classes_of(training_class: TrainingClassPage) -> QuerySet[LiveClassPage]:
    """Published live classes below a class, in the order of time, with their instructors."""
    if not training_class.path:
        return LiveClassPage.objects.none()
    pages = LiveClassPage.objects.live().child_of(training_class)
    return pages.order_by("starts_at", "pk").prefetch_related("instructors__instructor")


def other_pages_of(training_class: TrainingClassPage) -> QuerySet[Page]:
    """Published pages below a class that are not live classes: its forums, and whatever a plugin puts there."""
    if not training_class.path:
        return Page.objects.none()
    pages = Page.objects.live().child_of(training_class).not_exact_type(LiveClassPage)
    return without_orphans(pages).order_by("path")


def live_class_context(live_class: LiveClassPage, request: HttpRequest) -> dict[str, Any]:
    """Return what a live class's page shows; the door only to those inside, and only when it stands open."""
    training_class = class_of(live_class)
    inside = is_preview(request) or (training_class is not None and may_see_inside(request.user, training_class))
    now = timezone.now()
    return {
        "training_class": training_class,
        "zone": training_class.zone if training_class else ZoneInfo(timezone.get_current_timezone_name()),
        "crumbs": [{"label": training_class.title, "url": training_class.get_url(request)}] if training_class else [],
        "cancelled_because": reason_of(live_class) if inside else "",
        "instructors": instructors_of(live_class),
        "materials": materials_of(live_class) if inside else [],
        "lesson": lesson_of(live_class),
        "inside": inside,
        "door": door_of(live_class, now=now) if inside else Door("none"),
        "state": _state_of(live_class, now),
    }


def _state_of(live_class: LiveClassPage, now: datetime.datetime) -> str:
    state, _minutes = state_at(live_class.starts_at, live_class.ends_at, now, cancelled=live_class.is_cancelled)
    return state


def lesson_of(live_class: LiveClassPage) -> Page | None:
    """Return the lesson to study with a live class, if it is published."""
    return Page.objects.live().filter(pk=live_class.lesson_id).first() if live_class.lesson_id else None


def reason_of(live_class: LiveClassPage) -> str:
    """Return why a live class is cancelled; empty where it is held. One query at most."""
    if not live_class.is_cancelled:
        return ""
    items = TimetableItem.objects.filter(page_id=live_class.pk).exclude(reason="")
    return items.values_list("reason", flat=True).first() or ""


def class_of(live_class: LiveClassPage) -> TrainingClassPage | None:
    """Return the class that ``live_class`` stands below; ``None`` for a page that has no place yet."""
    if not live_class.path:
        return None
    return TrainingClassPage.objects.filter(path=parent_path(live_class.path)).first()


def instructors_of(live_class: LiveClassPage) -> list[User]:
    """Return who teaches, in the order the editor gave; works on a page that is not saved yet, too."""
    assignments: list[LiveClassInstructor] = list(live_class.instructors.all())
    people = User.objects.in_bulk([assignment.instructor_id for assignment in assignments])
    return [people[assignment.instructor_id] for assignment in assignments if assignment.instructor_id in people]


def materials_of(page: LiveClassPage | TrainingClassPage) -> list[Any]:
    """Return the materials of a page in the order the editor gave, each with its document. One query."""
    materials: list[Any] = list(page.materials.all())
    documents = SchoolDocument.objects.in_bulk([material.document_id for material in materials])
    kept = [material for material in materials if material.document_id in documents]
    for material in kept:
        material.document = documents[material.document_id]
    return kept


def is_preview(request: HttpRequest) -> bool:
    """Say whether an editor looks at a page before it is published."""
    return bool(getattr(request, "is_preview", False))
