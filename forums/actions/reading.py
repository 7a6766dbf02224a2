"""Remembering how far someone has read."""

from django.utils import timezone

from forums.models import Thread, ThreadRead
from people.models import User


def mark_read(*, thread: Thread, number: int, by: User) -> None:
    """Remember that ``by`` has seen posts up to ``number``; it never goes back, whatever the order of requests."""
    now = timezone.now()
    behind = ThreadRead.objects.filter(reader=by, thread=thread, last_read_number__lt=number)
    if behind.update(last_read_number=number, read_at=now):
        return
    row, made = ThreadRead.objects.get_or_create(
        reader=by, thread=thread, defaults={"last_read_number": number, "read_at": now}
    )
    if not made and row.last_read_number < number:
        # Another request of the same reader made the row in between; the condition keeps the higher number.
        behind.update(last_read_number=number, read_at=now)


def pass_own_post(*, thread: Thread, number: int, by: User) -> None:
    """Count one's own post as seen where nothing unseen lies before it."""
    reached = ThreadRead.objects.filter(reader=by, thread=thread, last_read_number=number - 1)
    reached.update(last_read_number=number, read_at=timezone.now())
