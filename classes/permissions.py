"""Who may do what with a training class."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from classes.models import (
    ClassState,
    ClassStep,
    DutyShift,
    Enrollment,
    EnrollmentState,
    LiveClassInstructor,
    TrainingClassPage,
)
from foundation.fragments import kept_value
from foundation.prepared import prepared
from people.audience import may_see
from people.models import User
from people.published import published_version
from people.roles import ADMIN_ROLES, Role
from people.scope import scope_of
from schoolhouse.activation import is_active
from schoolhouse.extension_points import class_duties

_SETTLED = "_enrollment_of_reader"
INSIDE_STATES = (EnrollmentState.ENROLLED, EnrollmentState.COMPLETED)
"""States in which a learner sees the inside of a class: its doors, forums and materials."""
RUNNING_ROLES = (Role.ADMINISTRATOR, Role.CLASS_TEACHER)
"""Roles that run the classes of their organization and below: roster, arrival, groups, leave."""
LOOKING_ROLES = (*RUNNING_ROLES, Role.EDITOR, Role.HEAD)
"""Roles that look into the classes of their organization and below."""


def is_enrolled(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` is a learner of this class, now or when it was held.

    A page that has asked for the reader's enrollment already does not ask again: see ``settle_enrollment``.
    """
    if not user.is_authenticated:
        return False
    settled = _settled(user, training_class)
    if settled is not None:
        return settled[0] is not None and settled[0].state in INSIDE_STATES
    return seat_inside.exists(learner=user.pk, training_class=training_class.pk or 0)


def settle_enrollment(user: User | AnonymousUser, training_class: TrainingClassPage) -> Enrollment | None:
    """Return the enrollment of ``user``, asked once and kept with ``training_class`` as the page of one request has it.

    Only for reading: what changes something asks anew.
    """
    if not user.is_authenticated or not training_class.pk:
        return None
    settled = _settled(user, training_class)
    if settled is None:
        settled = (own_enrollment.first(learner=user.pk, training_class=training_class.pk),)
        setattr(training_class, _SETTLED, (user.pk, settled))
    return settled[0]


def _settled(user: User | AnonymousUser, training_class: TrainingClassPage) -> tuple[Enrollment | None] | None:
    """Return the enrollment of ``user`` if it was settled, which may be none; else ``None``."""
    person, settled = vars(training_class).get(_SETTLED, (None, None))
    return settled if person == user.pk else None


@prepared
def own_enrollment(learner: int, training_class: int) -> QuerySet[Enrollment]:
    """The enrollment of a learner in a class, with what its page says of it: see ``with_standing``."""
    from classes.queries.life.standing import with_standing  # which asks who may

    return with_standing(Enrollment.objects.filter(learner_id=learner, training_class_id=training_class))[:1]


@prepared
def seat_inside(learner: int, training_class: int) -> QuerySet[Enrollment, tuple[int]]:
    """The enrollment by which a learner is inside a class."""
    rows = Enrollment.objects.filter(learner_id=learner, training_class_id=training_class, state__in=INSIDE_STATES)
    return rows.values_list("pk")[:1]


def teaches_in(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` is an instructor of one of the class's live classes."""
    if not user.is_authenticated or not training_class.path or not instructs(user.pk):
        return False
    return assignment_below.exists(instructor=user.pk, path=training_class.path)


def instructs(person: int) -> bool:
    """Say whether the person with this key instructs in any live class; asks only after something was published."""

    def ask() -> frozenset[int]:
        return frozenset(LiveClassInstructor.objects.values_list("instructor_id", flat=True).distinct())

    return person in kept_value(("classes.instructors", published_version()), ask)


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


def may_view_as_learners(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` works in the admin for this class: who then looks as which learner, ``may_view_as`` says."""
    return user.is_authenticated and scope_of(user).may(ADMIN_ROLES, training_class.organization)


def has_duty(
    user: User | AnonymousUser, training_class: TrainingClassPage, duty: str, on: datetime.date | None = None
) -> bool:
    """Say whether ``user``, a learner of the class, has a duty on that day, today where none is given.

    ``duty`` is its name at ``schoolhouse.extension_points.class_duties``; one that is not switched on for the class
    gives nobody a right. Days begin and end in the class's own time zone.
    """
    found = class_duties.extension(duty)
    if not user.is_authenticated or not user.is_active or not training_class.pk or found is None:
        return False
    if not is_active(found.plugin, training_class):
        return False
    day = on or timezone.now().astimezone(training_class.zone).date()
    return shift_of.exists(learner=user.pk, training_class=training_class.pk, date=day, duty=duty)


@prepared
def shift_of(learner: int, training_class: int, date: datetime.date, duty: str) -> QuerySet[DutyShift, tuple[int]]:
    """The duty of a learner inside a class on a day."""
    inside = DutyShift.objects.filter(enrollment__training_class_id=training_class, enrollment__state__in=INSIDE_STATES)
    return inside.filter(enrollment__learner_id=learner, date=date, duty=duty).values_list("pk")[:1]


def may_act_in(user: User | AnonymousUser, training_class: TrainingClassPage, duty: str) -> bool:
    """Say whether ``user`` may do what belongs to ``duty`` now: who runs the class, and who has the duty today."""
    return may_run_class(user, training_class) or has_duty(user, training_class, duty)


def may_write_on_wall(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may put something on the class's wall: its learners, its instructors, and who runs it."""
    if may_run_class(user, training_class):
        return True
    return is_enrolled(user, training_class) or teaches_in(user, training_class)


def may_reopen_class(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may open this class again once it is closed: an administrator of its organization."""
    return user.is_authenticated and scope_of(user).may(Role.ADMINISTRATOR, training_class.organization)


def may_read_results(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may read what its learners came to: who runs the class, and heads of its organization."""
    return may_run_class(user, training_class) or scope_of(user).may(Role.HEAD, training_class.organization)


def is_closed(training_class: TrainingClassPage) -> bool:
    """Say whether this class is closed: its roster, timetable, rolls and leave stay as they are. One query."""
    return last_step.first(training_class=training_class.pk or 0) == (ClassState.CLOSED,)


@prepared
def last_step(training_class: int) -> QuerySet[ClassStep, tuple[str]]:
    """To which state the last step of a class led; no row for one that was never closed."""
    return ClassStep.objects.filter(training_class_id=training_class).order_by("-number").values_list("to_state")[:1]


def may_repeat_class(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may make the next period of this class: who may publish beside it, and its class teacher."""
    if not user.is_authenticated or not user.is_active or not training_class.permissions_for_user(user).can_copy():
        return False
    if training_class.class_teacher_id == user.pk:
        return True
    return bool(training_class.get_parent().permissions_for_user(user).can_publish_subpage())


def may_know_of(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may read what a class is: its audience, everybody on its roster, and those inside."""
    if may_see(user, training_class):
        return True
    if not user.is_authenticated or not training_class.live:
        return False
    return is_on_roster(user, training_class) or may_see_inside(user, training_class)


def is_on_roster(user: User, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` stands on the roster of this class, in whatever state."""
    settled = _settled(user, training_class)
    if settled is not None:
        return settled[0] is not None
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
