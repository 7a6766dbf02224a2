"""What the plugin does when something happened that may change hours."""

from datetime import timedelta

from classes.events import closed, reopened
from classes.models import TrainingClassPage
from lessons.events import completed
from people.events import accounts_merged
from people.models import User
from plugins.hours.actions.booking import book
from plugins.hours.jobs import book_class_of
from schoolhouse.events import ReceivedEvent, handler_of

_LIMIT, _LEASE = timedelta(minutes=10), timedelta(minutes=11)


@completed.handler("hours.book_lesson")
def book_lesson(event: ReceivedEvent) -> None:
    """Book the lesson that somebody finished."""
    _book(event.data["learner"])


@accounts_merged.handler("hours.book_merged")
def book_merged(event: ReceivedEvent) -> None:
    """Book anew what two accounts had, so that nothing counts twice."""
    _book(event.data["person"])


@closed.handler("hours.book_closed", time_limit=_LIMIT, lease=_LEASE)
def book_closed(event: ReceivedEvent) -> None:
    """Book the attendance of a class as it stands at its end."""
    _book_class(event.data["training_class"])


@reopened.handler("hours.book_reopened", time_limit=_LIMIT, lease=_LEASE)
def book_reopened(event: ReceivedEvent) -> None:
    """Book the attendance of a class that may be corrected again."""
    _book_class(event.data["training_class"])


@handler_of("attendance.roll_closed", 1, "hours.book_roll", time_limit=_LIMIT, lease=_LEASE)
def book_roll(event: ReceivedEvent) -> None:
    """Book the class whose roll was closed."""
    _book_class(event.data["training_class"])


@handler_of("attendance.corrected", 1, "hours.book_corrected")
def book_corrected(event: ReceivedEvent) -> None:
    """Book the learner of whom something else is recorded now."""
    _book(event.data["learner"])


def _book(public_id: str) -> None:
    learners = list(User.objects.filter(public_id=public_id).values_list("pk", flat=True))
    if learners:
        book(learners=learners)


def _book_class(public_id: str) -> None:
    page = TrainingClassPage.objects.filter(public_id=public_id).first()
    if page is not None:
        book_class_of(page)
