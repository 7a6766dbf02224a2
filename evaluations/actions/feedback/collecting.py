"""Keeping what a learner has filled in."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.models import Enrollment
from classes.permissions import INSIDE_STATES
from evaluations.actions.feedback.answers import Answers, check_answers, write_answers
from evaluations.models import FeedbackParticipation, FeedbackResponse, FeedbackSeal, FeedbackSurvey
from evaluations.permissions.feedback import may_answer
from people.models import User
from schoolhouse.refusals import Refusal


def submit_feedback(
    *, survey: FeedbackSurvey, answers: Answers, by: User, client_key: uuid.UUID | None = None
) -> FeedbackResponse | None:
    """Keep one filled-in form. ``answers`` are by the names of questions (``Answers``).

    Of an anonymous survey the answers are sealed without a name and nothing is returned; they are read once they are
    released among others. Only the participation names the learner. The same form sent again, with the same
    ``client_key``, is kept once and not refused. Raises ``Refusal`` when ``by`` is not asked, has answered already, the
    survey is not open, or an answer is missing or out of range.
    """
    if not may_answer(by, survey):
        raise Refusal(_("This form is for the learners of the class."), code="forbidden", status=403)
    checked = check_answers(survey, answers)
    try:
        with transaction.atomic():
            lock_open(survey)
            _refuse_if_on_paper(survey, by)
            FeedbackParticipation.objects.create(survey=survey, learner=by, client_key=client_key)
            return keep_answers(survey, checked, learner=by)
    except IntegrityError as error:
        arrived = FeedbackParticipation.objects.filter(survey=survey, learner=by).first()
        if arrived is not None and client_key is not None and arrived.client_key == client_key:
            return FeedbackResponse.objects.filter(survey=survey, learner=by).first()
        raise Refusal(_("You have answered already. Thank you!"), code="answered") from error


def lock_open(survey: FeedbackSurvey) -> None:
    """Refuse if the survey is not open; hold it, so that nothing is released, and nothing else counted, until this is
    kept."""
    rows = FeedbackSurvey.objects.select_for_update(no_key=True, of=("self",))
    if not rows.get(pk=survey.pk).is_open(timezone.now()):
        raise Refusal(_("This form is not open now."), code="not_open")


def _refuse_if_on_paper(survey: FeedbackSurvey, by: User) -> None:
    """Refuse when the learning point of ``by`` has entered a form for each of its people who has not answered."""
    entered = dict(survey.paper_forms.order_by().values_list("organization__path").annotate(n=Count("pk")))
    if not entered:
        return
    rows = Enrollment.objects.filter(training_class=survey.training_class_id, state__in=INSIDE_STATES)
    own = rows.filter(learner=by).values_list("organization__path", flat=True).first() or ""
    for path, count in entered.items():
        if own.startswith(path):
            people = rows.filter(organization__path__startswith=path)
            answered = survey.participations.filter(learner__in=people.values("learner"))
            if not answered.filter(learner=by).exists() and people.count() <= answered.count() + count:
                said = _("Your learning point has entered a form on paper for you.")
                raise Refusal(said, code="answered")


def keep_answers(survey: FeedbackSurvey, checked: dict[str, Any], *, learner: User) -> FeedbackResponse | None:
    """Seal what was checked if the survey is anonymous; else keep it beside the learner, to be read at once."""
    if survey.is_anonymous:
        FeedbackSeal.objects.create(survey=survey, answers=checked)
        return None
    response = FeedbackResponse.objects.create(survey=survey, learner=learner)
    write_answers(response, checked)
    return response
