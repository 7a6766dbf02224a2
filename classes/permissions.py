"""Who may do what with a training class."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from classes.models import Enrollment, EnrollmentState, LiveClassInstructor, TrainingClassPage
from foundation.prepared import prepared
from people.audience import may_see
from people.models import User
from people.roles import Role
from people.scope import scope_of

INSIDE_STATES = (EnrollmentState.ENROLLED, EnrollmentState.COMPLETED)
"""States in which a learner sees the inside of a class: its doors, forums and materials."""
RUNNING_ROLES = (Role.ADMINISTRATOR, Role.CLASS_TEACHER)
"""Roles that run the classes of their organization and below: roster, arrival, groups, leave."""
LOOKING_ROLES = (*RUNNING_ROLES, Role.EDITOR, Role.HEAD)
"""Roles that look into the classes of their organization and below."""


def is_enrolled(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` is a learner of this class, now or when it was held."""
    return user.is_authenticated and seat_inside.exists(learner=user.pk, training_class=training_class.pk or 0)


@prepared
def seat_inside(learner: int, training_class: int) -> QuerySet[Enrollment, tuple[int]]:
    """The enrollment by which a learner is inside a class."""
    rows = Enrollment.objects.filter(learner_id=learner, training_class_id=training_class, state__in=INSIDE_STATES)
    return rows.values_list("pk")[:1]


def teaches_in(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` is an instructor of one of the class's live classes."""
    if not user.is_authenticated or not training_class.path:
        return False
    return assignment_below.exists(instructor=user.pk, path=training_class.path)


@prepared
def assignment_below(instructor: int, path: str) -> QuerySet[LiveClassInstructor, tuple[int]]:
    """An assignment of an instructor to a live class below the page at ``path``."""
    rows = LiveClassInstructor.objects.filter(instructor_id=instructor, live_class__path__startswith=path)
    return rows.values_list("pk")[:1]


def may_run_class(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` runs this class: as its class teacher, or by a role over its organization."""
    if not user.is_authenticated:
        return False
    if user.is_superuser or training_class.class_teacher_id == user.pk:
        return True
    return scope_of(user).has_role(*RUNNING_ROLES) and scope_of(user).may(RUNNING_ROLES, training_class.organization)


def may_repeat_class(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may make the next period of this class: whoever may publish beside it."""
    if not user.is_authenticated or not user.is_active:
        return False
    place = training_class.get_parent().permissions_for_user(user)
    return place.can_publish_subpage() and training_class.permissions_for_user(user).can_copy()


def may_know_of(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may read what a class is: its audience, everybody on its roster, and those inside."""
    if may_see(user, training_class):
        return True
    if not user.is_authenticated or not training_class.live:
        return False
    return is_on_roster(user, training_class) or may_see_inside(user, training_class)


def is_on_roster(user: User, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` stands on the roster of this class, in whatever state."""
    return place_on_roster.exists(learner=user.pk, training_class=training_class.pk)


@prepared
def place_on_roster(learner: int, training_class: int) -> QuerySet[Enrollment, tuple[int]]:
    """The enrollment of a learner in a class, in whatever state."""
    rows = Enrollment.objects.filter(learner_id=learner, training_class_id=training_class)
    return rows.values_list("pk")[:1]


def may_see_inside(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may see what only the class sees: doors, forums, materials, classmates' posts."""
    if not user.is_authenticated:
        return False
    if may_run_class(user, training_class) or is_enrolled(user, training_class) or teaches_in(user, training_class):
        return True
    scope = scope_of(user)
    if scope.has_role(*LOOKING_ROLES) and scope.may(LOOKING_ROLES, training_class.organization):
        return True
    if not scope.has_role(Role.POINT):
        return False
    points = scope.organizations(Role.POINT)
    return training_class.enrollments.filter(organization__in=points, state__in=INSIDE_STATES).exists()
