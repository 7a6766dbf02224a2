"""What happens to leave when two accounts of one person become one: all of it stays, on the enrollment that stays."""

import uuid

from classes import merging
from classes.models import Enrollment
from foundation import stamps
from plugins.leave.models import HOLDING, Leave, LimitNotice, ProposalState, WithdrawalProposal
from plugins.leave.queries.concerned import STAMP


def join_leave(row: Enrollment, other: Enrollment) -> None:
    """Let leave of ``other`` fit beside that of ``row``; what overlaps holds no time of its own any more."""
    kept = list(row.leaves.filter(state__in=HOLDING))
    keys = set(row.leaves.values_list("client_key", flat=True))
    for leave in other.leaves.all():
        if leave.client_key in keys:
            leave.client_key = uuid.uuid4()
        if leave.state in HOLDING and any(one.starts_at < leave.until and leave.starts_at < one.until for one in kept):
            leave.beside = True
        leave.save()
    stamps.bump(STAMP)


def join_notices(row: Enrollment, other: Enrollment) -> None:
    """Keep one notice of each level."""
    levels = row.leave_notices.values_list("level", flat=True)
    other.leave_notices.filter(level__in=list(levels)).delete()


def join_proposals(row: Enrollment, other: Enrollment) -> None:
    """Keep one open proposal."""
    if row.leave_proposals.filter(state=ProposalState.PROPOSED).exists():
        other.leave_proposals.filter(state=ProposalState.PROPOSED).delete()


def register_rules() -> None:
    """Called once, when the plugin is ready."""
    merging.register_joiner(Leave, join_leave)
    merging.register_joiner(LimitNotice, join_notices)
    merging.register_joiner(WithdrawalProposal, join_proposals)
