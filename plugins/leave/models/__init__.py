"""What the plugin keeps."""

from plugins.leave.models.leave import (
    GRANTED,
    HOLDING,
    REASON_LENGTH,
    WAITING,
    Leave,
    LeaveAttachment,
    LeaveKind,
    LeaveState,
    LeaveStep,
)
from plugins.leave.models.standing import (
    Duty,
    LimitLevel,
    LimitNotice,
    ProposalState,
    StandIn,
    WithdrawalProposal,
)

__all__ = [
    "GRANTED",
    "HOLDING",
    "REASON_LENGTH",
    "WAITING",
    "Duty",
    "Leave",
    "LeaveAttachment",
    "LeaveKind",
    "LeaveState",
    "LeaveStep",
    "LimitLevel",
    "LimitNotice",
    "ProposalState",
    "StandIn",
    "WithdrawalProposal",
]
