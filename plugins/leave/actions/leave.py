"""Asking for leave, deciding about it and reporting back. What may follow on what stands in ``edges``."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.models import Enrollment
from foundation import stamps
from people.models import User
from plugins.leave import events
from plugins.leave.actions.cleaning import clean_text
from plugins.leave.actions.edges import EDGES, Attempt
from plugins.leave.actions.limit import assess
from plugins.leave.minutes import span
from plugins.leave.models import HOLDING, Leave, LeaveKind, LeaveState, LeaveStep
from plugins.leave.queries.concerned import STAMP
from plugins.leave.queries.ledger import required_of
from plugins.leave.rules import rules_of
from schoolhouse.edges import NEW
from schoolhouse.refusals import Refusal

MOST_LEAVES = 100
"""The most rows of leave that one learner may have in one class."""
_ON_TIME = datetime.timedelta(minutes=1)


@transaction.atomic
def begin_leave(
    *,
    enrollment: Enrollment,
    client_key: uuid.UUID,
    kind: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    reason: str,
    by: User,
) -> Leave:
    """Write down leave as a draft; sent again with the same ``client_key`` it is what was written then.

    Raises ``Refusal`` unless ``by`` is the learner, inside the class, and the time is one.
    """
    enrollment = lock_enrollment(enrollment)
    if (found := _sent_before(enrollment, client_key)) is not None:
        return found
    leave = Leave(enrollment=enrollment, client_key=client_key, **_said(kind, starts_at, ends_at, reason))
    return _follow("begin", leave, by=by)


@transaction.atomic
def write_leave(
    *, leave: Leave, kind: str, starts_at: datetime.datetime, ends_at: datetime.datetime, reason: str, by: User
) -> Leave:
    """Let a draft say something else. Raises ``Refusal`` when it was sent meanwhile."""
    leave = lock_leave(leave)
    said = _said(kind, starts_at, ends_at, reason)
    if all(getattr(leave, name) == value for name, value in said.items()):
        return leave
    for name, value in said.items():
        setattr(leave, name, value)
    return _follow("write", leave, by=by)


def submit_leave(*, leave: Leave, by: User) -> Leave:
    """Send a draft to those who decide. Raises ``Refusal``, also where it overlaps other leave."""
    return _act("submit", leave, by=by)


def endorse_leave(*, leave: Leave, by: User, reason: str = "") -> Leave:
    """Speak for leave, as the learner's group leader or coordinator. Raises ``Refusal``."""
    return _act("endorse", leave, by=by, reason=reason)


def approve_leave(*, leave: Leave, by: User, reason: str = "") -> Leave:
    """Grant leave; the limit is looked at. Raises ``Refusal``."""
    return _act("approve", leave, by=by, reason=reason)


def refuse_leave(*, leave: Leave, by: User, reason: str) -> Leave:
    """Refuse leave, and say why. Raises ``Refusal``."""
    return _act("refuse", leave, by=by, reason=reason)


def appeal(*, leave: Leave, by: User, reason: str) -> Leave:
    """Ask once more after leave was refused, and say why. Raises ``Refusal``."""
    return _act("appeal", leave, by=by, reason=reason)


def take_leave(*, leave: Leave) -> Leave:
    """Note that granted leave has begun; the software's own act. Raises ``Refusal`` before its time."""
    return _act("take", leave, by=None)


def report_back(*, leave: Leave, by: User, reason: str = "") -> Leave:
    """Note that the learner is back; what is left of the leave no longer counts. Raises ``Refusal``."""
    return _act("report_back", leave, by=by, reason=reason)


def close_leave(*, leave: Leave, by: User, reason: str = "") -> Leave:
    """Close leave that was reported back from. Raises ``Refusal``."""
    return _act("close", leave, by=by, reason=reason)


def cancel_leave(*, leave: Leave, by: User, reason: str = "") -> Leave:
    """Call leave off before it begins, as its learner. Raises ``Refusal``."""
    return _act("cancel", leave, by=by, reason=reason)


@transaction.atomic
def enter_leave(
    *,
    enrollment: Enrollment,
    client_key: uuid.UUID,
    kind: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    reason: str,
    by: User,
) -> Leave:
    """Enter leave after the fact, as who decides; it is closed at once. Raises ``Refusal``."""
    enrollment = lock_enrollment(enrollment)
    if (found := _sent_before(enrollment, client_key)) is not None:
        return found
    leave = Leave(enrollment=enrollment, client_key=client_key, **_said(kind, starts_at, ends_at, reason))
    return _follow("enter", leave, by=by, reason=leave.reason)


def lock_enrollment(enrollment: Enrollment) -> Enrollment:
    """Read the enrollment again under a lock: one act at a time is done on a learner's leave in a class."""
    rows = Enrollment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("learner", "training_class", "organization", "group").get(pk=enrollment.pk)


