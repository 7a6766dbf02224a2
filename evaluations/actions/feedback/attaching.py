"""Attaching feedback forms to what they are about."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from evaluations.models import FeedbackForm, FeedbackSurvey
from people.models import User
from schoolhouse.refusals import Refusal


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
