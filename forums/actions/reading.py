"""Remembering how far someone has read."""

from django.db.models import Value
from django.db.models.functions import Greatest

from forums.models import Thread, ThreadRead
from people.models import User


def mark_read(*, thread: Thread, number: int, by: User) -> None:
    """Remember that ``by`` has seen posts up to ``number``; it never goes back, whatever the order of requests."""
    row, made = ThreadRead.objects.get_or_create(reader=by, thread=thread, defaults={"last_read_number": number})
    if not made and row.last_read_number < number:
        # MAX on SQLite and GREATEST on PostgreSQL: a slow older request cannot undo a newer one.
        ThreadRead.objects.filter(pk=row.pk).update(last_read_number=Greatest("last_read_number", Value(number)))
