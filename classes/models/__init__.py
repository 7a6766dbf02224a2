"""Models of the classes room."""

from classes.models.enrollment import Enrollment, EnrollmentState, EnrollmentTransition
from classes.models.live_class import LiveClassInstructor, LiveClassMaterial, LiveClassMode, LiveClassPage
from classes.models.roster_import import RosterImport
from classes.models.timetable import TimetableItem, TimetableItemKind
from classes.models.training_class import EnrollmentMode, TrainingClassIndexPage, TrainingClassPage

__all__ = [
    "Enrollment",
    "EnrollmentMode",
    "EnrollmentState",
    "EnrollmentTransition",
    "LiveClassInstructor",
    "LiveClassMaterial",
    "LiveClassMode",
    "LiveClassPage",
    "RosterImport",
    "TimetableItem",
    "TimetableItemKind",
    "TrainingClassIndexPage",
    "TrainingClassPage",
]
