"""Models of the plugin."""

from plugins.attendance.models.appeal import Appeal, AppealState
from plugins.attendance.models.mark import COMINGS, Mark, Says, Source
from plugins.attendance.models.photo import PointPhoto, SheetPhoto
from plugins.attendance.models.roll import Roll, RollPart, RollState, RollTransition
from plugins.attendance.register.models import (
    ClassTally,
    HeadCount,
    OutsideClass,
    PeopleTally,
    RegisterEvidence,
    RegisterExport,
    SessionTally,
    Workbook,
)

__all__ = [
    "COMINGS",
    "Appeal",
    "AppealState",
    "ClassTally",
    "HeadCount",
    "Mark",
    "OutsideClass",
    "PeopleTally",
    "PointPhoto",
    "RegisterEvidence",
    "RegisterExport",
    "Roll",
    "RollPart",
    "RollState",
    "RollTransition",
    "Says",
    "SessionTally",
    "SheetPhoto",
    "Source",
    "Workbook",
]
