"""Who may do what about attendance."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from classes.life.tools import ROLL
from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES, has_duty, may_act_in, may_run_class, teaches_in
from people.models import Organization, User
from people.roles import Role
from people.scope import scope_of
from plugins.attendance.models import Roll


def may_take_roll(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` answers for the rolls of this class: takes, closes and corrects them, and hears appeals."""
    return may_run_class(user, training_class)


def may_call_today(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may take today's rolls of this class: who answers for them, and who has the duty today."""
    return may_act_in(user, training_class, ROLL)


def may_call_roll(user: User | AnonymousUser, roll: Roll) -> bool:
    """Say whether ``user`` may call this roll and see who is missing: staff, and on its own day who has the duty."""
    if may_take_roll(user, roll.training_class):
        return True
    return is_today(roll.training_class, roll.starts_at, roll.ends_at) and has_duty(user, roll.training_class, ROLL)


def is_today(training_class: TrainingClassPage, starts_at: datetime.datetime, ends_at: datetime.datetime) -> bool:
    """Say whether some of this time lies in the present day, as days are where the class is held."""
    zone = training_class.zone
    today = timezone.now().astimezone(zone).date()
    return starts_at.astimezone(zone).date() <= today <= ends_at.astimezone(zone).date()


def may_show_code(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may show the code in the hall and see who is missing: staff, and those who teach there."""
    return may_take_roll(user, training_class) or teaches_in(user, training_class)


def may_watch_roll(user: User | AnonymousUser, roll: Roll) -> bool:
    """Say whether ``user`` may see who is missing: who shows the code, and who calls the roll."""
    return may_show_code(user, roll.training_class) or may_call_roll(user, roll)


def points_of(user: User | AnonymousUser) -> QuerySet[Organization]:
    """Return the organizations for which ``user`` is the screen of a learning point."""
    return scope_of(user).organizations(Role.POINT)


def people_of_point(user: User | AnonymousUser, training_class: TrainingClassPage) -> QuerySet[Enrollment]:
    """Return the enrollments of those whom ``user``, a learning point, may sign in to this class."""
    rows = Enrollment.objects.filter(training_class=training_class, state__in=INSIDE_STATES)
    return rows.filter(organization__in=points_of(user))
