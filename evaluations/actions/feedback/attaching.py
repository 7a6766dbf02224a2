"""Attaching feedback forms to what they are about."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from classes.models import TrainingClassPage
from evaluations.models import FeedbackForm, FeedbackSurvey
from evaluations.queries.attachment import end_of, teachers_of
from evaluations.queries.survey import training_class_of
from lessons.models import LessonPage
from people.models import User
from schoolhouse.refusals import Refusal

OPENS_BEFORE = 10
"""Minutes before the end at which a form opens unless told otherwise."""
OPEN_FOR = datetime.timedelta(days=7)
"""How long a form is open unless told otherwise."""


def attach_form(
    *,
    form: FeedbackForm,
    page: Page,
    opens_at: datetime.datetime | None = None,
    closes_at: datetime.datetime | None = None,
    opens_before: int | None = None,
    training_class: TrainingClassPage | None = None,
    instructor: User | None = None,
    by: User | None,
) -> FeedbackSurvey:
    """Open ``form`` about ``page`` for a time; attaching it again moves the times.

    ``opens_before`` are minutes before the end of what ``page`` is, instead of ``opens_at``; without ``closes_at`` it
    is open for ``OPEN_FOR``. Whether it is anonymous is taken from the form now and kept: a promise given to those who
    answered is not changed. Raises ``Refusal`` as ``place`` does.
    """
    wanted = FeedbackSurvey(
        form=form,
        page_id=page.pk,
        training_class=training_class,
        instructor=instructor,
        opens_before=opens_before,
        opens_at=opens_at,  # type: ignore[misc]  # placed below
        closes_at=closes_at,  # type: ignore[misc]
    )
    place(wanted)
    times = {"opens_before": opens_before, "opens_at": wanted.opens_at, "closes_at": wanted.closes_at}
    with transaction.atomic():
        survey, made = FeedbackSurvey.objects.select_for_update(of=("self",)).get_or_create(
            form=form,
            page_id=page.pk,
            training_class=wanted.training_class,
            instructor=instructor,
            defaults={**times, "is_anonymous": form.is_anonymous},
        )
        if not made:
            refuse_settled(survey)
            FeedbackSurvey.objects.filter(pk=survey.pk).update(**times)
            survey.refresh_from_db()
    return survey


def place(survey: FeedbackSurvey) -> None:
    """Fill in the class and the times that follow from what ``survey`` is about; write nothing.

    Raises ``Refusal``, whose ``field`` names what it is about: no class, or another one than the page stands below;
    somebody who does not teach there; a rule without an end that it counts from; an end before the opening.
    """
    above = training_class_of(survey.page)
    asked = survey.training_class or above
    if asked is None or (above is None and not issubclass(survey.page.specific_class or Page, LessonPage)):
        raise _refusal("training_class", _("Choose the class whose learners are asked, and something that it does."))
    if above is not None and above.pk != asked.pk:
        raise _refusal("training_class", _("This belongs to another class."))
    survey.training_class = asked
    if survey.instructor_id and survey.instructor_id not in teachers_of(survey.page, asked):
        raise _refusal("instructor", _("This person does not teach there."))
    if survey.opens_before is not None:
        ends_at = end_of(survey.page, asked)
        if ends_at is None:
            raise _refusal("opens_before", _("Nothing on the timetable says when this ends. Give the time instead."))
        try:
            survey.opens_at = ends_at - datetime.timedelta(minutes=survey.opens_before)
        except OverflowError as error:
            raise _refusal("opens_before", _("Say when it opens.")) from error
    if survey.opens_at is None:
        raise _refusal("opens_at", _("Say when it opens."))
    try:
        survey.closes_at = survey.closes_at or survey.opens_at + OPEN_FOR
    except OverflowError as error:
        raise _refusal("opens_at", _("Say when it opens.")) from error
    if survey.closes_at <= survey.opens_at:
        raise _refusal("closes_at", _("It cannot close before it opens."))


def refuse_settled(survey: FeedbackSurvey) -> None:
    """Refuse to open a survey again whose answers were released: few new ones could be told from the others."""
    if survey.is_settled:
        raise _refusal("closes_at", _("Its answers have been released; attach another form to ask again."))


def _refusal(field: str, said: str) -> Refusal:
    refusal = Refusal(said, status=400)
    refusal.field = field  # type: ignore[attr-defined]
    return refusal


@transaction.atomic
def close_survey(*, survey: FeedbackSurvey, now: datetime.datetime, by: User) -> None:
    """Close ``survey`` before its time; its answers are released the next minute. Closing it again changes nothing.

    Raises ``Refusal`` when it has not opened yet.
    """
    locked = FeedbackSurvey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if locked.opens_at >= now:
        raise Refusal(_("This form has not opened yet."), code="not_open")
    if locked.closes_at > now:
        FeedbackSurvey.objects.filter(pk=locked.pk).update(closes_at=now)


@transaction.atomic
def follow_session(
    *, page: Page, training_class: TrainingClassPage | int, change: uuid.UUID, shift: datetime.timedelta
) -> int:
    """Move the times of the forms about ``page``, which is held by ``shift`` later; return of how many.

    The software's act. A ``change`` is followed once, however often it is told. What somebody has filled in stays
    as it is: they were there when it was held.
    """
    answered: dict[str, Any] = {"participations": None, "paper_forms": None}
    surveys = FeedbackSurvey.objects.select_for_update(of=("self",)).filter(page_id=page.pk, **answered)
    surveys = surveys.filter(training_class=training_class)
    moved = list(surveys.filter(~Q(followed=change) | Q(followed=None)))
    for survey in moved:
        survey.opens_at, survey.closes_at, survey.followed = survey.opens_at + shift, survey.closes_at + shift, change
        survey.save(update_fields=["opens_at", "closes_at", "followed"])
    return len(moved)
