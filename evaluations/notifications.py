"""Reminding learners of a form that they have not filled in."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from classes.permissions import INSIDE_STATES
from evaluations.models import FeedbackSurvey
from evaluations.queries.survey import due_surveys
from people.models import User
from people.notifications import tell
from schoolhouse.extension_points import notification_kinds
from schoolhouse.notifications import NotificationKind, Way, Words, visible_among

REMINDER = "evaluations.reminder"
AFTER = datetime.timedelta(days=1)
"""How long after the opening those who have not answered are reminded, once."""


def remind(*, survey: FeedbackSurvey) -> int:
    """Remind the learners who have not answered; return of how many. Nobody is reminded of one survey twice."""
    page = survey.training_class
    if page is None:
        return 0
    learners = page.enrollments.filter(state__in=INSIDE_STATES)
    learners = learners.exclude(learner__in=survey.participations.values("learner"))
    told = tell(
        REMINDER,
        key=str(survey.public_id),
        people=list(learners.values_list("learner_id", flat=True)),
        data={"survey": str(survey.public_id), "form": survey.form.title, "about": survey.page.title},
        url=reverse("evaluations:survey", args=[survey.public_id]),
        organization=page.organization,
    )
    FeedbackSurvey.objects.filter(pk=survey.pk).update(is_reminded=True)
    return told


def surveys_to_remind(now: datetime.datetime) -> list[FeedbackSurvey]:
    """Return the surveys that have been open for a day, and of which nobody has been reminded."""
    rows = FeedbackSurvey.objects.filter(opens_at__lte=now - AFTER, closes_at__gt=now, page__live=True)
    rows = rows.filter(is_reminded=False, is_settled=False)
    return list(rows.select_related("form", "page", "training_class").order_by("pk"))


def _words(data: Mapping[str, Any]) -> Words:
    said = _("“%(form)s” about “%(about)s” waits for your answer")
    return Words(said % {"form": data.get("form", ""), "about": data.get("about", "")})


def _visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each survey whether it still waits for the answer of ``person``."""
    assert isinstance(person, User)
    return visible_among(rows, "survey", due_surveys(person).values_list("public_id", flat=True))


def register_kinds() -> None:
    """Called once, when the room is ready."""
    label = gettext_lazy("A feedback form that I have not filled in is open for a day")
    kind = NotificationKind(label, pgettext_lazy("notifications", "Classes"), _words, _visible, Way.MAIL)
    notification_kinds.register("evaluations", REMINDER, kind, order=10)
