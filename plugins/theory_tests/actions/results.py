"""What a test comes to once it is over: closing it, points on the ledger, figures of its questions."""

import logging
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import override

from classes.models import Enrollment
from evaluations.actions.points import award_by_rule, take_back_by_rule
from evaluations.models import PointEntry
from people.models import User
from plugins.theory_tests import events
from plugins.theory_tests.actions.attempts import close_if_over
from plugins.theory_tests.actions.edges import GRACE
from plugins.theory_tests.models import Attempt, AttemptState, Settled, Sitting
from plugins.theory_tests.permissions import takes_changes
from plugins.theory_tests.queries.sittings import last_end
from schoolhouse.jobs import enqueue
from schoolhouse.refusals import Refusal

log = logging.getLogger(__name__)
SOURCE = "theory_tests"
BATCH = 500


def close_overdue() -> int:
    """Close attempts whose time is over and that nobody handed in; return how many."""
    due = Attempt.objects.filter(state=AttemptState.OPEN, deadline__lt=timezone.now() - GRACE)
    rows = due.select_related("sitting__version", "sitting__training_class", "enrollment").order_by("deadline")[:BATCH]
    return sum(close_if_over(attempt=attempt) for attempt in list(rows))


def close_tests() -> int:
    """Close tests that are over for everybody, settle what is marked, and have figures computed; return how many."""
    rows = Sitting.objects.filter(is_withdrawn=False, closed_at=None, closes_at__lt=timezone.now())
    closed = 0
    for one in list(rows.order_by("closes_at")[:BATCH]):
        try:
            closed += close_test(sitting=one)
        except Exception:  # of one class; the tests of all others close
            log.exception("Test %s could not be closed.", one.public_id)
    return closed


def close_test(*, sitting: Sitting) -> bool:
    """Close a test once it is over for everybody, extra time included; return whether it is closed now."""
    with transaction.atomic():
        rows = Sitting.objects.select_for_update(of=("self",)).select_related("version", "training_class")
        locked = rows.get(pk=sitting.pk)
        if locked.closed_at is not None:
            return True
        if timezone.now() <= last_end(locked) + GRACE or locked.attempts.filter(state=AttemptState.OPEN).exists():
            return False
        locked.closed_at = timezone.now()
        locked.save(update_fields=["closed_at"])
        for seat in Enrollment.objects.filter(theory_attempts__sitting=locked).distinct().select_related("learner"):
            settle_learner(sitting=locked, enrollment=seat, by=None)
        ask_for_figures(locked)
    return True


def settle_learner(*, sitting: Sitting, enrollment: Enrollment, by: User | None) -> None:
    """Once all attempts of a learner at a test that is over are marked, put the best onto the ledger and tell it; once.

    ``by`` is who gave the last mark. Whoever has left the class, and a closed class, get no points any more.
    """
    if sitting.closed_at is None:
        return
    attempts = list(Attempt.objects.filter(sitting=sitting, enrollment=enrollment))
    if not attempts or any(one.state != AttemptState.MARKED for one in attempts):
        return
    best = _best(attempts)
    _settled, is_new = Settled.objects.get_or_create(sitting=sitting, enrollment=enrollment, defaults={"attempt": best})
    if not is_new:
        return
    _award(sitting, best, enrollment, by)
    _tell(sitting, best, enrollment)


def correct_learner(*, sitting: Sitting, enrollment: Enrollment, by: User) -> None:
    """Let the ledger say what the attempts of a learner come to by now: a mark was corrected by ``by``.

    What the result gave is taken back by its opposite and given anew, and the learner is told. Where nothing was given,
    or somebody took it back by hand, the ledger stays as it is.
    """
    settled = Settled.objects.select_for_update().filter(sitting=sitting, enrollment=enrollment).first()
    if settled is None:
        return
    best = _best(Attempt.objects.filter(sitting=sitting, enrollment=enrollment))
    settled.attempt = best
    settled.save(update_fields=["attempt"])
    key = _key(sitting, enrollment)
    entries = PointEntry.objects.filter(Q(source_key=key) | Q(source_key__startswith=f"{key}/"), source=SOURCE)
    entry = entries.select_related("learner", "training_class", "component").order_by("-pk").first()
    if entry is not None and sitting.award is not None and entry.points != _worth(sitting, best):
        with override(sitting.training_class.locale.language_code):
            reason = _("A mark was corrected: test “%(title)s”") % {"title": sitting.title[:120]}
        try:
            gone = take_back_by_rule(entry=entry, reason=reason, by=by)
        except Refusal:
            gone = None  # who has left the class
        if gone is not None:
            _award(sitting, best, enrollment, by, number=entries.count())
    _tell(sitting, best, enrollment)


def _best(attempts: Iterable[Attempt]) -> Attempt:
    return max(attempts, key=lambda one: (one.points or Decimal(0), -one.number))


def _tell(sitting: Sitting, best: Attempt, enrollment: Enrollment) -> None:
    page = sitting.training_class
    passed = (best.share or 0) * 100 >= sitting.version.content["pass_percent"]
    said = {"test": sitting.public_id, "training_class": page.public_id, "learner": enrollment.learner.public_id}
    events.results_settled.send(
        data={**said, "points": str(best.points), "most": str(best.most), "passed": passed},
        organization=page.organization.public_id if page.organization else None,
    )


def _key(sitting: Sitting, enrollment: Enrollment) -> str:
    return f"{sitting.public_id}/{enrollment.public_id}"


def _worth(sitting: Sitting, best: Attempt) -> Decimal:
    """Return the points on the ledger for an attempt."""
    given = (best.share or Decimal(0)) * (sitting.award or Decimal(0))
    return given.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _award(sitting: Sitting, best: Attempt, enrollment: Enrollment, by: User | None, *, number: int = 0) -> None:
    page = sitting.training_class
    if sitting.award is None or not takes_changes(page):
        return
    key = _key(sitting, enrollment)
    with override(page.locale.language_code):
        reason = reason_of(sitting, best)
    try:
        award_by_rule(
            learner=enrollment.learner,
            training_class=page,
            points=_worth(sitting, best),
            reason=reason,
            source=SOURCE,
            source_key=f"{key}/{number}" if number else key,
            occurred_at=best.ended_at or timezone.now(),
            component=sitting.component,
            by=by,
        )
    except Refusal:
        return  # who has left the class


def reason_of(sitting: Sitting, attempt: Attempt) -> str:
    """Say in the active language what an entry on the ledger stands for."""
    numbers = {"points": localize(_short(attempt.points)), "most": localize(_short(attempt.most))}
    return _("Test “%(title)s”: %(points)s of %(most)s points") % {"title": sitting.title[:120], **numbers}


def _short(number: Decimal | None) -> Decimal:
    value = number or Decimal(0)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def ask_for_figures(sitting: Sitting) -> None:
    """Have the figures of a test computed by the worker."""
    now = timezone.now().replace(microsecond=0)
    key = f"theory_tests:{sitting.pk}:{now.isoformat()}"
    enqueue("theory_tests.count", {"sitting": sitting.pk}, key=key)
