"""The limit of a class: who is told when, and what is proposed. The rule proposes; a person decides."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.actions.enrollment import lock_class, withdraw
from classes.models import Enrollment, EnrollmentState
from foundation import stamps
from people.models import User
from plugins.leave import events
from plugins.leave.actions.cleaning import clean_text
from plugins.leave.actions.proposal_edges import EDGES, Attempt
from plugins.leave.minutes import Absence
from plugins.leave.models import LimitLevel, LimitNotice, ProposalState, WithdrawalProposal
from plugins.leave.queries.concerned import STAMP
from plugins.leave.queries.ledger import absences_of
from plugins.leave.rules import Rules, rules_of

_LEVELS = (LimitLevel.HALF, LimitLevel.NEARLY)


@transaction.atomic
def assess(*, enrollment: Enrollment, absence: Absence | None = None) -> str:
    """Look at what a learner misses; tell them once at each level, and propose a withdrawal beyond the limit.

    The software's own act: asked after each decision and once a night. ``absence`` is what was computed already.
    Returns the level. What was dismissed is proposed again only when more is missed than then; what nobody has decided
    falls when the limit is no longer passed, because the learner was back early or attendance was corrected.
    """
    training_class = enrollment.training_class
    rules = rules_of(training_class)
    absence = absence or absences_of(training_class, [enrollment])[enrollment.pk]
    level = absence.level(rules.limit)
    if level != "passed":
        _let_fall(enrollment)
    if not level or enrollment.state != EnrollmentState.ENROLLED:
        return level
    reached = _LEVELS[: 1 if level == LimitLevel.HALF else 2]
    for one in reached:
        _notice(enrollment, one, absence, rules)
    if level == "passed":
        _propose(enrollment, absence, rules)
    return level


def _notice(enrollment: Enrollment, level: LimitLevel, absence: Absence, rules: Rules) -> None:
    figures = {"used": absence.used, "required": absence.required}
    _row, is_new = LimitNotice.objects.get_or_create(enrollment=enrollment, level=level, defaults=figures)
    if is_new:
        stamps.bump(STAMP)
        _tell(events.limit_neared, enrollment, absence, rules, level=level.value)


def _propose(enrollment: Enrollment, absence: Absence, rules: Rules) -> None:
    rows = WithdrawalProposal.objects.filter(enrollment=enrollment)
    if rows.filter(state=ProposalState.PROPOSED).exists() or rows.filter(used__gte=absence.used).exists():
        return
    proposal = WithdrawalProposal.objects.create(
        enrollment=enrollment, used=absence.used, required=absence.required, limit=rules.limit_text
    )
    stamps.bump(STAMP)
    _tell(events.limit_passed, enrollment, absence, rules, proposal=proposal.public_id)


def _let_fall(enrollment: Enrollment) -> None:
    fallen, _rows = WithdrawalProposal.objects.filter(enrollment=enrollment, state=ProposalState.PROPOSED).delete()
    if fallen:
        stamps.bump(STAMP)


@transaction.atomic
def confirm_withdrawal(*, proposal: WithdrawalProposal, reason: str, by: User) -> WithdrawalProposal:
    """Take the learner out of the class, as who runs it, and say why. Raises ``Refusal``."""
    # The lock of the class comes first, as in every act on enrollments.
    lock_class(proposal.enrollment.training_class)
    proposal = _decide("confirm", proposal, reason, by)
    withdraw(enrollment=proposal.enrollment, by=by, reason=proposal.reason)
    return proposal


@transaction.atomic
def dismiss_withdrawal(*, proposal: WithdrawalProposal, reason: str, by: User) -> WithdrawalProposal:
    """Let the learner stay, as who runs the class, and say why. Raises ``Refusal``."""
    return _decide("dismiss", proposal, reason, by)


def _decide(act: str, proposal: WithdrawalProposal, reason: str, by: User) -> WithdrawalProposal:
    """Follow one edge: lock, check, write."""
    rows = WithdrawalProposal.objects.select_for_update(of=("self",))
    proposal = rows.select_related("enrollment__training_class", "enrollment__learner").get(pk=proposal.pk)
    edge, attempt = EDGES[act], Attempt(proposal, by, clean_text(reason))
    edge.check(
        attempt,
        state=proposal.state,
        not_yours=_("You may not do this in this class."),
        wrong_state=_("This was decided already."),
        code="no_reason",
        status=400,
    )
    proposal.state, proposal.reason = edge.target, attempt.reason
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save()
    stamps.bump(STAMP)
    return proposal


def _tell(event: Any, enrollment: Enrollment, absence: Absence, rules: Rules, **more: Any) -> None:
    training_class = enrollment.training_class
    organization = training_class.organization
    data = {
        "enrollment": enrollment.public_id,
        "training_class": training_class.public_id,
        "learner": enrollment.learner.public_id,
        "used": absence.used,
        "excused": absence.excused,
        "required": absence.required,
        "limit": rules.limit_text,
        **more,
    }
    event.send(data=data, organization=organization.public_id if organization else None)
