"""Whom leave concerns at all, kept in this process: pages that everybody opens ask nobody else.

Kept under the stamp ``leave``, which every act and every group that is changed renews, and a request fetches together
with its other stamps. It only says whether it is worth asking; what is shown is read anew.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from classes.models import Enrollment, EnrollmentState, TrainingClassPage
from classes.permissions import INSIDE_STATES
from foundation import stamps
from foundation.fragments import kept_value
from people.published import published_version
from plugins.leave.models import WAITING, Leave, LeaveState, LimitNotice, StandIn, WithdrawalProposal
from plugins.leave.models.standing import ProposalState
from plugins.leave.rules import rules_of
from schoolhouse.activation import STAMP as ACTIVATION

STAMP = "leave"
UNDER_WAY = (*WAITING, LeaveState.APPROVED, LeaveState.TAKEN, LeaveState.REFUSED)

stamps.fetch_always(STAMP)


@dataclass(frozen=True)
class Concerned:
    """Keys of people and classes whom leave concerns.

    ``learners`` have leave under way, ``warned`` a notice; ``noticed`` are learner and class of each. ``waiting``
    counts what waits in which class, ``teachers`` are those of these classes. ``units`` are the tree paths of
    organizations with leave to endorse, and ``leaders`` are leaders of groups and class of each, where there is any.
    """

    learners: frozenset[int]
    warned: frozenset[int]
    noticed: frozenset[tuple[int, int]]
    waiting: Mapping[int, int]
    teachers: frozenset[int]
    stand_ins: frozenset[int]
    units: frozenset[str]
    leaders: frozenset[tuple[int, int]]


def concerned() -> Concerned:
    """Return whom leave concerns today. No query while nothing has changed."""
    today = timezone.now().date()
    versions = stamps.current(STAMP, ACTIVATION)
    name = ("leave.concerned", versions[STAMP], versions[ACTIVATION], published_version(), today)
    return kept_value(name, _read)  # type: ignore[no-any-return]


def _read() -> Concerned:
    today = timezone.now().date()
    running = {"enrollment__training_class__ends_on__gte": today}
    learner, place = "enrollment__learner_id", "enrollment__training_class_id"
    told = LimitNotice.objects.filter(enrollment__state=EnrollmentState.ENROLLED, **running)
    noticed = frozenset(told.order_by().values_list(learner, place).distinct())
    leaves = Leave.objects.filter(state__in=(*UNDER_WAY, LeaveState.REPORTED_BACK), **running).order_by()
    learners: set[int] = set()
    waiting: Counter[int] = Counter()
    submitted: set[tuple[int, str | None]] = set()
    for person, page, state, unit in leaves.values_list(learner, place, "state", "enrollment__organization__path"):
        learners.add(person)
        waiting[page] += state in WAITING or state == LeaveState.REPORTED_BACK
        if state == LeaveState.SUBMITTED:
            submitted.add((page, unit))
    proposed = WithdrawalProposal.objects.filter(state=ProposalState.PROPOSED, **running)
    waiting.update(proposed.order_by().values_list(place, flat=True))
    counts = {key: count for key, count in waiting.items() if count}
    pages = TrainingClassPage.objects.in_bulk(counts)
    endorsing = {page for page, _unit in submitted if rules_of(pages[page]).needs_endorsement}
    stand_ins = StandIn.objects.filter(to_day__gte=today).values_list("person_id", flat=True)
    return Concerned(
        learners=frozenset(learners),
        warned=frozenset(person for person, _class in noticed),
        noticed=noticed,
        waiting=counts,
        teachers=frozenset(page.class_teacher_id for page in pages.values() if page.class_teacher_id),
        stand_ins=frozenset(stand_ins),
        units=frozenset(unit for page, unit in submitted if unit and page in endorsing),
        leaders=_leaders_in(endorsing),
    )


def _leaders_in(pages: set[int]) -> frozenset[tuple[int, int]]:
    """Return who leads a group of these classes. No query where there are none."""
    if not pages:
        return frozenset()
    leading = Enrollment.objects.filter(training_class__in=pages, leads_group=True, state__in=INSIDE_STATES)
    return frozenset(leading.values_list("learner_id", "training_class_id"))
