"""What the plugin does by itself: leave begins, and every night each class is held against its limit."""

import datetime

from django.utils import timezone

from classes.models import EnrollmentState, TrainingClassPage
from plugins.leave.actions.leave import take_leave
from plugins.leave.actions.limit import assess
from plugins.leave.models import Leave, LeaveState, ProposalState, WithdrawalProposal
from plugins.leave.queries.ledger import absences_of
from plugins.leave.rules import NAME
from schoolhouse.activation import is_active
from schoolhouse.jobs import enqueue, job, schedule
from schoolhouse.refusals import Refusal


@schedule("leave.begin", every=datetime.timedelta(minutes=5))
@job("leave.begin")
def begin() -> None:
    """Note the granted leave that has begun."""
    due = Leave.objects.filter(state=LeaveState.APPROVED, starts_at__lte=timezone.now())
    for leave in due.select_related("enrollment__training_class").order_by("pk")[:500]:
        if is_active(NAME, leave.enrollment.training_class):
            try:
                take_leave(leave=leave)
            except Refusal:
                continue  # called off in the same moment


@schedule("leave.assess", at="05:30")
@job("leave.assess")
def assess_all() -> None:
    """Hold every class that is under way against its limit, each in a job of its own."""
    today = timezone.now().date()
    day = datetime.timedelta(days=1)
    # A day more at both ends: a class has its own zone.
    for page in TrainingClassPage.objects.live().filter(starts_on__lte=today + day, ends_on__gte=today - day):
        if is_active(NAME, page):
            enqueue("leave.assess_class", {"page": page.pk}, key=f"leave:{page.pk}:{today}")


@job("leave.assess_class")
def assess_class(*, page: int) -> None:
    """Look at what each learner of a class misses: the timetable and attendance have gone on."""
    training_class = TrainingClassPage.objects.filter(pk=page).first()
    if training_class is None or not is_active(NAME, training_class):
        return
    rows = list(training_class.enrollments.filter(state=EnrollmentState.ENROLLED).select_related("learner"))
    proposals = WithdrawalProposal.objects.filter(enrollment__in=rows, state=ProposalState.PROPOSED)
    proposed = set(proposals.values_list("enrollment_id", flat=True))
    for enrollment, absence in zip(rows, absences_of(training_class, rows).values(), strict=True):
        if absence.used or enrollment.pk in proposed:
            enrollment.training_class = training_class
            assess(enrollment=enrollment, absence=absence)
