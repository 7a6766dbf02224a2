"""Which classes someone is inside of."""

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from classes.models import Enrollment, EnrollmentState, LiveClassPage, TrainingClassPage
from classes.permissions import INSIDE_STATES, RUNNING_ROLES, instructs
from foundation.prepared import prepared
from foundation.prepared.once import asked_once
from foundation.trees import parent_path
from people.models import User
from people.queries.audience import pages_below, place_paths
from people.roles import Role
from people.scope import scope_of

CLASSES_SHOWN = 20
"""How many classes a person's own list starts with."""


def classes_attended_by(user: User) -> QuerySet[TrainingClassPage]:
    """Live classes in which ``user`` is a learner, latest first."""
    return classes_attended(user.pk)


def classes_attended(learner: Any) -> QuerySet[TrainingClassPage]:
    """Live classes in which the learner with this key is inside, latest first; for queries that are prepared."""
    return (
        TrainingClassPage.objects.live()
        .filter(enrollments__learner_id=learner, enrollments__state__in=INSIDE_STATES)
        .order_by("-starts_on", "-pk")
    )


def classes_joined_by(user: User) -> QuerySet[TrainingClassPage]:
    """Live classes on whose roster ``user`` stands, in whatever state but declined and withdrawn; latest first."""
    gone = (EnrollmentState.DECLINED, EnrollmentState.WITHDRAWN)
    own = Enrollment.objects.filter(learner_id=user.pk).exclude(state__in=gone)
    return TrainingClassPage.objects.live().filter(pk__in=own.values("training_class_id")).order_by("-starts_on", "-pk")


def classes_taught_by(user: User) -> QuerySet[TrainingClassPage]:
    """Live classes that ``user`` leads as class teacher, or in which ``user`` instructs."""
    return (
        TrainingClassPage.objects.live()
        .filter(Q(class_teacher_id=user.pk) | Q(pk__in=_classes_with_instructor(user)))
        .order_by("-starts_on", "-pk")
    )


def classes_run_by(user: User) -> QuerySet[TrainingClassPage]:
    """Classes, also unpublished ones, that ``user`` runs: by name, or by a role over their organization."""
    run = Q(class_teacher_id=user.pk) | pages_below(place_paths(user, frozenset(RUNNING_ROLES)))
    return TrainingClassPage.objects.filter(run).order_by("-starts_on", "-pk")


def learners_taught_by(user: User) -> QuerySet[Enrollment, Any]:
    """Keys of the learners inside the live classes that ``user`` leads as class teacher or instructs in."""
    classes = classes_taught_by(user).order_by().values("pk")
    return Enrollment.objects.filter(training_class__in=classes, state__in=INSIDE_STATES).values("learner_id")


def classes_open_to(user: User) -> QuerySet[TrainingClassPage]:
    """Live classes whose inside ``user`` knows as a learner, teacher, instructor or learning point."""
    scope = scope_of(user)
    inside = _inside(user.pk, _classes_with_instructor(user))
    if scope.has_role(Role.POINT):
        inside |= Q(pk__in=_seats_inside(organization__in=scope.organizations(Role.POINT)))
    return _latest_first(inside)


@asked_once
def paths_open_to(user: User) -> list[str]:
    """Return the tree paths of ``classes_open_to``."""
    return list(classes_open_to(user).order_by().values_list("path", flat=True))


class Seat(NamedTuple):
    """An enrollment, as few words as tell what it opens."""

    training_class: int
    state: str


class ClassRow(NamedTuple):
    """What a list of one's own classes shows of a class. ``time_zone`` is empty where its organization's holds."""

    pk: int
    title: str
    starts_on: datetime.date
    ends_on: datetime.date
    time_zone: str


def first_class_rows(user: User, seats: Iterable[Seat]) -> list[ClassRow]:
    """Return the first ``CLASSES_SHOWN`` of ``classes_open_to``, to somebody with these ``seats``."""
    if scope_of(user).has_role(Role.POINT):
        rows = list(classes_open_to(user).values_list(*ClassRow._fields)[:CLASSES_SHOWN])
    else:
        inside = [seat.training_class for seat in seats if seat.state in INSIDE_STATES]
        rows = class_rows.all(person=user.pk, inside=[*inside, *_classes_with_instructor(user)])
    return [ClassRow(*row) for row in rows]


@prepared
def class_rows(person: int, inside: list[int]) -> QuerySet[TrainingClassPage, Any]:
    """``ClassRow`` of the latest of these classes and of those that a person leads as class teacher."""
    own = TrainingClassPage.objects.live().filter(Q(class_teacher_id=person) | Q(pk__in=inside))
    return own.order_by("-starts_on", "-pk").values_list(*ClassRow._fields)[:CLASSES_SHOWN]


def seats_of(user: User) -> list[Seat]:
    """Return every enrollment of ``user``, in whatever state. One query."""
    return [Seat(*row) for row in seats_taken_by.all(learner=user.pk)]


@prepared
def seats_taken_by(learner: int) -> QuerySet[Enrollment, tuple[int, str]]:
    """Class and state of each enrollment of a learner."""
    return Enrollment.objects.filter(learner_id=learner).order_by().values_list("training_class_id", "state")


def _inside(person: Any, taught: Any) -> Q:
    return Q(class_teacher_id=person) | Q(pk__in=taught) | Q(pk__in=_seats_inside(learner_id=person))


def _seats_inside(**whose: Any) -> QuerySet[Enrollment, Any]:
    return Enrollment.objects.filter(**whose, state__in=INSIDE_STATES).values("training_class_id")


def _latest_first(inside: Q) -> QuerySet[TrainingClassPage]:
    return TrainingClassPage.objects.live().filter(inside).order_by("-starts_on", "-pk")


@asked_once
def _classes_with_instructor(user: User) -> list[int]:
    """Ids of classes below which ``user`` instructs a live class: the class is the live class's parent."""
    if not instructs(user.pk):
        return []
    parents = {parent_path(path) for (path,) in paths_instructed.all(instructor=user.pk)}
    if not parents:
        return []
    return list(TrainingClassPage.objects.filter(path__in=parents).values_list("pk", flat=True))


@prepared
def paths_instructed(instructor: int) -> QuerySet[LiveClassPage, tuple[str]]:
    """The tree paths of the live classes in which somebody instructs."""
    return LiveClassPage.objects.filter(instructors__instructor_id=instructor).values_list("path")


def instructor_ids(training_class: TrainingClassPage) -> set[int]:
    """Ids of the people who instruct in a live class of ``training_class``."""
    sessions = LiveClassPage.objects.live().descendant_of(training_class)
    return set(sessions.exclude(instructors=None).values_list("instructors__instructor_id", flat=True))
