"""What the training register keeps: entries that people make, and figures that follow from them and from the rolls."""

from plugins.attendance.register.models.evidence import EvidenceKind, RegisterEvidence
from plugins.attendance.register.models.export import ExportKind, ExportState, RegisterExport
from plugins.attendance.register.models.head_count import HeadCount
from plugins.attendance.register.models.outside_class import OutsideClass
from plugins.attendance.register.models.tally import ClassTally, PeopleTally, SessionTally, TallySource
from plugins.attendance.register.models.workbook import Workbook

__all__ = [
    "ClassTally",
    "EvidenceKind",
    "ExportKind",
    "ExportState",
    "HeadCount",
    "OutsideClass",
    "PeopleTally",
    "RegisterEvidence",
    "RegisterExport",
    "SessionTally",
    "TallySource",
    "Workbook",
]
