"""Keeping the figures of the register up to date: what changes them is mostly marks, and nobody is told of each."""

import datetime

from django.db.models import Max, QuerySet
from django.utils import timezone

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from people.events import accounts_merged
from plugins.attendance.events import roll_closed
from plugins.attendance.models import Mark, Roll, RollTransition
from plugins.attendance.register.actions.exports import MAKE, make_export, sweep_exports
from plugins.attendance.register.actions.tallies import follow_moves, tally_class, tally_counts, tally_outside
from plugins.attendance.register.models import ClassTally, HeadCount, OutsideClass, RegisterExport
from schoolhouse.events import ReceivedEvent
from schoolhouse.jobs import enqueue, job, schedule
from schoolhouse.models import PluginActivation

LONG = datetime.timedelta(minutes=10)
_LEASE = LONG + datetime.timedelta(minutes=1)
LATELY = datetime.timedelta(days=2)
CORRECTED_FOR = datetime.timedelta(days=90)
"""How long after a class all of it is counted anew each night, for leave that was granted late."""
MARGIN = 2_000
"""So many marks before the last one that was counted are looked at again: they may have been written at once with it,
and come to be seen only later."""


@schedule("attendance.tally_look", every=datetime.timedelta(minutes=5))
@job("attendance.tally_look")
def tally_look() -> None:
    """Find the classes whose figures may have changed, and count each in a job of its own."""
    _enqueue(changed_classes())
    tally_counts(counts=HeadCount.objects.standing().filter(tally=None)[:500])  # type: ignore[misc]
    tally_outside(classes=OutsideClass.objects.standing().filter(tally=None)[:500])  # type: ignore[misc]


@schedule("attendance.tally_sweep", at="03:20")
@job("attendance.tally_sweep", time_limit=LONG, lease=_LEASE)
def tally_sweep() -> None:
    """Count the classes of the last months anew, and let the register follow those that moved."""
    follow_moves()
    today = timezone.localdate()
    recent = TrainingClassPage.objects.filter(ends_on__gte=today - CORRECTED_FOR, starts_on__lte=today)
    counted = Roll.objects.filter(training_class__in=recent.values("pk"))
    _enqueue(set(counted.order_by().values_list("training_class_id", flat=True).distinct()))


@job("attendance.tally_class", time_limit=LONG, lease=_LEASE)
def tally(*, page: int) -> None:
    """Count one class."""
    found = TrainingClassPage.objects.filter(pk=page).first()
    if found is not None:
        tally_class(training_class=found)


@job(MAKE, retries=2, time_limit=LONG, lease=_LEASE)
def make(*, export: int) -> None:
    """Make a register that somebody waits for."""
    for found in RegisterExport.objects.filter(pk=export):
        make_export(export=found)


@schedule("attendance.sweep_exports", at="03:50")
@job("attendance.sweep_exports")
def sweep() -> None:
    """Delete the files of registers that were made long ago."""
    sweep_exports()


@roll_closed.handler("attendance.tally_closed", time_limit=LONG, lease=_LEASE)
def tally_closed(event: ReceivedEvent) -> None:
    """Count the class whose roll was closed."""
    for page in TrainingClassPage.objects.filter(public_id=event.data["training_class"]):
        tally_class(training_class=page)


@accounts_merged.handler("attendance.tally_merged")
def tally_merged(event: ReceivedEvent) -> None:
    """Count the classes of somebody whose two accounts became one."""
    seats = Enrollment.objects.filter(learner__public_id=event.data["person"], state__in=INSIDE_STATES)
    _enqueue(set(seats.values_list("training_class_id", flat=True)))


def changed_classes() -> set[int]:
    """Return the classes with a new mark, a roll that began or changed lately, a switch, or that were never counted."""
    now = timezone.now()
    begun = Roll.objects.filter(starts_at__lte=now)
    found = _classes(begun.filter(starts_at__gte=now - LATELY))
    found |= _classes(begun.exclude(training_class__in=ClassTally.objects.values("training_class")))
    found |= _switched(now)
    changed = RollTransition.objects.filter(at__gte=now - LATELY)
    found |= _classes(begun.filter(pk__in=changed.values("roll")))
    return found | _newly_marked()


def _switched(now: datetime.datetime) -> set[int]:
    """Return the classes for which a plugin was switched or set since they were counted, at themselves or above."""
    found: set[int] = set()
    for decision in PluginActivation.objects.filter(changed_at__gte=now - LATELY).select_related("page"):
        counted = ClassTally.objects.filter(computed_at__lt=decision.changed_at)
        if decision.page is not None:
            counted = counted.filter(training_class__path__startswith=decision.page.path)
        found |= set(counted.values_list("training_class_id", flat=True))
    return found


def _newly_marked() -> set[int]:
    counted = dict(ClassTally.objects.values_list("training_class_id", "last_mark"))
    floor = max(counted.values(), default=0) - MARGIN
    marked = Mark.objects.filter(pk__gt=floor).order_by().values_list("roll__training_class_id")
    return {page for page, last in marked.annotate(last=Max("pk")) if last > counted.get(page, 0)}


def _classes(rolls: QuerySet[Roll]) -> set[int]:
    return set(rolls.order_by().values_list("training_class_id", flat=True).distinct())


def _enqueue(pages: set[int]) -> None:
    for page in sorted(pages):
        enqueue("attendance.tally_class", {"page": page}, key=f"attendance.tally:{page}")
