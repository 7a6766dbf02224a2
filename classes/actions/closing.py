"""Closing a class and opening it again. What may follow on what stands in ``classes.closing.edges``."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from classes import events
from classes.actions.enrollment import complete_all, dismiss_queue
from classes.closing.additions import frozen_by_all
from classes.closing.checks import FoundGap, gaps_of
from classes.closing.edges import EDGES, Attempt
from classes.closing.facts import facts_of
from classes.models import (
    ClassResult,
    ClassState,
    ClassStep,
    Enrollment,
    EnrollmentState,
    Outcome,
    TrainingClassPage,
)
from people.models import User

LONGEST_REASON = 250

OUTCOMES = {
    EnrollmentState.COMPLETED: Outcome.COMPLETED,
    EnrollmentState.ENROLLED: Outcome.NOT_COMPLETED,
    EnrollmentState.WITHDRAWN: Outcome.WITHDRAWN,
}
"""What a learner came to, by where they stand when the class is closed; who never had a seat has no result."""


@transaction.atomic
def close_class(
    *, training_class: TrainingClassPage, by: User, reason: str = "", not_completed: Collection[int] = ()
) -> ClassStep:
    """Close a class: who is enrolled completes it, but the enrollments in ``not_completed``; results are frozen.

    Who still waits for a seat is told that there is none. From then on roster, timetable, rolls and leave stay as they
    are. Raises ``Refusal``: for who may not, for a class that is closed or has not begun, and where something is
    missing and no ``reason`` says why it is closed all the same.
    """
    training_class, number = _locked(training_class)
    attempt = Attempt(training_class, by, timezone.now(), _clean(reason), gaps_of(training_class))
    _check("close", attempt, number)
    dismiss_queue(training_class=training_class, by=by, reason=_("The class was closed."))
    complete_all(training_class=training_class, by=by, but=not_completed)
    step = _step(attempt, number, ClassState.CLOSED)
    results = _freeze(step)
    _tell(step, results)
    return step


@transaction.atomic
def reopen_class(*, training_class: TrainingClassPage, by: User, reason: str) -> ClassStep:
    """Open a closed class again, for a reason. Its results stay; closing it again makes a new version of them.

    Raises ``Refusal``: for who may not, without a reason, and for a class that is open.
    """
    training_class, number = _locked(training_class)
    attempt = Attempt(training_class, by, timezone.now(), _clean(reason))
    _check("reopen", attempt, number)
    step = _step(attempt, number, ClassState.OPEN)
    _tell(step, ())
    return step


def _locked(training_class: TrainingClassPage) -> tuple[TrainingClassPage, int]:
    """Read the class again under its lock, which whoever changes its roster takes; give the last step's number."""
    locked = TrainingClassPage.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    last = locked.steps.order_by("-number").first()
    return locked, last.number if last else 0


def _check(act: str, attempt: Attempt, number: int) -> None:
    state = ClassState.CLOSED if number % 2 else ClassState.OPEN
    said = {ClassState.CLOSED: _("This class is closed already."), ClassState.OPEN: _("This class is open.")}
    EDGES[act].check(
        attempt,
        state=state,
        not_yours=_("You may not do this in this class."),
        wrong_state=said[state],
        code="incomplete",
    )


def _step(attempt: Attempt, number: int, state: ClassState) -> ClassStep:
    step = ClassStep.objects.create(
        training_class=attempt.training_class,
        number=number + 1,
        to_state=state,
        by=attempt.by,
        reason=attempt.reason,
        gaps=_kept(attempt.gaps),
    )
    action = "classes.close" if state == ClassState.CLOSED else "classes.reopen"
    data = {"version": step.version, "reason": step.reason, "gaps": len(step.gaps)}
    log(instance=attempt.training_class.page_ptr, action=action, user=attempt.by, data=data)
    return step


def _kept(gaps: Sequence[FoundGap]) -> list[dict[str, str | int]]:
    return [{name: value for name, value in asdict(gap).items() if name != "url"} for gap in gaps]


def _freeze(step: ClassStep) -> list[ClassResult]:
    training_class = step.training_class
    rows = training_class.enrollments.filter(state__in=OUTCOMES).select_related("learner", "organization", "group")
    enrollments: list[Enrollment] = list(rows.order_by("pk"))
    facts, added = facts_of(training_class, enrollments), frozen_by_all(step, enrollments)
    for key, more in added.items():
        if more:
            facts[key]["added"] = more
    return ClassResult.objects.bulk_create(
        [
            ClassResult(step=step, enrollment=row, outcome=OUTCOMES[EnrollmentState(row.state)], facts=facts[row.pk])
            for row in enrollments
        ],
        batch_size=200,
    )


def _tell(step: ClassStep, results: Sequence[ClassResult]) -> None:
    training_class, organization = step.training_class, step.training_class.organization
    data = {
        "training_class": training_class.public_id,
        "step": step.public_id,
        "version": step.version,
        "reason": step.reason,
        "by": step.by.public_id,
    }
    event = events.reopened
    if step.to_state == ClassState.CLOSED:
        event = events.closed
        data |= {str(outcome): sum(one.outcome == outcome for one in results) for outcome in Outcome}
    event.send(data=data, organization=organization.public_id if organization else None)


def _clean(reason: str) -> str:
    return " ".join(reason.replace("\x00", "").split())[:LONGEST_REASON]
