"""Which classes someone is inside of."""

from typing import Any

from django.db.models import Q, QuerySet

from classes.models import Enrollment, EnrollmentState, LiveClassPage, TrainingClassPage
from classes.permissions import INSIDE_STATES
from foundation.prepared import prepared
from people.models import User
from people.queries.ownership import with_owner
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


def classes_open_to(user: User) -> QuerySet[TrainingClassPage]:
    """Live classes whose inside ``user`` knows as a learner, teacher, instructor or learning point."""
    scope = scope_of(user)
    inside = _inside(user.pk, _classes_with_instructor(user))
    if scope.has_role(Role.POINT):
        inside |= Q(enrollments__organization__in=scope.organizations(Role.POINT), enrollments__state__in=INSIDE_STATES)
    return _latest_first(inside)


def first_classes_open_to(user: User) -> list[TrainingClassPage]:
    """Return the first ``CLASSES_SHOWN`` of ``classes_open_to``, each with its ``owning_organization``."""
    if scope_of(user).has_role(Role.POINT):
        return list(with_owner(classes_open_to(user))[:CLASSES_SHOWN])
    return classes_inside.all(person=user.pk, taught=_classes_with_instructor(user))


@prepared
def classes_inside(person: int, taught: list[int]) -> QuerySet[TrainingClassPage]:
    """The latest classes that a person is inside of without a learning point's role, with their owners."""
    return with_owner(_latest_first(_inside(person, taught)))[:CLASSES_SHOWN]


def _inside(person: Any, taught: Any) -> Q:
    learns = Q(enrollments__learner_id=person, enrollments__state__in=INSIDE_STATES)
    return Q(class_teacher_id=person) | Q(pk__in=taught) | learns


def _latest_first(inside: Q) -> QuerySet[TrainingClassPage]:
    return TrainingClassPage.objects.live().filter(inside).distinct().order_by("-starts_on", "-pk")


def _classes_with_instructor(user: User) -> list[int]:
    """Ids of classes below which ``user`` instructs a live class: the class is the live class's parent."""
    parents = {path[: -LiveClassPage.steplen] for (path,) in paths_instructed.all(instructor=user.pk)}
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
