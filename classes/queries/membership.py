"""Which classes someone is inside of."""

from django.db.models import Q, QuerySet

from classes.models import Enrollment, EnrollmentState, LiveClassPage, TrainingClassPage
from classes.permissions import INSIDE_STATES
from people.models import User
from people.roles import Role
from people.scope import scope_of


def classes_attended_by(user: User) -> QuerySet[TrainingClassPage]:
    """Live classes in which ``user`` is a learner, latest first."""
    return (
        TrainingClassPage.objects.live()
        .filter(enrollments__learner_id=user.pk, enrollments__state__in=INSIDE_STATES)
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
    points = scope_of(user).organizations(Role.POINT)
    return (
        TrainingClassPage.objects.live()
        .filter(
            Q(class_teacher_id=user.pk)
            | Q(pk__in=_classes_with_instructor(user))
            | Q(enrollments__learner_id=user.pk, enrollments__state__in=INSIDE_STATES)
            | Q(enrollments__organization__in=points, enrollments__state__in=INSIDE_STATES)
        )
        .distinct()
        .order_by("-starts_on", "-pk")
    )


def _classes_with_instructor(user: User) -> list[int]:
    """Ids of classes below which ``user`` instructs a live class: the class is the live class's parent."""
    paths = LiveClassPage.objects.filter(instructors__instructor_id=user.pk).values_list("path", flat=True)
    parents = {path[: -LiveClassPage.steplen] for path in paths}
    return list(TrainingClassPage.objects.filter(path__in=parents).values_list("pk", flat=True))


def instructor_ids(training_class: TrainingClassPage) -> set[int]:
    """Ids of the people who instruct in a live class of ``training_class``."""
    sessions = LiveClassPage.objects.live().descendant_of(training_class)
    return set(sessions.exclude(instructors=None).values_list("instructors__instructor_id", flat=True))
