"""Who stands in, and who could."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from classes.models import EnrollmentState, TrainingClassPage
from foundation.trees import paths_to
from people.models import RoleAssignment, User
from people.roles import STAFF_ROLES, Role
from people.scope import holdings_of
from plugins.leave.models import Duty, StandIn
from plugins.leave.permissions import today_in

_COLLEAGUES = STAFF_ROLES - {Role.COORDINATOR}
"""Roles of those who may decide about leave in a class of their organization."""
MOST = 300


def stand_ins_in(training_class: TrainingClassPage) -> QuerySet[StandIn]:
    """Everybody who was named in a class and whose last day has not passed."""
    rows = training_class.leave_stand_ins.filter(to_day__gte=today_in(training_class))
    return rows.select_related("person", "named_by")


def may_stand_in(person: User, training_class: TrainingClassPage, duty: str) -> bool:
    """Say whether ``person`` may be named: colleagues of the class's organization for both, its learners to endorse."""
    if not person.is_active:
        return False
    organization = training_class.organization
    if organization is not None and any(
        one.role in _COLLEAGUES and _are_near(one.path, organization.path) for one in holdings_of(person)
    ):
        return True
    seats = training_class.enrollments.filter(learner=person, state=EnrollmentState.ENROLLED)
    return duty == Duty.ENDORSE and seats.exists()


def choices_of(training_class: TrainingClassPage) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return whom one may name, colleagues and learners apart, as a form shows them. Two queries."""
    organization = training_class.organization
    colleagues: list[tuple[str, str]] = []
    if organization is not None:
        at_or_above = Q(organization__path__in=paths_to(organization.path))
        near = at_or_above | Q(organization__path__startswith=organization.path)
        held = RoleAssignment.objects.filter(near, role__in=_COLLEAGUES, user__is_active=True)
        people = User.objects.filter(pk__in=held.values("user_id")).order_by("full_name", "pk")[:MOST]
        colleagues = [(str(one.public_id), one.full_name) for one in people]
    seats = training_class.enrollments.filter(state=EnrollmentState.ENROLLED, learner__is_active=True)
    seats = seats.select_related("learner").order_by("learner__full_name", "pk")[:MOST]
    learners = [(str(seat.learner.public_id), seat.learner.full_name) for seat in seats]
    return [(_("Colleagues"), colleagues), (_("Learners of the class"), learners)]


def _are_near(one: str, other: str) -> bool:
    """Say whether one organization stands above the other, or is the same."""
    return one.startswith(other) or other.startswith(one)
