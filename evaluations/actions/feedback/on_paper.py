"""Entering forms that people of a learning point filled in on paper."""

import uuid
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from classes.models import Enrollment
from evaluations.actions.feedback.answers import Answers, check_answers
from evaluations.actions.feedback.collecting import keep_answers, lock_open, submit_feedback
from evaluations.models import FeedbackPaperForm, FeedbackSurvey
from evaluations.permissions.feedback import paper_seats
from people.models import Organization, User
from people.roles import Role
from people.scope import scope_of
from schoolhouse.refusals import Refusal


class PaperRoom(NamedTuple):
    """How many of a learning point are asked, have answered by themselves, and whose forms on paper were entered."""

    asked: int
    online: int
    paper: int

    @property
    def left(self) -> int:
        """How many more forms may be entered."""
        return max(self.asked - self.online - self.paper, 0)


def paper_room(survey: FeedbackSurvey, user: User) -> PaperRoom:
    """Count how many forms on paper ``user``, a learning point, may enter."""
    points = scope_of(user).organizations(Role.POINT)
    return _room(survey, paper_seats(user, survey), survey.paper_forms.filter(organization__in=points))


def _room(survey: FeedbackSurvey, seats: QuerySet[Enrollment], entered: QuerySet[FeedbackPaperForm]) -> PaperRoom:
    online = survey.participations.filter(learner__in=seats.values("learner"))
    return PaperRoom(seats.count(), online.count(), entered.count())


def enter_paper_form(
    *, survey: FeedbackSurvey, answers: Answers, seat: uuid.UUID | None = None, client_key: uuid.UUID, by: User
) -> None:
    """Keep one form on paper for the learning point ``by``. Sent again with its ``client_key`` it is kept once.

    Of an anonymous survey nobody is named: the point enters at most as many forms as it has people who did not answer
    themselves. Else ``seat`` is the enrollment of whoever filled it in. Raises ``Refusal``: no such people, all entered
    already, the survey is not open, an answer missing or out of range.
    """
    seats = paper_seats(by, survey)
    if not seats.exists():
        raise Refusal(_("None of your people is asked here."), code="forbidden", status=403)
    if not survey.is_anonymous:
        whose = seats.select_related("learner").filter(public_id=seat).first() if seat else None
        if whose is None:
            raise Refusal(_("Say whose form it is."), code="nobody", status=400)
        submit_feedback(survey=survey, answers=answers, by=whose.learner, client_key=client_key)
        return
    checked = check_answers(survey, answers)
    with transaction.atomic():
        lock_open(survey)
        if survey.paper_forms.filter(client_key=client_key).exists():
            return
        point = _point_with_room(survey, by)
        if point is None:
            raise Refusal(_("A form has been entered for everybody of your learning point."), code="full")
        FeedbackPaperForm.objects.create(survey=survey, organization=point, client_key=client_key)
        keep_answers(survey, checked, learner=by)


def _point_with_room(survey: FeedbackSurvey, by: User) -> Organization | None:
    """Return the learning point of ``by`` of whose people not everybody has answered, or ``None``."""
    for path in scope_of(by).paths(Role.POINT):
        below = {"organization__path__startswith": path}
        if _room(survey, paper_seats(by, survey).filter(**below), survey.paper_forms.filter(**below)).left:
            return Organization.objects.get(path=path)
    return None
