"""What the plugin does by itself: presence may be known by any plugin, and not every one tells of each change."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from classes.models import Enrollment, TimetableItem, TrainingClassPage
from people.models import Organization, RoleAssignment
from people.roles import Role
from plugins.hours.actions.booking import book_all
from plugins.hours.queries.sources import COUNTED_STATES
from schoolhouse.jobs import enqueue, job, schedule

LONG = datetime.timedelta(minutes=30)
LATELY = datetime.timedelta(days=3)
CORRECTED_FOR = datetime.timedelta(days=90)
"""How long after a class its attendance is still looked at each night; closing looks once more."""


@schedule("hours.look", every=datetime.timedelta(minutes=15))
@job("hours.look")
def look() -> None:
    """Book the classes in which something ended in the last days, each in a job of its own."""
    now = timezone.now()
    items = TimetableItem.objects.filter(ends_at__range=(now - LATELY, now))
    _enqueue(items.order_by().values_list("training_class_id", flat=True).distinct())


@schedule("hours.sweep", at="03:40")
@job("hours.sweep")
def sweep() -> None:
    """Book the classes of the last months, for what was corrected late."""
    today = timezone.localdate()
    classes = TrainingClassPage.objects.filter(ends_on__gte=today - CORRECTED_FOR, starts_on__lte=today)
    _enqueue(classes.order_by().values_list("pk", flat=True))


@job("hours.book_class", time_limit=LONG, lease=LONG + datetime.timedelta(minutes=1))
def book_class(*, page: int) -> None:
    """Book the hours of the learners of a class."""
    if (training_class := TrainingClassPage.objects.filter(pk=page).first()) is not None:
        book_class_of(training_class)


@job("hours.book_below", time_limit=LONG, lease=LONG + datetime.timedelta(minutes=1))
def book_below(*, organization: int) -> None:
    """Book the hours of everybody who learns in an organization or below it: its table was changed."""
    top = Organization.objects.filter(pk=organization).first()
    if top is not None:
        held = RoleAssignment.objects.within(top).filter(role=Role.LEARNER)
        book_all(held.values_list("user_id", flat=True))


def book_class_of(training_class: TrainingClassPage) -> int:
    """Book the hours of the learners of a class; return how many entries it made."""
    rows = Enrollment.objects.filter(training_class=training_class, state__in=COUNTED_STATES)
    return book_all(rows.values_list("learner_id", flat=True))


def _enqueue(pages: Iterable[int]) -> None:
    for page in pages:
        enqueue("hours.book_class", {"page": page}, key=f"hours.class:{page}")
