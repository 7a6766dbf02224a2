"""Appealing a state, and answering: what is granted becomes a correction like any other."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classes.models import Enrollment
from people.models import User
from plugins.attendance.actions.appeal_edges import EDGES, Attempt
from plugins.attendance.actions.marks import correct
from plugins.attendance.actions.rolls import lock_roll
from plugins.attendance.models import Appeal, Roll


@transaction.atomic
def appeal(*, roll: Roll, enrollment: Enrollment, text: str, by: User) -> Appeal:
    """Say, as the learner, what was so. Raises ``Refusal``."""
    made = Appeal(roll=lock_roll(roll), enrollment=enrollment, text=text.strip()[:500])
    return _take("appeal", made, by=by)


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
    return granted


@transaction.atomic
def refuse(*, appeal: Appeal, answer: str, by: User) -> Appeal:
    """Refuse an appeal, saying why. Raises ``Refusal``."""
    return _take("refuse", _locked(appeal), by=by, answer=answer)


def _locked(appeal: Appeal) -> Appeal:
    """Read the appeal again, under the lock of its roll."""
    roll = lock_roll(appeal.roll)
    found = Appeal.objects.select_related("enrollment").get(pk=appeal.pk)
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