def lock_leave(leave: Leave) -> Leave:
    """Read leave again under the lock of its enrollment."""
    enrollment = lock_enrollment(leave.enrollment)
    leave = Leave.objects.get(pk=leave.pk)
    leave.enrollment = enrollment
    return leave


@transaction.atomic
def _act(act: str, leave: Leave, *, by: User | None, reason: str = "") -> Leave:
    return _follow(act, lock_leave(leave), by=by, reason=clean_text(reason))


def _follow(act: str, leave: Leave, *, by: User | None, reason: str = "") -> Leave:
    """Follow one edge under the lock of the enrollment: check, write, append to the history, tell, assess."""
    edge, now, before = EDGES[act], timezone.now(), NEW if leave._state.adding else leave.state
    _check(act, _attempt(leave, by, now, before, reason))
    if edge.target in HOLDING and before not in HOLDING:
        _check_time_is_free(leave)
    leave.state = edge.target
    if act == "report_back":
        leave.until = max(leave.starts_at, min(leave.ends_at, now.replace(second=0, microsecond=0)))
    leave.save()
    LeaveStep.objects.create(
        leave=leave, act=act, from_state=before, to_state=edge.target, by=by, reason=reason, at=now
    )
    stamps.bump(STAMP)
    _tell(act, leave, by, reason, now)
    if act in ("approve", "report_back", "enter") or before == LeaveState.APPROVED:
        assess(enrollment=leave.enrollment)
    return leave


def _attempt(leave: Leave, by: User | None, now: datetime.datetime, before: str, reason: str) -> Attempt:
    training_class = leave.enrollment.training_class
    rules, wanted = rules_of(training_class), span(leave.starts_at, leave.ends_at)
    sessions = sum(one.overlaps(wanted) for one in required_of(training_class, rules))
    appealed = before == LeaveState.REFUSED and leave.steps.filter(act="appeal").exists()
    return Attempt(leave, by, now, rules, reason, before, sessions, appealed)


def _check(act: str, attempt: Attempt) -> None:
    state = attempt.leave.get_state_display()
    EDGES[act].check(
        attempt,
        state=attempt.state,
        not_yours=_("You may not do this with this leave."),
        wrong_state=_("This leave is “%(state)s”: that cannot be done now.") % {"state": state},
        code="not_possible",
        status=400,
    )


def _check_time_is_free(leave: Leave) -> None:
    """Say in words what the database would refuse."""
    others = Leave.objects.filter(enrollment=leave.enrollment, state__in=HOLDING).exclude(pk=leave.pk)
    if others.filter(starts_at__lt=leave.until, until__gt=leave.starts_at).exists():
        raise Refusal(_("There is leave in this time already."), code="overlap")


def _sent_before(enrollment: Enrollment, client_key: uuid.UUID) -> Leave | None:
    found = Leave.objects.filter(enrollment=enrollment, client_key=client_key).first()
    if found is not None:
        found.enrollment = enrollment
    elif enrollment.leaves.count() >= MOST_LEAVES:
        raise Refusal(_("There is no room for more leave in this class."), code="too_many")
    return found


def _said(kind: str, starts_at: datetime.datetime, ends_at: datetime.datetime, reason: str) -> dict[str, Any]:
    """Return what leave says, in whole minutes; raises ``Refusal`` for what is no leave."""
    if kind not in LeaveKind.values:
        raise Refusal(_("Choose why you are away."), code="kind", status=400)
    starts_at, ends_at = (moment.replace(second=0, microsecond=0) for moment in (starts_at, ends_at))
    if ends_at <= starts_at:
        raise Refusal(_("The end must be after the start."), code="order", status=400)
    reason = clean_text(reason)
    if not reason:
        raise Refusal(_("Say why."), code="no_reason", status=400)
    return {"kind": kind, "starts_at": starts_at, "ends_at": ends_at, "until": ends_at, "reason": reason}


def _tell(act: str, leave: Leave, by: User | None, reason: str, now: datetime.datetime) -> None:
    sent: dict[str, tuple[Any, dict[str, Any]]] = {
        "submit": (events.submitted, {"is_appeal": False}),
        "appeal": (events.submitted, {"is_appeal": True}),
        "approve": (events.approved, {"after_the_fact": False}),
        "enter": (events.approved, {"after_the_fact": True}),
        "refuse": (events.refused, {"reason": reason}),
        "report_back": (events.reported_back, {"until": leave.until, "is_late": now > leave.ends_at + _ON_TIME}),
    }
    if act not in sent:
        return
    event, more = sent[act]
    enrollment, training_class = leave.enrollment, leave.enrollment.training_class
    data = {
        "leave": leave.public_id,
        "enrollment": enrollment.public_id,
        "training_class": training_class.public_id,
        "learner": enrollment.learner.public_id,
        "kind": leave.kind,
        "starts_at": leave.starts_at,
        "ends_at": leave.ends_at,
        "by": by.public_id if by else None,
        **more,
    }
    organization = training_class.organization
    event.send(data=data, organization=organization.public_id if organization else None)
