"""Who may do what with a training class."""

from django.contrib.auth.models import AnonymousUser

from classes.models import EnrollmentState, LiveClassPage, TrainingClassPage
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
    return training_class.enrollments.filter(learner_id=user.pk, state__in=INSIDE_STATES).exists()


def teaches_in(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` is an instructor of one of the class's live classes."""
    return LiveClassPage.objects.descendant_of(training_class).filter(instructors__instructor_id=user.pk).exists()


def may_run_class(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` runs this class: as its class teacher, or by a role over its organization."""
    if not user.is_authenticated:
        return False
    if user.is_superuser or training_class.class_teacher_id == user.pk:
        return True
    organization = training_class.organization
    return organization is not None and any(scope_of(user).may(role, organization) for role in RUNNING_ROLES)


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
    on_roster = training_class.enrollments.filter(learner_id=user.pk).exists()
    return on_roster or may_see_inside(user, training_class)


def may_see_inside(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may see what only the class sees: doors, forums, materials, classmates' posts."""
    if not user.is_authenticated:
        return False
    if may_run_class(user, training_class) or is_enrolled(user, training_class) or teaches_in(user, training_class):
        return True
    organization = training_class.organization
    if organization is not None and any(scope_of(user).may(role, organization) for role in LOOKING_ROLES):
        return True
    points = scope_of(user).organizations(Role.POINT)
    return training_class.enrollments.filter(organization__in=points, state__in=INSIDE_STATES).exists()
