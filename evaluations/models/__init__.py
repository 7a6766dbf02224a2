"""Models of the evaluations room."""

from evaluations.models.feedback.form import FeedbackForm, FeedbackQuestion, QuestionKind
from evaluations.models.feedback.paper import FeedbackPaperForm
from evaluations.models.feedback.response import FeedbackAnswer, FeedbackParticipation, FeedbackResponse
from evaluations.models.feedback.sealed import FeedbackSeal
from evaluations.models.feedback.survey import FeedbackSurvey
from evaluations.models.points.entry import PointEntry
from evaluations.models.points.scheme import AssessmentScheme, ComponentKind, SchemeComponent

__all__ = [
    "AssessmentScheme",
    "ComponentKind",
    "FeedbackAnswer",
    "FeedbackForm",
    "FeedbackPaperForm",
    "FeedbackParticipation",
    "FeedbackQuestion",
    "FeedbackResponse",
    "FeedbackSeal",
    "FeedbackSurvey",
    "PointEntry",
    "QuestionKind",
    "SchemeComponent",
]
