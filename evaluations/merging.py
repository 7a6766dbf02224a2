"""What happens to answered surveys and to points when two accounts of one person become one."""

from django.db.models import Model

from evaluations.actions.feedback.tallying import recount
from evaluations.models import (
    FeedbackAnswer,
    FeedbackParticipation,
    FeedbackSurvey,
    PointTotal,
    QuestionTally,
    SurveyTally,
)
from people import merging
from people.models import User


def register_rules() -> None:
    """Called once, when the room is ready. Having answered twice is having answered; both answers stay.

    Where both accounts were asked about as two instructors of one class, what was said of each cannot become one
    without changing it: such a merge is refused. Entries of the ledger of points move to the account that stays, and
    the database moves their totals with them.
    """
    merging.register(FeedbackParticipation, merging.drop_colliding("learner", "survey"))
    merging.register(FeedbackSurvey, merging.refuse_colliding)
    merging.register(FeedbackAnswer, merging.refuse_colliding)
    merging.register(PointTotal, merging.keep_as_is)
    merging.register(QuestionTally, _count_anew)
    merging.register(SurveyTally, _count_anew)


def _count_anew(model: type[Model], keep: User, duplicate: User) -> None:
    """Count what was said of both together: their answers come before their tallies, and have moved already."""
    surveys = list(merging.rows(model, instructor=duplicate).values_list("survey", flat=True))
    recount(FeedbackSurvey.objects.filter(pk__in=surveys))
