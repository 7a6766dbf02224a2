"""Writing reflections, handing them in and judging them. What may follow on what stands in ``reflection_edges``."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes import events
from classes.actions.reflection_edges import EDGES, Attempt, length_of
from classes.models import Enrollment, Reflection, ReflectionState, ReflectionTask, ReflectionVersion
from classes.models.reflection import BODY_LENGTH, COMMENT_LENGTH
from classes.permissions import INSIDE_STATES, may_run_class
from people.models import User
from schoolhouse.refusals import Refusal

MOST_REFLECTIONS = 100
"""The most reflections that one learner may have in one class."""


class ReflectionConflict(Refusal):
    """The text was changed elsewhere since it was read; ``reflection`` is what it says now."""

    def __init__(self, reflection: Reflection) -> None:
        super().__init__(_("This reflection was changed on another device meanwhile."), code="conflict")
        self.reflection = reflection


@transaction.atomic
def start_reflection(
    *,
    enrollment: Enrollment,
    client_key: uuid.UUID,
    body: str,
    by: User,
    task: ReflectionTask | None = None,
    title: str = "",
    lesson_key: uuid.UUID | None = None,
) -> Reflection:
    """Begin a reflection in a class, for ``task`` or freely; beginning it again returns the one there is.

    Raises ``Refusal`` when ``by`` is not a learner inside the class, or the text is too long.
    """
    if enrollment.learner_id != by.pk or enrollment.state not in INSIDE_STATES:
        raise Refusal(_("You are not in this class."), code="forbidden", status=403)
    if task is not None and task.training_class_id != enrollment.training_class_id:
        raise Refusal(_("This was asked for in another class."), code="elsewhere", status=400)
    title = task.title if task else " ".join(title.replace("\x00", "").split())[:200]
    if not title:
        raise Refusal(_("Give your reflection a title."), code="no_title", status=400)
    body = _clean(body, BODY_LENGTH)
    # One after another: two tabs of one learner neither begin the same twice nor take the last room together.
    Enrollment.objects.select_for_update(no_key=True, of=("self",)).get(pk=enrollment.pk)
    if (found := _begun(enrollment, task, client_key)) is not None:
        return found
    if enrollment.reflections.count() >= MOST_REFLECTIONS:
        raise Refusal(_("There is no room for more reflections in this class."), code="too_many")
    _hold(task)
    lesson_key = task.lesson_key if task else lesson_key
    fields: dict[str, Any] = {"title": title, "body": body, "lesson_key": lesson_key, "client_key": client_key}
    return Reflection.objects.create(enrollment=enrollment, task=task, **fields)


def _hold(task: ReflectionTask | None) -> None:
    """Keep ``task`` from being withdrawn until the reflection is there. Raises ``Refusal`` where it was."""
    rows = ReflectionTask.objects.select_for_update(no_key=True)
    if task is not None and rows.filter(pk=task.pk).first() is None:
        raise Refusal(_("It is no longer asked for."), code="withdrawn")


def _begun(enrollment: Enrollment, task: ReflectionTask | None, client_key: uuid.UUID) -> Reflection | None:
    rows = Reflection.objects.filter(enrollment=enrollment).select_related("task")
    if task is not None and (found := rows.filter(task=task).first()) is not None:
        return found
    return rows.filter(client_key=client_key).first()


@transaction.atomic
def write_reflection(*, reflection: Reflection, body: str, version: int, by: User) -> Reflection:
    """Let a reflection say ``body`` instead of what it said in ``version``.

    Raises ``ReflectionConflict`` when it was changed since, and ``Refusal`` when it can no longer be changed.
    """
    reflection = _locked(reflection)
    body = _clean(body, BODY_LENGTH)
    _check("write", Attempt(reflection, by))
    if reflection.body != body:
        if reflection.version != version:
            raise ReflectionConflict(reflection)
        reflection.body = body
        reflection.version += 1
        reflection.save(update_fields=["body", "version", "updated_at"])
    return reflection


@transaction.atomic
def submit_reflection(*, reflection: Reflection, by: User) -> Reflection:
    """Hand in what is written, as a version that stays; tell others. Raises ``Refusal``."""
    reflection = _locked(reflection)
    _check("submit", Attempt(reflection, by))
    now, task = timezone.now(), reflection.task
    reflection.submissions += 1
    ReflectionVersion.objects.create(
        reflection=reflection,
        number=reflection.submissions,
        body=reflection.body,
        submitted_at=now,
        is_late=bool(task and task.due_at and now > task.due_at),
    )
    reflection.state, reflection.is_unread, reflection.submitted_at = ReflectionState.SUBMITTED, True, now
    reflection.save()
    _tell(events.reflection_submitted, reflection, by, length=length_of(reflection.body))
    return reflection


def return_reflection(*, reflection: Reflection, comment: str, number: int, by: User) -> Reflection:
    """Give a reflection back with a comment, to be revised. ``number`` is the version that was read."""
    return _judge("return", reflection, comment, number, by)


def accept_reflection(*, reflection: Reflection, comment: str, number: int, by: User) -> Reflection:
    """Accept a reflection; a comment is welcome. ``number`` is the version that was read."""
    return _judge("accept", reflection, comment, number, by)


def mark_read(*, reflection: Reflection, by: User) -> None:
    """Remember that those who run the class have opened it."""
    if reflection.is_unread and may_run_class(by, reflection.enrollment.training_class):
        Reflection.objects.filter(pk=reflection.pk, submissions=reflection.submissions).update(is_unread=False)


@transaction.atomic
def _judge(act: str, reflection: Reflection, comment: str, number: int, by: User) -> Reflection:
    reflection = _locked(reflection)
    comment = _clean(comment, COMMENT_LENGTH)
    if reflection.submissions != number:
        raise Refusal(_("It was handed in again meanwhile. Read the new version first."), code="newer_version")
    _check(act, Attempt(reflection, by, comment))
    target = EDGES[act].target
    assert target is not None
    ReflectionVersion.objects.filter(reflection=reflection, number=number).update(
        verdict=target, comment=comment, judged_by=by, judged_at=timezone.now()
    )
    reflection.state, reflection.is_unread = target, False
    reflection.save()
    event = events.reflection_returned if act == "return" else events.reflection_accepted
    _tell(event, reflection, by)
    return reflection


def _check(act: str, attempt: Attempt) -> None:
    state = attempt.reflection.get_state_display()
    EDGES[act].check(
        attempt,
        state=attempt.reflection.state,
        not_yours=_("You may not do this with this reflection."),
        wrong_state=_("This reflection is “%(state)s”: that cannot be done now.") % {"state": state},
        code="not_yet",
        status=400,
    )


def _locked(reflection: Reflection) -> Reflection:
    rows = Reflection.objects.select_for_update(of=("self",))
    return rows.select_related("enrollment__learner", "enrollment__training_class", "task").get(pk=reflection.pk)


def _clean(text: str, most: int) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > most:
        said = _("At most %(limit)d characters fit; this has %(length)d.")
        raise Refusal(said % {"limit": most, "length": len(text)}, code="too_long", status=400)
    return text


def _tell(event: Any, reflection: Reflection, by: User, **more: Any) -> None:
    enrollment, version = reflection.enrollment, reflection.versions.get(number=reflection.submissions)
    training_class = enrollment.training_class
    data = {
        "reflection": reflection.public_id,
        "training_class": training_class.public_id,
        "learner": enrollment.learner.public_id,
        "task": reflection.task.public_id if reflection.task else None,
        "lesson": reflection.lesson_key,
        "number": version.number,
        "is_late": version.is_late,
        "by": by.public_id,
        **more,
    }
    organization = training_class.organization
    event.send(data=data, organization=organization.public_id if organization else None)
