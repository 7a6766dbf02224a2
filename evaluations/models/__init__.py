"""Models of the evaluations room."""

from evaluations.models.feedback.file import FeedbackFile
from evaluations.models.feedback.form import FeedbackForm, FeedbackFormVersion, FeedbackQuestion, QuestionKind
from evaluations.models.feedback.guest import GuestLink
from evaluations.models.feedback.mending import (
    ActionItem,
    ActionItemCause,
    ActionItemState,
    MendingSettings,
    SurveyLook,
)
from evaluations.models.feedback.paper import FeedbackPaperForm
from evaluations.models.feedback.response import FeedbackAnswer, FeedbackParticipation, FeedbackResponse
from evaluations.models.feedback.sealed import FeedbackSeal
from evaluations.models.feedback.survey import FeedbackSurvey
from evaluations.models.feedback.tag import FeedbackTag, TaggedAnswer
from evaluations.models.feedback.tally import QuestionTally, SurveyTally
from evaluations.models.points.appeal import AppealState, PointAppeal
from evaluations.models.points.entry import PointEntry
from evaluations.models.points.scheme import AssessmentScheme, ComponentKind, SchemeComponent
from evaluations.models.points.sheet import PointsImport
from evaluations.models.points.snapshot import Grade, PointsSnapshot
from evaluations.models.points.total import PointTotal
from evaluations.models.points.version import ClassScheme, PointsSettings, SchemeVersion, StandingShown

__all__ = [
    "ActionItem",
    "ActionItemCause",
    "ActionItemState",
    "AppealState",
    "AssessmentScheme",
    "ClassScheme",
    "ComponentKind",
    "FeedbackAnswer",
    "FeedbackFile",
    "FeedbackForm",
    "FeedbackFormVersion",
    "FeedbackPaperForm",
    "FeedbackParticipation",
    "FeedbackQuestion",
    "FeedbackResponse",
    "FeedbackSeal",
    "FeedbackSurvey",
    "FeedbackTag",
    "Grade",
    "GuestLink",
    "MendingSettings",
    "PointAppeal",
    "PointEntry",
    "PointTotal",
    "PointsImport",
    "PointsSettings",
    "PointsSnapshot",
    "QuestionKind",
    "QuestionTally",
    "SchemeComponent",
    "SchemeVersion",
    "StandingShown",
    "SurveyLook",
    "SurveyTally",
    "TaggedAnswer",
]
