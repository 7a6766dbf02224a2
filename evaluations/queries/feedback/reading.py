"""A summary as one person may read it."""

from evaluations.models import FeedbackSurvey
from evaluations.permissions.feedback import reads_about_everybody
from evaluations.queries.feedback.figures import compare
from evaluations.queries.feedback.summary import SurveySummary, summary_of
from people.models import User


def summary_for(user: User, survey: FeedbackSurvey) -> SurveySummary:
    """Return what ``survey`` says, without what was said of colleagues, each question beside the school's mean.

    Whoever calls has asked whether ``user`` may read it at all.
    """
    summary = summary_of(survey, only_about=None if reads_about_everybody(user, survey) else user)
    compare(summary)
    return summary
