"""Telling people of what happens in their classes."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from classes.events import notice_published, reflection_returned, seat_offered, timetable_changed
from classes.models import ClassNotice, Enrollment, EnrollmentState, Reflection, ReflectionState, TrainingClassPage
from classes.notifications import kinds
from classes.permissions import INSIDE_STATES
from classes.queries.membership import instructor_ids
from people.models import User
from people.notifications import tell
from schoolhouse.events import ReceivedEvent

ITEMS_TOLD = 5
"""So many items of a timetable are named; of more it is said how many."""


@notice_published.handler("classes.tell_of_notice")
def tell_of_notice(event: ReceivedEvent) -> None:
    """Tell everybody in the class of a notice, unless it was withdrawn meanwhile."""
    notice = ClassNotice.objects.filter(public_id=event.data["notice"], withdrawn_at=None).first()
    if notice is None:
        return
    data = {"notice": str(notice.public_id), "notice_title": notice.title}
    url = reverse("classes:notice", args=[notice.public_id])
    _tell_class(kinds.NOTICE, str(notice.public_id), notice.training_class, event, data, url)


@timetable_changed.handler("classes.tell_of_changes")
def tell_of_changes(event: ReceivedEvent) -> None:
    """Tell everybody in the class, its instructors and its class teacher of what is still to come."""
    page = TrainingClassPage.objects.live().filter(public_id=event.data["training_class"]).first()
    items = [item for item in event.data["items"] if _is_to_come(item)]
    if page is None or not items:
        return
    names = ("title", "starts_at", "was_starts_at")
    data = {
        "kind": event.data["kind"],
        "reason": event.data["reason"],
        "count": len(items),
        "items": [{name: item[name] for name in names} for item in items[:ITEMS_TOLD]],
        "zone": page.zone.key,
    }
    staff = {*instructor_ids(page), *([page.class_teacher_id] if page.class_teacher_id else [])}
    _tell_class(kinds.TIMETABLE, str(event.data["act"]), page, event, data, page.get_url() or "/", staff)


@seat_offered.handler("classes.tell_of_offer")
def tell_of_offer(event: ReceivedEvent) -> None:
    """Tell who waited longest that a seat is kept, and until when."""
    rows = Enrollment.objects.filter(public_id=event.data["enrollment"], state=EnrollmentState.OFFERED)
    enrollment = rows.select_related("training_class").first()
    if enrollment is None or enrollment.offer_expires_at is None:
        return
    page, until = enrollment.training_class, enrollment.offer_expires_at.isoformat()
    data = {**_class_data(page), "enrollment": str(enrollment.public_id), "expires_at": until, "zone": page.zone.key}
    tell(
        kinds.OFFER,
        key=f"{enrollment.public_id}/{until}",
        people=[enrollment.learner_id],
        data=data,
        url=page.get_url() or "/",
        organization=page.organization,
    )


@reflection_returned.handler("classes.tell_of_return")
def tell_of_return(event: ReceivedEvent) -> None:
    """Tell the author of a reflection that it came back, while it waits for them."""
    rows = Reflection.objects.filter(public_id=event.data["reflection"], state=ReflectionState.RETURNED)
    reflection = rows.select_related("enrollment__training_class").first()
    if reflection is None:
        return
    page = reflection.enrollment.training_class
    tell(
        kinds.RETURNED,
        key=f"{reflection.public_id}/{event.data['number']}",
        people=[reflection.enrollment.learner_id],
        data={
            **_class_data(page),
            "reflection": str(reflection.public_id),
            "reflection_title": reflection.title,
        },
        url=reverse("classes:reflection", args=[reflection.public_id]),
        by=_by(event),
        organization=page.organization,
    )


def _tell_class(
    kind: str,
    key: str,
    page: TrainingClassPage,
    event: ReceivedEvent,
    data: dict[str, Any],
    url: str,
    staff: set[int] | frozenset[int] = frozenset(),
) -> None:
    learners = page.enrollments.filter(state__in=INSIDE_STATES).values_list("learner_id", flat=True)
    people = {*learners, *staff}
    whole = {**_class_data(page), **data}
    tell(kind, key=key, people=people, data=whole, url=url, by=_by(event), organization=page.organization)


def _class_data(page: TrainingClassPage) -> dict[str, Any]:
    return {"class": str(page.public_id), "title": page.title}


def _by(event: ReceivedEvent) -> User | None:
    return User.objects.filter(public_id=event.data["by"]).first() if event.data["by"] else None


def _is_to_come(item: dict[str, Any]) -> bool:
    """Say whether an item is not over, as it was or as it is now."""
    ends = [datetime.datetime.fromisoformat(item[name]) for name in ("ends_at", "was_ends_at") if item.get(name)]
    return max(ends) > timezone.now()
