"""Keeping what a learner has filled in."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.actions.feedback.answers import Answers, check_answers, write_answers
from evaluations.models import FeedbackParticipation, FeedbackResponse, FeedbackSurvey
from evaluations.permissions.feedback import may_answer
from people.models import User
from schoolhouse.refusals import Refusal


def submit_feedback(*, survey: FeedbackSurvey, answers: Answers, by: User) -> FeedbackResponse:
    """Store one filled-in form. ``answers`` maps question ids to a level (from 1), or to words, or ``None``.

    Raises ``Refusal`` when ``by`` is not asked, has answered already, the survey is not open, or an answer is missing
    or out of range. Of an anonymous survey only the participation names the learner.
    """
    if not may_answer(by, survey):
        raise Refusal(_("This form is for the learners of the class."), code="forbidden", status=403)
    now = timezone.now()
    if not survey.opens_at <= now < survey.closes_at:
        raise Refusal(_("This form is not open now."), code="not_open")
    checked = check_answers(survey.form, answers)
    try:
        with transaction.atomic():
            FeedbackParticipation.objects.create(survey=survey, learner=by)
            response = FeedbackResponse.objects.create(survey=survey, learner=None if survey.is_anonymous else by)
            write_answers(response, checked)
    except IntegrityError as error:
        raise Refusal(_("You have answered already. Thank you!"), code="answered") from error
    return response
