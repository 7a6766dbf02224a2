"""Models of the evaluations room."""

from evaluations.models.feedback.form import FeedbackForm, FeedbackQuestion, QuestionKind
from evaluations.models.feedback.mending import (
    ActionItem,
    ActionItemCause,
    ActionItemState,
    MendingSettings,
    SurveyLook,
)
from evaluations.models.feedback.response import FeedbackAnswer, FeedbackParticipation, FeedbackResponse
from evaluations.models.feedback.survey import FeedbackSurvey
from evaluations.models.points.entry import PointEntry
from evaluations.models.points.scheme import AssessmentScheme, ComponentKind, SchemeComponent

__all__ = [
    "ActionItem",
    "ActionItemCause",
    "ActionItemState",
    "AssessmentScheme",
    "ComponentKind",
    "FeedbackAnswer",
    "FeedbackForm",
    "FeedbackParticipation",
    "FeedbackQuestion",
    "FeedbackResponse",
    "FeedbackSurvey",
    "MendingSettings",
    "PointEntry",
    "QuestionKind",
    "SchemeComponent",
    "SurveyLook",
]
