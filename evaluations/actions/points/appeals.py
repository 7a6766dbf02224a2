"""Appealing an entry of the ledger, and answering: what is granted is taken back, and may be entered anew."""

import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.actions.points.appeal_edges import EDGES, Attempt
from evaluations.actions.points.ledger import award_by_hand, hold_seats, reverse_entry
from evaluations.models import PointAppeal, PointEntry
from evaluations.queries.points.standings import settings_of
from people.models import User
from schoolhouse.refusals import Refusal

LONGEST = 500


@transaction.atomic
def appeal_entry(*, entry: PointEntry, text: str, by: User) -> PointAppeal:
    """Say, as the learner, what is wrong with an entry. An answer is owed in as many days as the class has set.

    Raises ``Refusal``, also where one about the same entry still waits.
    """
    hold_seats(entry.training_class, entry.learner)
    days = datetime.timedelta(days=settings_of(entry.training_class).appeal_days)
    today = timezone.now().astimezone(entry.training_class.zone).date()
    made = PointAppeal(entry=entry, text=_clean(text), due_on=today + days)
    try:
        with transaction.atomic():
            return _take("appeal", made, by)
    except IntegrityError as error:
        raise Refusal(_("You have appealed this entry already. An answer is owed to you."), code="waits") from error


@transaction.atomic
def withdraw_appeal(*, appeal: PointAppeal, by: User) -> PointAppeal:
    """Take one's own appeal back. Raises ``Refusal``."""
    return _take("withdraw", _locked(appeal), by)


@transaction.atomic
def refuse_appeal(*, appeal: PointAppeal, answer: str, by: User) -> PointAppeal:
    """Refuse an appeal, saying why. Raises ``Refusal``."""
    return _take("refuse", _locked(appeal), by, answer)


@transaction.atomic
def grant_appeal(
    *, appeal: PointAppeal, by: User, answer: str = "", points: Decimal | str | None = None
) -> PointAppeal:
    """Grant an appeal: its entry is taken back, and ``points``, if any, stand in its place. Raises ``Refusal``."""
    granted = _take("grant", _locked(appeal), by, answer)
    entry = granted.entry
    reason = _("Appeal granted: %(reason)s") % {"reason": entry.reason}
    reverse_entry(entry=entry, reason=reason[:250], by=by)
    if points:
        award_by_hand(
            learner=entry.learner,
            training_class=entry.training_class,
            component=entry.component,
            points=points,
            reason=reason[:250],
            evidence=entry.evidence,
            key=f"appeal/{granted.public_id}",
            by=by,
        )
    return granted


def _locked(appeal: PointAppeal) -> PointAppeal:
    """Read the appeal again, under the lock of its learner's seat."""
    hold_seats(appeal.entry.training_class, appeal.entry.learner)
    rows = PointAppeal.objects.select_related("entry__training_class", "entry__learner", "entry__component")
    return rows.get(pk=appeal.pk)


def _take(act: str, appeal: PointAppeal, by: User, answer: str = "") -> PointAppeal:
    edge, attempt = EDGES[act], Attempt(appeal, by, _clean(answer))
    before = attempt.state
    edge.check(
        attempt,
        state=before,
        not_yours=_("You may not do this in this class."),
        wrong_state=_("This appeal has been answered or withdrawn already."),
    )
    if before:
        appeal.answer = attempt.answer
        appeal.answered_by = by
    appeal.state = edge.target
    appeal.save()
    return appeal


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST]
