"""Reflections in the API: one's own, and those handed in in a class that one runs."""

import uuid
from datetime import datetime
from typing import Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from classes.actions import reflections as actions
from classes.models import Enrollment, Reflection, ReflectionState
from classes.permissions import INSIDE_STATES, may_run_class
from classes.queries.reflections import DeskFilter, handed_in, reflections_by
from classes.views.access import class_to_run
from people.api import PersonRef
from people.requests import SignedInRequest
from people.views.current import oneself
from schoolhouse.api import PageAsked, PageOf, SignedIn, Trouble, page_of

router = Router(tags=["reflections"], auth=SignedIn())


class DeskAsked(PageAsked):
    """Which of what was handed in."""

    task: uuid.UUID | None = None
    state: Literal["submitted", "returned", "accepted"] | None = None


class ReflectionCard(Schema):
    """A reflection; ``lesson`` is the translation key of the lesson that it is about."""

    public_id: uuid.UUID
    training_class: uuid.UUID
    task: uuid.UUID | None
    lesson: uuid.UUID | None
    title: str
    state: ReflectionState
    submissions: int
    submitted_at: datetime | None


class OwnReflection(ReflectionCard):
    """One's own reflection with its text; ``version`` counts the changes of it."""

    body: str
    version: int


class HandedIn(ReflectionCard):
    """A reflection that was handed in, with its author."""

    learner: PersonRef
    is_unread: bool


class ReflectionWritten(Schema):
    """A reflection to begin: for a ``task``, or freely with a ``title``."""

    client_key: uuid.UUID
    body: str = Field("", max_length=100_000)
    task: uuid.UUID | None = None
    lesson: uuid.UUID | None = None
    title: str = Field("", max_length=200)


class ReflectionChanged(Schema):
    """What a reflection shall say, and which version of it one has read."""

    body: str = Field(max_length=100_000)
    version: int = Field(ge=1, le=2_000_000_000, strict=True)


class Judgement(Schema):
    """What one says to a reflection; ``number`` is the version that was read."""

    verdict: Literal["return", "accept"]
    number: int = Field(ge=1, le=100_000, strict=True)
    comment: str = Field("", max_length=10_000)


class ReflectionConflict(Trouble):
    """It was changed elsewhere: ``reflection`` is what it says now. Other refusals answer without it."""

    reflection: OwnReflection | None = None


@router.get(
    "/reflections",
    response={200: PageOf[OwnReflection], 401: Trouble, 422: Trouble},
    url_name="reflections",
    summary="Own reflections",
)
def own(request: SignedInRequest, asked: Query[PageAsked]) -> dict[str, Any]:
    """List one's own reflections in all classes, the latest first."""
    return page_of(reflections_by(oneself(request)), asked, lambda rows: [_own(row) for row in rows])


@router.get(
    "/classes/{uuid:public_id}/reflections",
    response={200: PageOf[HandedIn], 401: Trouble, 404: Trouble, 422: Trouble},
    url_name="class_reflections",
    summary="Reflections of a class",
)
def of_class(request: SignedInRequest, public_id: uuid.UUID, asked: Query[DeskAsked]) -> dict[str, Any]:
    """List what was handed in, unread first, to whoever runs the class."""
    oneself(request)
    wanted = DeskFilter(str(asked.task or ""), asked.state or "")
    rows = handed_in(class_to_run(request, public_id)).select_related("enrollment__training_class")
    rows = rows.filter(task__public_id=wanted.task) if wanted.task else rows
    rows = rows.filter(state=wanted.state) if wanted.state else rows
    return page_of(rows, asked, lambda found: [_handed_in(row) for row in found])


@router.post(
    "/classes/{uuid:public_id}/reflections",
    response={201: OwnReflection, 400: Trouble, 401: Trouble, 404: Trouble, 409: Trouble, 422: Trouble},
    url_name="start_reflection",
    summary="Begin a reflection",
)
def start(request: SignedInRequest, public_id: uuid.UUID, written: ReflectionWritten) -> Status:
    """Begin a reflection as a draft in a class that one is inside of."""
    seats = Enrollment.objects.filter(learner=oneself(request), state__in=INSIDE_STATES)
    seat = get_object_or_404(seats.select_related("training_class"), training_class__public_id=public_id)
    tasks = seat.training_class.reflection_tasks.all()
    reflection = actions.start_reflection(
        enrollment=seat,
        client_key=written.client_key,
        body=written.body,
        by=request.user,
        task=get_object_or_404(tasks, public_id=written.task) if written.task else None,
        title=written.title,
        lesson_key=written.lesson,
    )
    return Status(201, _own(reflection))


@router.put(
    "/reflections/{uuid:public_id}",
    response={200: OwnReflection, 400: Trouble, 401: Trouble, 404: Trouble, 409: ReflectionConflict, 422: Trouble},
    url_name="reflection",
    summary="Write on",
)
def change(request: SignedInRequest, public_id: uuid.UUID, changed: ReflectionChanged) -> Any:
    """Let one's reflection say something else; 409 where it was changed since that version."""
    reflection = _find(request, public_id)
    try:
        return _own(
            actions.write_reflection(reflection=reflection, body=changed.body, version=changed.version, by=request.user)
        )
    except actions.ReflectionConflict as conflict:
        said = {"code": conflict.code, "message": str(conflict), "reflection": _own(conflict.reflection)}
        return Status(409, said)


@router.post(
    "/reflections/{uuid:public_id}/submit",
    response={200: OwnReflection, 400: Trouble, 401: Trouble, 404: Trouble, 409: Trouble},
    url_name="submit_reflection",
    summary="Hand in",
)
def submit(request: SignedInRequest, public_id: uuid.UUID) -> dict[str, Any]:
    """Hand in what is written."""
    return _own(actions.submit_reflection(reflection=_find(request, public_id), by=request.user))


@router.post(
    "/reflections/{uuid:public_id}/judge",
    response={200: HandedIn, 400: Trouble, 401: Trouble, 404: Trouble, 409: Trouble, 422: Trouble},
    url_name="judge_reflection",
    summary="Return or accept",
)
def judge(request: SignedInRequest, public_id: uuid.UUID, judgement: Judgement) -> dict[str, Any]:
    """Return a reflection with a comment, or accept it, as whoever runs the class."""
    user = oneself(request)
    rows = Reflection.objects.exclude(state=ReflectionState.DRAFT).select_related("enrollment__training_class")
    found = get_object_or_404(rows, public_id=public_id)
    if not may_run_class(user, found.enrollment.training_class):
        raise Http404
    act = actions.return_reflection if judgement.verdict == "return" else actions.accept_reflection
    return _handed_in(act(reflection=found, comment=judgement.comment, number=judgement.number, by=user))


def _find(request: SignedInRequest, public_id: uuid.UUID) -> Reflection:
    return get_object_or_404(Reflection, public_id=public_id, enrollment__learner=oneself(request))


def _card(row: Reflection) -> dict[str, Any]:
    plain = ("public_id", "title", "state", "submissions", "submitted_at")
    return {
        **{name: getattr(row, name) for name in plain},
        "training_class": row.enrollment.training_class.public_id,
        "task": row.task.public_id if row.task else None,
        "lesson": row.lesson_key,
    }


def _own(row: Reflection) -> dict[str, Any]:
    return {**_card(row), "body": row.body, "version": row.version}


def _handed_in(row: Reflection) -> dict[str, Any]:
    return {**_card(row), "learner": row.enrollment.learner, "is_unread": row.is_unread}
