"""Mixing sealed answers and releasing them, so that nothing joins them to those who gave them.

``docs/decisions/0051-anonymous-feedback.md`` says against whom this holds, and from when on.
"""

import datetime
import secrets
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model, QuerySet

from classes.permissions import INSIDE_STATES
from evaluations.actions.feedback.answers import write_all
from evaluations.actions.feedback.erasing import overwritten
from evaluations.models import FeedbackAnswer, FeedbackFile, FeedbackResponse, FeedbackSeal, FeedbackSurvey
from evaluations.queries.feedback.summary import MINIMUM_ANSWERS
from evaluations.queries.survey import class_asked

HELD_BACK = MINIMUM_ANSWERS
"""So many answers stay sealed while more may come, so that who looks again later never sees fewer new ones."""

chance = secrets.SystemRandom()
"""Draws the order; from the operating system, so that nobody can compute it afterwards."""


@transaction.atomic
def release_answers(*, survey: FeedbackSurvey, now: datetime.datetime) -> int | None:
    """Mix the sealed answers of an anonymous ``survey`` and release what may be read; return how many, or ``None``.

    The software's act. While the survey is open this waits until at least ``MINIMUM_ANSWERS`` have come in since the
    last time, and at least ``HELD_BACK`` stay sealed. When it is over, or everybody asked has answered, all are
    released and no more are taken; fewer than ``MINIMUM_ANSWERS`` altogether are mixed and stay sealed for ever.
    ``None`` says that nothing was done.
    """
    survey = FeedbackSurvey.objects.select_for_update(no_key=True, of=("self",)).get(pk=survey.pk)
    if not survey.is_anonymous or survey.is_settled:
        return None
    is_over = survey.closes_at <= now or has_everybody_answered(survey)
    new = [rows.filter(is_mixed=False).count() for rows in (survey.participations, survey.paper_forms)]
    if not is_over and sum(new) < MINIMUM_ANSWERS:
        return None
    with overwritten():
        released = _mix(survey, 0 if is_over else HELD_BACK)
    if is_over:
        FeedbackSurvey.objects.filter(pk=survey.pk).update(is_settled=True)
    return released


def has_everybody_answered(survey: FeedbackSurvey) -> bool:
    """Say whether nobody is left of whom an answer could still come."""
    training_class = class_asked(survey)
    if training_class is None:
        return False
    asked = training_class.enrollments.filter(state__in=INSIDE_STATES)
    answered = survey.participations.filter(learner__in=asked.values("learner")).count() + survey.paper_forms.count()
    return bool(answered) and answered >= asked.count()


def _mix(survey: FeedbackSurvey, held: int) -> int:
    """Write everything that came in anew, in orders drawn apart; return how many answers may be read from now on."""
    sealed = [seal.answers for seal in survey.seals.all()]
    chance.shuffle(sealed)
    count = len(sealed) - held if len(sealed) - held >= MINIMUM_ANSWERS else 0
    survey.seals.all().delete()
    responses = [FeedbackResponse(id=uuid.uuid4(), survey=survey) for _answers in sealed[:count]]
    FeedbackResponse.objects.bulk_create(responses, batch_size=500)
    write_all(survey, zip(responses, sealed[:count], strict=True))
    files_anew(responses)
    FeedbackSeal.objects.bulk_create([FeedbackSeal(survey=survey, answers=answers) for answers in sealed[count:]])
    for rows in (survey.participations.all(), survey.paper_forms.all()):
        write_anew(rows, client_key=None, is_mixed=True)
    return count


def files_anew(responses: Sequence[FeedbackResponse]) -> None:
    """Store the pictures of released answers anew, in a drawn order: keys, rows and times tell when they came."""
    found = list(FeedbackFile.objects.filter(answer__response__in=responses))
    for old in chance.sample(found, len(found)):
        with old.file.open("rb") as stored:
            body = ContentFile(stored.read(), f"file{PurePath(str(old.file.name)).suffix}")
        new = FeedbackFile.objects.create(
            survey_id=old.survey_id, file=body, size=old.size, name=old.name, is_image=old.is_image
        )
        FeedbackAnswer.objects.filter(file=old).update(file=new)
        storage, name = old.file.storage, str(old.file.name)
        old.delete()
        transaction.on_commit(partial(storage.delete, name))


def write_anew(rows: QuerySet[Any], **changed: Any) -> None:
    """Replace ``rows`` by equal ones with new keys in a drawn order, with some fields ``changed``."""
    found: Sequence[Model] = list(rows)
    order = chance.sample(found, len(found))
    rows.delete()
    for row in order:
        row.pk = None
        row._state.adding = True
        for name, value in changed.items():
            setattr(row, name, value)
    rows.model._default_manager.bulk_create(order)
