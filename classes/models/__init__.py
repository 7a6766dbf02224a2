"""Models of the classes room."""

from classes.models.calendar_feed import CalendarFeed
from classes.models.closing import ClassResult, ClassState, ClassStep, Outcome
from classes.models.enrollment import Enrollment, EnrollmentState, EnrollmentTransition
from classes.models.life import (
    Arrival,
    ArrivalWay,
    ClassGroup,
    ClassMaterial,
    ClassNotice,
    ClassOffice,
    DutyShift,
    NoticeRead,
    WallPhoto,
    WallPost,
)
from classes.models.live_class import LiveClassInstructor, LiveClassMaterial, LiveClassMode, LiveClassPage
from classes.models.reflection import Reflection, ReflectionState, ReflectionTask, ReflectionVersion
from classes.models.roster_import import RosterImport
from classes.models.timetable import TimetableItem, TimetableItemKind, TimetableItemState
from classes.models.timetable_change import ChangeKind, TimetableChange, TimetableSeen
from classes.models.training_class import EnrollmentMode, TrainingClassIndexPage, TrainingClassPage
from classes.models.untold_timetable import UntoldTimetable

__all__ = [
    "Arrival",
    "ArrivalWay",
    "CalendarFeed",
    "ChangeKind",
    "ClassGroup",
    "ClassMaterial",
    "ClassNotice",
    "ClassOffice",
    "ClassResult",
    "ClassState",
    "ClassStep",
    "DutyShift",
    "Enrollment",
    "EnrollmentMode",
    "EnrollmentState",
    "EnrollmentTransition",
    "LiveClassInstructor",
    "LiveClassMaterial",
    "LiveClassMode",
    "LiveClassPage",
    "NoticeRead",
    "Outcome",
    "Reflection",
    "ReflectionState",
    "ReflectionTask",
    "ReflectionVersion",
    "RosterImport",
    "TimetableChange",
    "TimetableItem",
    "TimetableItemKind",
    "TimetableItemState",
    "TimetableSeen",
    "TrainingClassIndexPage",
    "TrainingClassPage",
    "UntoldTimetable",
    "WallPhoto",
    "WallPost",
]
