"""Setting tests for classes, changing and withdrawing them, and giving people extra time."""

import datetime
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from evaluations.queries.points import components_in
from foundation import stamps
from people.models import User
from plugins.theory_tests import events
from plugins.theory_tests.actions.attempts import deadline_of
from plugins.theory_tests.actions.papers import freeze_paper
from plugins.theory_tests.models import AttemptState, ExtraTime, Paper, Sitting
from plugins.theory_tests.models.sitting import MOST_EXTRA
from plugins.theory_tests.permissions import may_set, takes_changes
from plugins.theory_tests.queries.papers import papers_for
from plugins.theory_tests.queries.sittings import STAMP
from schoolhouse.refusals import Refusal

LONGEST = datetime.timedelta(days=60)
"""For so long a test may be open."""


@transaction.atomic
def set_test(
    *, training_class: TrainingClassPage, paper: Paper, client_key: uuid.UUID, by: User, **fields: Any
) -> Sitting:
    """Set a paper, as it is now, for a class. ``fields`` are those of ``Sitting``; the same key makes one test.

    Raises ``Refusal`` where ``by`` may not, the class is closed, the paper or the component is not for this class, the
    paper cannot be sat, or the times will not do.
    """
    _check(training_class, by)
    known = Sitting.objects.filter(client_key=client_key, training_class=training_class).first()
    if known is not None:
        return known
    if not papers_for(training_class).filter(pk=paper.pk).exists():
        raise Refusal(_("This paper is not for this class."), status=400)
    _check_fields(training_class, fields)
    version = freeze_paper(paper=paper, by=by)
    fields["title"] = fields.get("title") or paper.title
    try:
        with transaction.atomic():
            sitting = Sitting.objects.create(
                training_class=training_class, version=version, client_key=client_key, by=by, **fields
            )
    except IntegrityError as error:  # sent twice at once, or the key of another class's test
        known = Sitting.objects.filter(client_key=client_key, training_class=training_class).first()
        if known is None:
            raise Refusal(_("Please load this page anew."), code="key_used") from error
        return known
    stamps.bump(STAMP)
    organization = training_class.organization
    events.test_set.send(data=_said(sitting, by), organization=organization.public_id if organization else None)
    return sitting


@transaction.atomic
def change_test(*, sitting: Sitting, by: User, **fields: Any) -> Sitting:
    """Change when a test is held and what is seen of it; its paper stays. Open attempts get their new deadline.

    Raises ``Refusal`` where ``by`` may not, the test is over, or the times will not do; what the ledger gets and how
    it is marked stays once somebody has begun.
    """
    _check(sitting.training_class, by)
    locked = _locked(sitting)
    if locked.closed_at is not None:
        kept = {"shows", "results_from"}
    elif locked.attempts.exists():
        kept = {"title", "closes_at", "shows", "results_from", "item"}
    else:
        kept = set(fields)
    changed = {name for name, value in fields.items() if getattr(locked, name) != value}
    if changed - kept:
        raise Refusal(_("Somebody has sat this test: only its end and what learners see may change."), code="begun")
    if changed - {"shows", "results_from"}:
        checked = {**fields, "opens_at": fields.get("opens_at", locked.opens_at)}
        if "component" not in changed:  # what the test has stays, though the class goes by another scheme since
            checked.pop("component", None)
        _check_fields(sitting.training_class, checked)
    for name in changed:
        setattr(locked, name, fields[name])
    locked.save()
    for attempt in locked.attempts.filter(state=AttemptState.OPEN):
        _renew(locked, attempt)
    stamps.bump(STAMP)
    return locked


@transaction.atomic
def withdraw_test(*, sitting: Sitting, by: User) -> None:
    """Take a test back that nobody has begun. Raises ``Refusal`` where somebody has, or ``by`` may not."""
    _check(sitting.training_class, by)
    locked = _locked(sitting)
    if locked.attempts.exists():
        raise Refusal(_("Somebody has sat this test: it stays."), code="begun")
    locked.is_withdrawn = True
    locked.save(update_fields=["is_withdrawn"])
    stamps.bump(STAMP)


@transaction.atomic
def give_extra_time(*, sitting: Sitting, enrollment: Enrollment, minutes: int, by: User) -> None:
    """Give a learner minutes on top, 0 for none; an attempt that is under way gets them as well.

    Raises ``Refusal`` where ``by`` may not, the test is over, the learner is not in the class, or for more minutes than
    ``MOST_EXTRA``.
    """
    _check(sitting.training_class, by)
    locked = _locked(sitting)
    if locked.closed_at is not None or locked.is_withdrawn:
        raise Refusal(_("This test is over."), code="over")
    if enrollment.training_class_id != locked.training_class_id or enrollment.state not in INSIDE_STATES:
        raise Refusal(_("Extra time is for the learners of the class."), code="not_enrolled")
    if not 0 <= minutes <= MOST_EXTRA:
        raise Refusal(_("From 0 to %(most)s minutes.") % {"most": MOST_EXTRA}, status=400)
    ExtraTime.objects.update_or_create(sitting=locked, enrollment=enrollment, defaults={"minutes": minutes, "by": by})
    for attempt in locked.attempts.filter(enrollment=enrollment, state=AttemptState.OPEN):
        _renew(locked, attempt)


def _renew(sitting: Sitting, attempt: Any) -> None:
    from plugins.theory_tests.actions.attempts import extra_of

    attempt.deadline = deadline_of(sitting, attempt.started_at, extra_of(sitting, attempt.enrollment))
    attempt.save(update_fields=["deadline"])


def _locked(sitting: Sitting) -> Sitting:
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("version", "training_class")
    return rows.get(pk=sitting.pk)


def _check(training_class: TrainingClassPage, by: User) -> None:
    if not may_set(by, training_class):
        raise Refusal(_("You cannot set tests in this class."), code="forbidden", status=403)
    if not takes_changes(training_class):
        raise Refusal(_("This class is closed."), code="closed")


def _check_fields(training_class: TrainingClassPage, fields: dict[str, Any]) -> None:
    opens_at, closes_at, component = fields["opens_at"], fields["closes_at"], fields.get("component")
    if closes_at <= opens_at:
        raise Refusal(_("A test closes after it has opened."), status=400)
    if closes_at - opens_at > LONGEST:
        raise Refusal(_("A test is open for at most %(days)s days.") % {"days": LONGEST.days}, status=400)
    if closes_at <= timezone.now():
        raise Refusal(_("This end lies in the past."), status=400)
    if component is not None and not components_in(training_class).filter(pk=component.pk).exists():
        raise Refusal(_("This component is not for this class."), status=400)
    item = fields.get("item")
    if item is not None and item.training_class_id != training_class.pk:
        raise Refusal(_("This is not on the timetable of this class."), status=400)


def _said(sitting: Sitting, by: User) -> dict[str, Any]:
    return {
        "test": sitting.public_id,
        "training_class": sitting.training_class.public_id,
        "opens_at": sitting.opens_at.isoformat(),
        "closes_at": sitting.closes_at.isoformat(),
        "by": by.public_id,
    }
