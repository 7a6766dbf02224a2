"""Who may do what with leave. Nobody decides about their own."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES, may_run_class
from people.models import User
from people.roles import Role
from people.scope import scope_of
from plugins.leave.models import Duty, Leave, LeaveState, StandIn
from plugins.leave.rules import rules_of


def today_in(training_class: TrainingClassPage) -> datetime.date:
    """Return the day that it is where the class is held."""
    return timezone.now().astimezone(training_class.zone).date()


def stand_ins_of(user: User, training_class: TrainingClassPage) -> list[StandIn]:
    """Return what ``user`` was named for in the class and holds today. One query, kept with the class's page."""
    kept: dict[int, list[StandIn]] = training_class.__dict__.setdefault("_leave_stand_ins", {})
    if user.pk not in kept:
        today = today_in(training_class)
        rows = StandIn.objects.filter(training_class=training_class, person=user)
        kept[user.pk] = list(rows.filter(from_day__lte=today, to_day__gte=today))
    return kept[user.pk]


def may_approve_in(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` decides about leave in the class: who runs it, and who stands in for them today."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if may_run_class(user, training_class):
        return True
    return any(one.duty == Duty.APPROVE for one in stand_ins_of(user, training_class))


def may_endorse_in(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` endorses leave of some in the class: who leads a group, or was named for it and holds today.

    Coordinators endorse by their unit, whatever the class: they find it on their first page.
    """
    if not isinstance(user, User) or not user.is_active or not rules_of(training_class).needs_endorsement:
        return False
    if any(one.duty == Duty.ENDORSE for one in stand_ins_of(user, training_class)):
        return True
    return groups_led_by(user).filter(training_class=training_class).exists()


def has_desk(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` finds the desk of the class: who decides about its leave, and who endorses some of it."""
    return may_approve_in(user, training_class) or may_endorse_in(user, training_class)


def groups_led_by(user: User) -> QuerySet[Enrollment]:
    """Return the seats by which ``user`` leads a group."""
    return Enrollment.objects.filter(learner=user, leads_group=True, state__in=INSIDE_STATES)


def may_approve(user: User, leave: Leave) -> bool:
    """Say whether ``user`` decides about this leave."""
    enrollment = leave.enrollment
    if user.pk == enrollment.learner_id or not user.is_active:
        return False
    if may_run_class(user, enrollment.training_class):
        return True
    return any(_covers(one, enrollment, Duty.APPROVE) for one in stand_ins_of(user, enrollment.training_class))


def may_endorse(user: User, leave: Leave) -> bool:
    """Say whether ``user`` endorses this leave: the learner's group leader, or the coordinator of their unit."""
    enrollment = leave.enrollment
    if user.pk == enrollment.learner_id or not user.is_active:
        return False
    if enrollment.organization is not None and scope_of(user).may(Role.COORDINATOR, enrollment.organization):
        return not user.is_superuser
    if leads_group_of(user, enrollment):
        return True
    return any(_covers(one, enrollment, Duty.ENDORSE) for one in stand_ins_of(user, enrollment.training_class))


def leads_group_of(user: User, enrollment: Enrollment) -> bool:
    """Say whether ``user`` leads the group of this learner. One query, none for who is in no group."""
    if enrollment.group_id is None:
        return False
    return groups_led_by(user).filter(group=enrollment.group_id).exists()


def may_see_leave(user: User, leave: Leave) -> bool:
    """Say whether ``user`` may read this leave: its learner; once it was sent, who decides, and who endorses there."""
    if leave.enrollment.learner_id == user.pk:
        return True
    if leave.state == LeaveState.DRAFT or (leave.state == LeaveState.CANCELLED and not was_sent(leave)):
        return False
    endorsing = rules_of(leave.enrollment.training_class).needs_endorsement
    return may_approve(user, leave) or (endorsing and may_endorse(user, leave))


def may_fetch_papers(user: User, leave: Leave) -> bool:
    """Say whether ``user`` may fetch what goes with this leave: its learner and who decides, not who endorses."""
    if leave.enrollment.learner_id == user.pk:
        return True
    return may_see_leave(user, leave) and may_approve(user, leave)


def was_sent(leave: Leave) -> bool:
    """Say whether others have seen it: a draft that was called off stays the learner's own."""
    return leave.steps.filter(act__in=("submit", "enter")).exists()


def _covers(one: StandIn, enrollment: Enrollment, duty: str) -> bool:
    return one.duty == duty and one.group_name in ("", enrollment.group_name)
