"""Attaching feedback forms and filling them in."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from evaluations.models import (
    FeedbackAnswer,
    FeedbackForm,
    FeedbackParticipation,
    FeedbackQuestion,
    FeedbackResponse,
    FeedbackSurvey,
    QuestionKind,
)
from evaluations.permissions.feedback import may_answer
from people.models import User
from schoolhouse.refusals import Refusal

TEXT_LENGTH = 2_000
"""The most characters of an answer in words."""
Answers = Mapping[int, int | str | None]


def attach_form(
    *, form: FeedbackForm, page: Page, opens_at: datetime.datetime, closes_at: datetime.datetime, by: User | None
) -> FeedbackSurvey:
    """Open ``form`` about ``page`` for a time; attaching it again moves the times.

    Whether it is anonymous is taken from the form now and kept: a promise given to those who answered is not changed.
    Raises ``Refusal`` when it would close before it opens.
    """
    if closes_at <= opens_at:
        raise Refusal(_("It cannot close before it opens."), status=400)
    survey, _made = FeedbackSurvey.objects.update_or_create(
        form=form,
        page_id=page.pk,
        defaults={"opens_at": opens_at, "closes_at": closes_at},
        create_defaults={"opens_at": opens_at, "closes_at": closes_at, "is_anonymous": form.is_anonymous},
    )
    return survey


@transaction.atomic
def follow_session(*, page: Page, change: uuid.UUID, shift: datetime.timedelta) -> int:
    """Move the times of the forms about ``page``, which is held by ``shift`` later; return of how many.

    The software's act. A ``change`` is followed once, however often it is told. What somebody has filled in stays
    as it is: they were there when it was held.
    """
    surveys = FeedbackSurvey.objects.select_for_update(of=("self",)).filter(page_id=page.pk, participations=None)
    moved = list(surveys.exclude(followed=change))
    for survey in moved:
        survey.opens_at, survey.closes_at, survey.followed = survey.opens_at + shift, survey.closes_at + shift, change
        survey.save(update_fields=["opens_at", "closes_at", "followed"])
    return len(moved)


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
    questions = list(survey.form.questions.all())
    checked = [(question, _checked(question, answers.get(question.pk))) for question in questions]
    try:
        with transaction.atomic():
            FeedbackParticipation.objects.create(survey=survey, learner=by)
            response = FeedbackResponse.objects.create(survey=survey, learner=None if survey.is_anonymous else by)
            FeedbackAnswer.objects.bulk_create(
                FeedbackAnswer(
                    response=response,
                    question=question,
                    number=value if isinstance(value, int) else None,
                    text=value if isinstance(value, str) else "",
                )
                for question, value in checked
                if value is not None
            )
    except IntegrityError as error:
        raise Refusal(_("You have answered already. Thank you!"), code="answered") from error
    return response


def _checked(question: FeedbackQuestion, value: int | str | None) -> int | str | None:
    """Return the answer fit to store, or refuse it naming the question."""
    if isinstance(value, str):
        value = value.replace("\x00", "").strip() or None
    if value is None:
        if question.is_required:
            raise Refusal(_("Please answer: %(question)s") % {"question": question.text}, code="missing", status=400)
        return None
    if question.kind == QuestionKind.TEXT:
        if not isinstance(value, str) or len(value) > TEXT_LENGTH:
            raise Refusal(_("An answer may have at most %(limit)d characters.") % {"limit": TEXT_LENGTH}, status=400)
        return value
    if not isinstance(value, int) or not 1 <= value <= len(question.level_labels):
        raise Refusal(_("Please choose one of the answers: %(question)s") % {"question": question.text}, status=400)
    return value
