"""Entries on the ledger of points. Nothing is ever changed: a mistake is reversed by another entry."""

import datetime
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.models import TrainingClassPage
from classes.permissions import is_enrolled
from evaluations.models import PointEntry, SchemeComponent
from evaluations.permissions.points import may_award_points
from people.models import User
from schoolhouse.refusals import Refusal

BY_HAND = "by_hand"
MOST_POINTS = Decimal(100)
"""The most points that one entry may give or take."""


def award_by_rule(
    *,
    learner: User,
    training_class: TrainingClassPage,
    points: Decimal,
    reason: str,
    source: str,
    source_key: str,
    occurred_at: datetime.datetime,
    component: SchemeComponent | None = None,
    by: User | None = None,
) -> PointEntry:
    """Write the entry of a rule. The same ``source`` and ``source_key`` make one entry, however often it is called.

    ``by`` is whose judgment the rule carries onto the ledger, if anybody's. Raises ``Refusal`` when ``learner`` is not
    in the class.
    """
    if not is_enrolled(learner, training_class):
        raise Refusal(_("Points are for the learners of the class."), code="not_enrolled")
    entry, _made = PointEntry.objects.get_or_create(
        source=source,
        source_key=source_key,
        defaults={
            "learner": learner,
            "training_class": training_class,
            "component": component,
            "points": points,
            "reason": reason,
            "by": by,
            "occurred_at": occurred_at,
        },
    )
    return entry


def award_by_hand(
    *,
    learner: User,
    training_class: TrainingClassPage,
    points: Decimal | str,
    reason: str,
    by: User,
    component: SchemeComponent | None = None,
) -> PointEntry:
    """Give or take points with a reason that the learner reads.

    Raises ``Refusal`` when ``by`` may not, the learner is not in the class, there is no reason, or the points are none
    or more than ``MOST_POINTS``.
    """
    if not may_award_points(by, training_class):
        raise Refusal(_("You cannot give points in this class."), code="forbidden", status=403)
    if not is_enrolled(learner, training_class):
        raise Refusal(_("Points are for the learners of the class."), code="not_enrolled")
    return PointEntry.objects.create(
        learner=learner,
        training_class=training_class,
        component=component,
        points=_checked_points(points),
        reason=_checked_reason(reason),
        source=BY_HAND,
        by=by,
        occurred_at=timezone.now(),
    )


def reverse_entry(*, entry: PointEntry, reason: str, by: User) -> PointEntry:
    """Take back an entry by its opposite. Raises ``Refusal`` when it was reversed before or ``by`` may not."""
    if not may_award_points(by, entry.training_class):
        raise Refusal(_("You cannot give points in this class."), code="forbidden", status=403)
    if entry.reverses_id is not None:
        raise Refusal(_("This entry already takes another one back."), code="is_reversal")
    try:
        with transaction.atomic():
            return PointEntry.objects.create(
                learner=entry.learner,
                training_class=entry.training_class,
                component=entry.component,
                points=-entry.points,
                reason=_checked_reason(reason),
                source=BY_HAND,
                by=by,
                reverses=entry,
                occurred_at=timezone.now(),
            )
    except IntegrityError as error:
        raise Refusal(_("This entry was taken back before."), code="reversed") from error


def _checked_points(points: Decimal | str) -> Decimal:
    try:
        value = Decimal(points).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise Refusal(_("Please give the points as a number."), status=400) from error
    if not value.is_finite() or not value or abs(value) > MOST_POINTS:
        raise Refusal(
            _("One entry may give or take up to %(most)s points, but not none.") % {"most": MOST_POINTS}, status=400
        )
    return value


def _checked_reason(reason: str) -> str:
    reason = reason.replace("\x00", "").strip()
    if not reason or len(reason) > 250:
        raise Refusal(_("Please give a reason of up to 250 characters: the learner reads it."), status=400)
    return reason
