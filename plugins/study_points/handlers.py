"""What the plugin does when something happened that may change points."""

from datetime import timedelta

from classes.models import Enrollment, TrainingClassPage
from lessons.events import completed
from plugins.study_points.settling import settle
from schoolhouse.events import ReceivedEvent, handler_of

_LIMIT, _LEASE = timedelta(minutes=5), timedelta(minutes=6)


@completed.handler("study_points.lesson", time_limit=_LIMIT, lease=_LEASE)
def lesson_finished(event: ReceivedEvent) -> None:
    """Settle the classes of somebody who finished a lesson."""
    seats = Enrollment.objects.filter(learner__public_id=event.data["learner"]).order_by("pk")
    for seat in seats.select_related("training_class"):
        settle(seat.training_class)


@handler_of("attendance.roll_closed", 1, "study_points.roll", time_limit=_LIMIT, lease=_LEASE)
def roll_closed(event: ReceivedEvent) -> None:
    """Settle the class whose roll was closed."""
    _settle(event.data["training_class"])


@handler_of("attendance.corrected", 1, "study_points.corrected", time_limit=_LIMIT, lease=_LEASE)
def corrected(event: ReceivedEvent) -> None:
    """Settle the class in which something else is recorded now."""
    _settle(event.data["training_class"])


def _settle(public_id: str) -> None:
    page = TrainingClassPage.objects.filter(public_id=public_id).first()
    if page is not None:
        settle(page)
