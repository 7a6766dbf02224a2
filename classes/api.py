"""The classes room in the API: classes to find, one class, its roster."""

import uuid
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from classes.models import (
    Enrollment,
    EnrollmentState,
    LiveClassMode,
    LiveClassPage,
    TimetableItemState,
    TrainingClassPage,
)
from classes.presenting import class_context
from classes.queries.catalogue import CatalogueFilter, classes_for, describe
from classes.queries.door import door_of
from classes.queries.roster import RosterFilter, roster_of
from classes.queries.timetable import Moment
from classes.reflections.api import router as reflections_router
from classes.views.access import class_to_run, findable_class
from people.api import OrganizationRef, PersonRef
from people.requests import SignedInRequest
from schoolhouse.api import PageAsked, PageOf, SignedIn, Trouble, page_of

router = Router(tags=["classes"], auth=None)

When = Literal["open", "now", "coming", "past"]
"""The filters of the catalogue (``classes.queries.catalogue.WHEN``)."""


class ClassesAsked(PageAsked):
    """Which classes; without ``when`` those that are not over."""

    when: When | None = None
    q: str = Field("", max_length=100)


class RosterAsked(PageAsked):
    """Whom on the roster."""

    state: EnrollmentState | None = None
    group: str = Field("", max_length=50)
    q: str = Field("", max_length=100)


class ClassCard(Schema):
    """A class; ``own_state`` says how one stands with it oneself."""

    public_id: uuid.UUID
    title: str
    intro: str
    period: int
    organization_name: str
    starts_on: date
    ends_on: date
    seats: int
    seats_left: int
    is_open_for_enrollment: bool
    wholly_online: bool
    own_state: EnrollmentState | None
    url: str


class TimetableEntry(Schema):
    """An item of the timetable; ``url`` leads to its page where it has one.

    ``kind`` is ``lesson``, ``live_class``, ``forum_evening``, ``field_visit``, ``group_discussion``, ``self_study``,
    ``ceremony`` or one that a plugin brings. ``sequence`` counts changes of time and state, ``reason`` says why it is
    cancelled.
    """

    public_id: uuid.UUID
    kind: str
    state: TimetableItemState
    reason: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str
    url: str


class LiveClass(Schema):
    """A live class; ``meeting_url`` is only there while its door stands open (``door`` is ``open``).

    ``door`` is ``none``, ``early``, ``open``, ``over`` or ``cancelled``.
    """

    public_id: uuid.UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    mode: LiveClassMode
    room: str
    instructors: list[PersonRef]
    door: str
    meeting_url: str
    url: str


class ClassInside(ClassCard):
    """A class; ``timetable`` and ``live_classes`` are ``null`` for those who are not inside it."""

    time_zone: str
    timetable: list[TimetableEntry] | None
    live_classes: list[LiveClass] | None


class RosterRow(Schema):
    """Somebody on the roster, with the columns that the school added."""

    public_id: uuid.UUID
    learner: PersonRef
    organization: OrganizationRef | None
    post: str
    group_name: str
    state: EnrollmentState
    extra: dict[str, Any]


@router.get("/classes", response={200: PageOf[ClassCard], 422: Trouble}, url_name="classes", summary="Classes")
def class_list(request: HttpRequest, asked: Query[ClassesAsked]) -> dict[str, Any]:
    """List the classes that one may know of: the next first; past ones the latest first."""
    found = classes_for(request.user, CatalogueFilter.from_query(request.GET)).select_related("locale")

    def cards(rows: list[TrainingClassPage]) -> list[dict[str, Any]]:
        describe(rows, request.user)
        return [_card(row, row.own_enrollment, row.seats_left, request) for row in rows]

    return page_of(found, asked, cards)


@router.get(
    "/classes/{uuid:public_id}",
    response={200: ClassInside, 404: Trouble},
    url_name="class",
    summary="One class",
)
def one_class(request: HttpRequest, public_id: uuid.UUID) -> dict[str, Any]:
    """Return a class, and to those inside it its timetable and live classes."""
    found = findable_class(request, public_id)
    shown = class_context(found, request)
    moments = [moment for day in [*shown.get("past_days", []), *shown.get("days", [])] for moment in day.moments]
    sessions: list[LiveClassPage] = shown.get("live_classes", [])
    return {
        **_card(found, shown["enrollment"], shown["seats_left"], request),
        "time_zone": shown["zone"].key,
        "timetable": _timetable(moments, request) if shown["inside"] else None,
        "live_classes": [_session(session, request) for session in sessions] if shown["inside"] else None,
    }


@router.get(
    "/classes/{uuid:public_id}/roster",
    auth=SignedIn(),
    response={200: PageOf[RosterRow], 401: Trouble, 404: Trouble, 422: Trouble},
    url_name="roster",
    summary="The roster",
)
def roster(request: SignedInRequest, public_id: uuid.UUID, asked: Query[RosterAsked]) -> dict[str, Any]:
    """List who is in the class, by group and name, to whoever runs it."""
    rows = roster_of(class_to_run(request, public_id), RosterFilter.from_query(request.GET))
    return page_of(rows, asked, lambda found: [_roster_row(enrollment) for enrollment in found])


def _card(found: TrainingClassPage, own: Enrollment | None, seats_left: int, request: HttpRequest) -> dict[str, Any]:
    plain = ("public_id", "title", "intro", "period", "starts_on", "ends_on", "seats", "wholly_online")
    return {
        **{name: getattr(found, name) for name in plain},
        "organization_name": found.organization.name if found.organization else "",
        "is_open_for_enrollment": found.is_open_for_enrollment,
        "seats_left": seats_left,
        "own_state": own.state if own else None,
        "url": found.get_url(request) or "",
    }


def _timetable(moments: list[Moment], request: HttpRequest) -> list[dict[str, Any]]:
    plain = ("public_id", "kind", "state", "reason", "sequence", "starts_at", "ends_at", "room")
    return [
        {
            **{name: getattr(moment.item, name) for name in plain},
            "title": str(moment.title),
            "url": (moment.page.get_url(request) or "") if moment.page else "",
        }
        for moment in moments
    ]


def _session(session: LiveClassPage, request: HttpRequest) -> dict[str, Any]:
    plain = ("public_id", "title", "starts_at", "ends_at", "mode", "room")
    door = door_of(session, now=timezone.now())
    return {
        **{name: getattr(session, name) for name in plain},
        "instructors": [assignment.instructor for assignment in session.instructors.all()],
        "door": door.state,
        "meeting_url": request.build_absolute_uri(door.url) if door.url else "",
        "url": session.get_url(request) or "",
    }


def _roster_row(enrollment: Enrollment) -> dict[str, Any]:
    plain = ("public_id", "learner", "organization", "post", "group_name", "state", "extra")
    return {name: getattr(enrollment, name) for name in plain}


router.add_router("", reflections_router)
