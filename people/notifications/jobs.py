"""What is done about notifications by itself."""

import datetime

from foundation.jobs import job, schedule
from people.models import User
from people.notifications import reading, sending


@schedule("people.send_notifications", every=datetime.timedelta(minutes=1))
@job("people.send_notifications")
def send_notifications() -> None:
    """Have what is due brought to people."""
    sending.enqueue_due()


# Tried again by being due again; the job itself fails once nothing more is tried, and waits for an administrator.
@job("people.send_notifications_to", retries=0)
def send_notifications_to(*, person: int, channel: str) -> None:
    """Bring to one person by one channel what is due."""
    found = User.objects.filter(pk=person).first()
    if found is not None:
        sending.send_to(found, channel)


@schedule("people.clear_notifications", at="03:40")
@job("people.clear_notifications", time_limit=datetime.timedelta(minutes=30))
def clear_notifications() -> None:
    """Delete what was told long ago."""
    reading.clear_old()
