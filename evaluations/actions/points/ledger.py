"""Entries on the ledger of points. Nothing is ever changed: a mistake is reversed by another entry."""

import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.closing.frozen import refuse_closed
from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from evaluations.models import PointEntry, SchemeComponent
from evaluations.permissions.points import may_award_points
from evaluations.queries.points.assessment import scale_in
from people.models import User
from schoolhouse.refusals import Refusal

BY_HAND = "by_hand"
MOST_POINTS = Decimal(100)
"""The most points that one entry may give or take."""


@transaction.atomic
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
    evidence: str = "",
    version: int = 1,
) -> PointEntry:
    """Write the entry of a rule. The same ``source`` and ``source_key`` make one entry, however often it is called.

    Without a ``component`` the points go to the one at which the class's scheme names the rule, if it does.
    ``by`` is whose judgment the rule carries onto the ledger, if anybody's; ``evidence`` an address of this site that
    shows what for; ``version`` grows when the rule counts in another way. Raises ``Refusal`` when ``learner`` is not in
    the class, and when the class is closed.
    """
    kept = PointEntry.objects.filter(source=source, source_key=source_key).first()
    if kept is not None:
        return kept
    lock_seat(learner, training_class)
    entry, _made = PointEntry.objects.get_or_create(
        source=source,
        source_key=source_key,
        defaults={
            "learner": learner,
            "training_class": training_class,
            "component_id": component.pk if component is not None else component_for(source, training_class),
            "points": points,
            "reason": reason,
            "by": by,
            "evidence": evidence,
            "rule_version": version,
            "occurred_at": occurred_at,
        },
    )
    return entry


@transaction.atomic
def take_back_by_rule(*, entry: PointEntry, reason: str, by: User | None = None) -> PointEntry | None:
    """Take back what a rule gave, by its opposite: what it rests on has changed. ``by`` is whose judgment that is.

    Returns ``None`` where it was taken back before, by whomever. Raises ``Refusal`` when the learner is not in the
    class any more, and when the class is closed.
    """
    lock_seat(entry.learner, entry.training_class)
    if entry.reverses_id is not None or PointEntry.objects.filter(reverses=entry).exists():
        return None
    return _opposite(entry, reason, by, source=entry.source, rule_version=entry.rule_version)


def _opposite(entry: PointEntry, reason: str, by: User | None, **given_by: Any) -> PointEntry:
    """Write the entry that takes another one back."""
    return PointEntry.objects.create(
        learner=entry.learner,
        training_class=entry.training_class,
        component=entry.component,
        points=-entry.points,
        reason=checked_reason(reason),
        by=by,
        reverses=entry,
        occurred_at=timezone.now(),
        **given_by,
    )


@transaction.atomic
def award_by_hand(
    *,
    learner: User,
    training_class: TrainingClassPage,
    points: Decimal | str,
    reason: str,
    by: User,
    component: SchemeComponent | None = None,
    evidence: str = "",
    key: str = "",
) -> PointEntry:
    """Give or take points with a reason that the learner reads.

    What is sent twice with the same ``key`` makes one entry. Raises ``Refusal`` when ``by`` may not, the learner is
    not in the class, the class is closed, there is no reason, or the points are none or more than ``MOST_POINTS``.
    """
    if not may_award_points(by, training_class):
        raise Refusal(_("You cannot give points in this class."), code="forbidden", status=403)
    lock_seat(learner, training_class)
    fields = {
        "learner": learner,
        "training_class": training_class,
        "component": component,
        "points": checked_points(points),
        "reason": checked_reason(reason),
        "by": by,
        "evidence": evidence,
        "occurred_at": timezone.now(),
    }
    if not key:
        return PointEntry.objects.create(source=BY_HAND, **fields)
    source_key = f"{training_class.pk}/{learner.public_id}/{key}"
    entry, _made = PointEntry.objects.get_or_create(source=BY_HAND, source_key=source_key, defaults=fields)
    return entry


@transaction.atomic
def reverse_entry(*, entry: PointEntry, reason: str, by: User) -> PointEntry:
    """Take back an entry by its opposite.

    Raises ``Refusal`` when it was reversed before, ``by`` may not, or the class is closed.
    """
    if not may_award_points(by, entry.training_class):
        raise Refusal(_("You cannot give points in this class."), code="forbidden", status=403)
    if entry.reverses_id is not None:
        raise Refusal(_("This entry already takes another one back."), code="is_reversal")
    hold_seats(entry.training_class, entry.learner)
    refuse_closed(entry.training_class)
    try:
        with transaction.atomic():
            return _opposite(entry, reason, by, source=BY_HAND)
    except IntegrityError as error:
        raise Refusal(_("This entry was taken back before."), code="reversed") from error


def component_for(source: str, training_class: TrainingClassPage) -> int | None:
    """Return the key of the component at which the scheme of the class names the rule ``source``."""
    scale = scale_in(training_class.pk)
    return scale.part_for(source) if scale is not None else None


def hold_seats(training_class: TrainingClassPage, learner: User | None = None) -> list[Enrollment]:
    """Lock the seats of a class until the transaction ends, all of them or one learner's."""
    seats = Enrollment.objects.select_for_update(no_key=True).filter(training_class=training_class).order_by("pk")
    return list(seats.filter(learner=learner) if learner is not None else seats)


def lock_seat(learner: User, training_class: TrainingClassPage) -> None:
    """Hold the learner's seat, and refuse where there is none or the class is closed.

    Closing a class holds all its seats before it looks at totals, so that no entry slips in behind them.
    """
    if not [seat for seat in hold_seats(training_class, learner) if seat.state in INSIDE_STATES]:
        raise Refusal(_("Points are for the learners of the class."), code="not_enrolled")
    refuse_closed(training_class)


def checked_points(points: Decimal | str) -> Decimal:
    """Return ``points`` with two decimals. Raises ``Refusal`` for none, too many, and what is no number."""
    try:
        value = Decimal(points).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise Refusal(_("Please give the points as a number."), status=400) from error
    if not value.is_finite() or not value or abs(value) > MOST_POINTS:
        raise Refusal(
            _("One entry may give or take up to %(most)s points, but not none.") % {"most": MOST_POINTS}, status=400
        )
    return value


def checked_reason(reason: str) -> str:
    """Return ``reason`` without what no database takes. Raises ``Refusal`` for an empty or too long one."""
    reason = reason.replace("\x00", "").strip()
    if not reason or len(reason) > 250:
        raise Refusal(_("Please give a reason of up to 250 characters: the learner reads it."), status=400)
    return reason
