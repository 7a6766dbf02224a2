"""Leave as its learners and those who decide read it."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, When
from django.utils import timezone

from classes.models import Enrollment, EnrollmentState, TrainingClassPage
from people.models import User
from people.roles import Role
from people.scope import scope_of
from plugins.leave.models import WAITING, Duty, Leave, LeaveState, LeaveStep, ProposalState, StandIn, WithdrawalProposal
from plugins.leave.permissions import groups_led_by, stand_ins_of
from plugins.leave.rules import NAME, rules_of
from schoolhouse.activation import is_active

SHOWN = 5


def own_leaves(enrollment: Enrollment) -> QuerySet[Leave]:
    """Everything that a learner has asked for in a class, the latest time first."""
    return enrollment.leaves.order_by("-starts_at", "-pk")


def leaves_in(training_class: TrainingClassPage) -> QuerySet[Leave]:
    """Leave in a class that others than its learner may read: what was sent or entered."""
    rows = Leave.objects.filter(enrollment__training_class=training_class).exclude(state=LeaveState.DRAFT)
    rows = rows.exclude(Q(state=LeaveState.CANCELLED) & ~Q(steps__act="submit"))
    return rows.select_related(
        "enrollment__learner", "enrollment__organization", "enrollment__group", "enrollment__training_class"
    )


def waiting_in(training_class: TrainingClassPage) -> QuerySet[Leave]:
    """What somebody has to decide, the nearest first."""
    return leaves_in(training_class).filter(state__in=WAITING).order_by("starts_at", "pk")


def to_endorse_in(training_class: TrainingClassPage, user: User) -> QuerySet[Leave]:
    """What ``user`` may endorse in the class, as leader of a group or because they were named; the nearest first."""
    names = {one.group_name for one in stand_ins_of(user, training_class) if one.duty == Duty.ENDORSE}
    mine = Q(enrollment__group__in=groups_led_by(user).values("group"))
    mine |= Q(enrollment__group__name__in=names)
    rows = waiting_in(training_class).filter(state=LeaveState.SUBMITTED).exclude(enrollment__learner=user)
    return rows if "" in names else rows.filter(mine)


def away_in(training_class: TrainingClassPage, now: datetime.datetime) -> QuerySet[Leave]:
    """Who is away now, those first who should be back by now."""
    rows = leaves_in(training_class).filter(state__in=(LeaveState.APPROVED, LeaveState.TAKEN), starts_at__lte=now)
    return rows.order_by("ends_at", "pk")


def reported_in(training_class: TrainingClassPage) -> QuerySet[Leave]:
    """Who has reported back and waits for it to be closed."""
    return leaves_in(training_class).filter(state=LeaveState.REPORTED_BACK).order_by("until", "pk")


def history_of(training_class: TrainingClassPage, state: str = "") -> QuerySet[Leave]:
    """All leave of a class, what waits first; ``state`` keeps one state."""
    rows = leaves_in(training_class)
    if state in LeaveState.values and state != LeaveState.DRAFT:
        rows = rows.filter(state=state)
    waits = Case(When(state__in=WAITING, then=0), default=1, output_field=IntegerField())
    return rows.annotate(waits=waits).order_by("waits", "-starts_at", "-pk")


def with_steps(rows: QuerySet[Leave]) -> QuerySet[Leave]:
    """Read along what happened to leave, and its papers; two queries for all."""
    steps = LeaveStep.objects.select_related("by").order_by("pk")
    return rows.prefetch_related(Prefetch("steps", steps), "attachments")


def proposals_in(training_class: TrainingClassPage) -> QuerySet[WithdrawalProposal]:
    """Withdrawals that the rule proposes, of learners who are still in the class."""
    rows = WithdrawalProposal.objects.filter(
        state=ProposalState.PROPOSED,
        enrollment__training_class=training_class,
        enrollment__state=EnrollmentState.ENROLLED,
    )
    return rows.select_related(
        "enrollment__learner", "enrollment__organization", "enrollment__group", "enrollment__training_class"
    )


@dataclass(frozen=True)
class Desk:
    """A class in which leave waits for a person: how much, the first of it, and whether the person decides there.

    ``proposals`` are withdrawals that the rule proposes to the class teacher; they are in ``count`` as well.
    """

    training_class: TrainingClassPage
    count: int
    leaves: tuple[Leave, ...]
    decides: bool
    proposals: int = 0


def desks_of(user: User) -> list[Desk]:
    """Return the classes in which leave waits for ``user``, as teacher, stand-in, coordinator or leader of a group.

    Four queries.
    """
    now = timezone.now()
    named: dict[int, list[StandIn]] = {}
    for one in StandIn.objects.filter(person=user, to_day__gte=now.date() - datetime.timedelta(days=1)):
        named.setdefault(one.training_class_id, []).append(one)
    led = set(groups_led_by(user).values_list("group", flat=True))
    place = Q(enrollment__training_class__class_teacher=user) | Q(enrollment__training_class__in=list(named))
    place |= Q(enrollment__group__in=led)
    scope = scope_of(user)
    if not scope.everything and scope.paths(Role.COORDINATOR):
        place |= scope.within("enrollment__organization", Role.COORDINATOR)
    rows = Leave.objects.filter(place, state__in=(*WAITING, LeaveState.REPORTED_BACK))
    rows = rows.exclude(enrollment__learner=user).order_by("starts_at", "pk")
    found: dict[int, list[Leave]] = {}
    deciding: set[int] = set()
    for leave in rows.select_related(
        "enrollment__training_class", "enrollment__learner", "enrollment__organization", "enrollment__group"
    ):
        training_class = leave.enrollment.training_class
        part = _part_in(user, leave, named.get(training_class.pk, []), leads=leave.enrollment.group_id in led)
        if part:
            found.setdefault(training_class.pk, []).append(leave)
        if part == Duty.APPROVE:
            deciding.add(training_class.pk)
    proposed = _proposed_to(user)
    pages = {key: some[0].enrollment.training_class for key, some in found.items()}
    pages |= {page.pk: page for page, _count in proposed.values()}
    desks = []
    for key, page in pages.items():
        some, proposals = found.get(key, []), proposed[key][1] if key in proposed else 0
        decides = key in deciding or bool(proposals)
        desks.append(Desk(page, len(some) + proposals, tuple(some[:SHOWN]), decides, proposals))
    return desks


def _proposed_to(user: User) -> dict[int, tuple[TrainingClassPage, int]]:
    """Return the classes of ``user`` in which withdrawals are proposed, and how many. One query."""
    rows = WithdrawalProposal.objects.filter(
        state=ProposalState.PROPOSED,
        enrollment__state=EnrollmentState.ENROLLED,
        enrollment__training_class__class_teacher=user,
    )
    found: dict[int, tuple[TrainingClassPage, int]] = {}
    for row in rows.select_related("enrollment__training_class").order_by("pk"):
        page = row.enrollment.training_class
        if is_active(NAME, page):
            found[page.pk] = page, found[page.pk][1] + 1 if page.pk in found else 1
    return found


def _part_in(user: User, leave: Leave, named: list[StandIn], *, leads: bool) -> str:
    """Return what ``user`` has to do with leave that waits, or nothing; without asking the database."""
    training_class = leave.enrollment.training_class
    if not is_active(NAME, training_class):
        return ""
    duties = {one.duty for one in named if one.group_name in ("", leave.enrollment.group_name)}
    if training_class.class_teacher_id == user.pk or Duty.APPROVE in duties:
        return Duty.APPROVE
    if leave.state != LeaveState.SUBMITTED or not rules_of(training_class).needs_endorsement:
        return ""
    organization = leave.enrollment.organization
    coordinates = organization is not None and scope_of(user).may_at(Role.COORDINATOR, organization.path)
    return Duty.ENDORSE if coordinates or leads or Duty.ENDORSE in duties else ""
