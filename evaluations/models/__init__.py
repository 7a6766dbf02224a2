"""Models of the evaluations room."""

from evaluations.models.form import FeedbackForm, FeedbackQuestion, QuestionKind
from evaluations.models.points import AssessmentScheme, ComponentKind, PointEntry, SchemeComponent
from evaluations.models.response import FeedbackAnswer, FeedbackParticipation, FeedbackResponse
from evaluations.models.survey import FeedbackSurvey

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
    "QuestionKind",
    "SchemeComponent",
]
