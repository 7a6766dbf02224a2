"""A person's notifications in pages found by key."""

from dataclasses import dataclass

from people.models import Notification, User
from people.notifications.composing import Told, composed

SHOWN = 25


@dataclass(frozen=True)
class Listed:
    """A page of notifications, the latest first; ``next`` is where the next page begins, ``None`` on the last."""

    rows: list[Told]
    next: int | None

    @property
    def latest(self) -> Told | None:
        """The latest notification of the page."""
        return self.rows[0] if self.rows else None


def notifications_of(person: User, *, before: int | None = None, unread: bool = False) -> Listed:
    """Return what ``person`` was told before the notification with the key ``before``, or only what is unread."""
    rows = Notification.objects.filter(person=person).select_related("actor").order_by("-pk")
    if unread:
        rows = rows.filter(read_at=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: SHOWN + 1])
    page = found[:SHOWN]
    return Listed(composed(person, page), page[-1].pk if len(found) > SHOWN else None)
