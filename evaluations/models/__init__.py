"""Models of the evaluations room."""

from evaluations.models.feedback.file import FeedbackFile
from evaluations.models.feedback.form import FeedbackForm, FeedbackFormVersion, FeedbackQuestion, QuestionKind
from evaluations.models.feedback.response import FeedbackAnswer, FeedbackParticipation, FeedbackResponse
from evaluations.models.feedback.survey import FeedbackSurvey
from evaluations.models.points.entry import PointEntry
from evaluations.models.points.scheme import AssessmentScheme, ComponentKind, SchemeComponent

__all__ = [
    "AssessmentScheme",
    "ComponentKind",
    "FeedbackAnswer",
    "FeedbackFile",
    "FeedbackForm",
    "FeedbackFormVersion",
    "FeedbackParticipation",
    "FeedbackQuestion",
    "FeedbackResponse",
    "FeedbackSurvey",
    "PointEntry",
    "QuestionKind",
    "SchemeComponent",
]
