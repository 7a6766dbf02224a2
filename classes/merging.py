"""What happens to enrollments when two accounts of one person become one.

Rows that point at an enrollment follow it. Only a model of which both enrollments may hold a row that may exist once
says how they fit beside each other, by ``register_joiner``.
"""

import uuid
from collections.abc import Callable

from django.db.models import Model

from classes.models import (
    Arrival,
    CalendarFeed,
    ClassResult,
    DutyShift,
    Enrollment,
    LiveClassInstructor,
    NoticeRead,
    Outcome,
    Reflection,
    TimetableSeen,
)
from classes.models.enrollment import EnrollmentState
from classes.models.reflection import ReflectionState
from people import merging
from people.models import User

ORDER = (
    EnrollmentState.DECLINED,
    EnrollmentState.WITHDRAWN,
    EnrollmentState.WAITING,
    EnrollmentState.OFFERED,
    EnrollmentState.ENROLLED,
    EnrollmentState.COMPLETED,
)

FURTHER = (
    ReflectionState.DRAFT,
    ReflectionState.SUBMITTED,
    ReflectionState.RETURNED,
    ReflectionState.ACCEPTED,
)

Joiner = Callable[[Enrollment, Enrollment], None]
"""Takes the enrollment that stays and the other one, and makes rows of the other one movable."""

_joiners: dict[type[Model], Joiner] = {}


def register_joiner(model: type[Model], joiner: Joiner) -> None:
    """Say how rows of ``model`` fit on one enrollment. Raises ``ValueError`` for a model that is registered already."""
    if model in _joiners:
        raise ValueError(f"{model._meta.label} has a joiner already")
    _joiners[model] = joiner


BETTER = (Outcome.WITHDRAWN, Outcome.NOT_COMPLETED, Outcome.COMPLETED)


def join_enrollments(model: type[Model], keep: User, duplicate: User) -> None:
    """Where both are in a class, keep one enrollment: the further state, both histories, and nothing filled in lost."""
    kept = {row.training_class_id: row for row in Enrollment.objects.select_for_update().filter(learner=keep)}
    for other in Enrollment.objects.filter(learner=duplicate, training_class__in=kept):
        row = kept[other.training_class_id]
        if ORDER.index(EnrollmentState(other.state)) > ORDER.index(EnrollmentState(row.state)):
            row.state, row.state_changed_at = other.state, other.state_changed_at
            row.offer_expires_at = other.offer_expires_at
        row.organization_id = row.organization_id or other.organization_id
        row.post = row.post or other.post
        if row.group_id is None:
            row.group_id, row.leads_group = other.group_id, other.leads_group
        row.extra = {**other.extra, **row.extra}
        for joiner in _joiners.values():
            joiner(row, other)
        for relation in Enrollment._meta.related_objects:
            related = merging.rows(relation.related_model, **{relation.field.name: other})
            related.update(**{relation.field.name: row})
        other.delete()
        row.save()


def join_reflections(row: Enrollment, other: Enrollment) -> None:
    """Let the reflections of ``other`` fit beside those of ``row``: both stay, one of them for what was asked.

    That is the one that came further; the other one is as if it had been written freely.
    """
    kept = {reflection.task_id: reflection for reflection in row.reflections.filter(task__isnull=False)}
    keys = set(row.reflections.values_list("client_key", flat=True))
    for reflection in other.reflections.all():
        twin = kept.get(reflection.task_id) if reflection.task_id else None
        if reflection.client_key in keys:
            reflection.client_key = uuid.uuid4()
        if twin is not None:
            freed = twin if FURTHER.index(reflection.state) > FURTHER.index(twin.state) else reflection
            freed.task = None
            freed.save()
        reflection.save()


def join_arrivals(row: Enrollment, other: Enrollment) -> None:
    """Put the entries of both at the arrival desk into one order, that of time."""
    entries = sorted([*row.arrivals.all(), *other.arrivals.all()], key=lambda entry: (entry.at, entry.pk))
    # Past all numbers first: each may stand once.
    for offset in (len(entries), 0) if other.arrivals.exists() else ():
        for number, entry in enumerate(entries, start=1 + offset):
            merging.rows(Arrival, pk=entry.pk).update(enrollment=row, number=number)


def join_shifts(row: Enrollment, other: Enrollment) -> None:
    """Keep a duty that both had on one day once."""
    kept = set(row.duty_shifts.values_list("date", "duty"))
    other.duty_shifts.filter(
        pk__in=[one.pk for one in other.duty_shifts.all() if (one.date, one.duty) in kept]
    ).delete()


def join_results(row: Enrollment, other: Enrollment) -> None:
    """Where both had a result when the class was closed, keep the better one."""
    kept = {result.step_id: result for result in row.results.all()}
    for result in other.results.filter(step__in=kept):
        twin = kept[result.step_id]
        worse = twin if BETTER.index(result.outcome) > BETTER.index(twin.outcome) else result
        worse.delete()


def register_rules() -> None:
    """Called once, when the room is ready."""
    merging.register(Enrollment, join_enrollments)
    register_joiner(Reflection, join_reflections)
    register_joiner(Arrival, join_arrivals)
    register_joiner(DutyShift, join_shifts)
    register_joiner(ClassResult, join_results)
    merging.register(NoticeRead, merging.drop_colliding("reader", "notice"))
    merging.register(LiveClassInstructor, merging.drop_colliding("instructor", "live_class"))
    merging.register(CalendarFeed, merging.drop_all("person"))
    merging.register(TimetableSeen, merging.drop_colliding("person", "training_class"))
