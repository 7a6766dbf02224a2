"""Models of the evaluations room."""

from evaluations.models.feedback.form import FeedbackForm, FeedbackQuestion, QuestionKind
from evaluations.models.feedback.response import FeedbackAnswer, FeedbackParticipation, FeedbackResponse
from evaluations.models.feedback.survey import FeedbackSurvey
from evaluations.models.points.entry import PointEntry
from evaluations.models.points.scheme import AssessmentScheme, ComponentKind, SchemeComponent
from evaluations.models.points.total import PointTotal

__all__ = [
    "AssessmentScheme",
    "ComponentKind",
    "FeedbackAnswer",
    "FeedbackForm",
    "FeedbackParticipation",
    "FeedbackQuestion",
    "FeedbackResponse",
    "FeedbackSurvey",
    "PointEntry",
    "PointTotal",
    "QuestionKind",
    "SchemeComponent",
]
