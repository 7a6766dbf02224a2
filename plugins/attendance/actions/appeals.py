"""Appealing a state, and answering: what is granted becomes a correction like any other."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from classes.models import Enrollment
from people.models import User
from plugins.attendance.actions.appeal_edges import EDGES, Attempt
from plugins.attendance.actions.marks import correct
from plugins.attendance.actions.rolls import lock_roll
from plugins.attendance.events import appeal_answered, appealed
from plugins.attendance.models import Appeal, AppealState, Roll
from plugins.attendance.queries.scanning import organization_id_of
from schoolhouse.events import Event


@transaction.atomic
def appeal(*, roll: Roll, enrollment: Enrollment, text: str, by: User) -> Appeal:
    """Say, as the learner, what was so. Raises ``Refusal``."""
    made = _take("appeal", Appeal(roll=lock_roll(roll), enrollment=enrollment, text=text.strip()[:500]), by=by)
    _tell(appealed, made)
    return made


@transaction.atomic
def withdraw(*, appeal: Appeal, by: User) -> Appeal:
    """Take one's own appeal back. Raises ``Refusal``."""
    return _take("withdraw", _locked(appeal), by=by)


@transaction.atomic
def grant(*, appeal: Appeal, word: str, at: datetime.datetime | None = None, answer: str = "", by: User) -> Appeal:
    """Grant an appeal: record ``word`` as a correction, whose reason is the appeal. Raises ``Refusal``."""
    appeal = _locked(appeal)
    granted = _take("grant", appeal, by=by, answer=answer)
    reason = _("Appeal granted: %(text)s") % {"text": appeal.text}
    correct(roll=appeal.roll, enrollment=appeal.enrollment, word=word, at=at, reason=reason[:250], by=by)
    _tell_answer(granted, by)
    return granted


@transaction.atomic
def refuse(*, appeal: Appeal, answer: str, by: User) -> Appeal:
    """Refuse an appeal, saying why. Raises ``Refusal``."""
    refused = _take("refuse", _locked(appeal), by=by, answer=answer)
    _tell_answer(refused, by)
    return refused


def _locked(appeal: Appeal) -> Appeal:
    """Read the appeal again, under the lock of its roll."""
    roll = lock_roll(appeal.roll)
    found = Appeal.objects.select_related("enrollment__learner").get(pk=appeal.pk)
    found.roll = roll
    return found


def _take(act: str, appeal: Appeal, *, by: User, answer: str = "") -> Appeal:
    """Follow one edge: check, write."""
    edge, attempt = EDGES[act], Attempt(appeal, by, answer)
    before = attempt.state
    edge.check(
        attempt,
        state=before,
        not_yours=_("You may not do this in this class."),
        wrong_state=_("This appeal has been answered or withdrawn already."),
    )
    if before:
        appeal.answer = answer.strip()[:500]
        appeal.answered_by = by
    appeal.state = edge.target
    appeal.save()
    return appeal


def _tell_answer(appeal: Appeal, by: User) -> None:
    _tell(appeal_answered, appeal, granted=appeal.state == AppealState.GRANTED, by=by.public_id)


def _tell(event: Event, appeal: Appeal, **more: Any) -> None:
    training_class = appeal.roll.training_class
    data = {
        "appeal": appeal.public_id,
        "roll": appeal.roll.public_id,
        "training_class": training_class.public_id,
        "learner": appeal.enrollment.learner.public_id,
        **more,
    }
    event.send(data=data, organization=organization_id_of(training_class))
