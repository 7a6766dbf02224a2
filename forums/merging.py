"""What happens to reading positions when two accounts of one person become one."""

from django.db.models import Model

from forums.models import ThreadRead
from people import merging
from people.models import User


def join_reading(model: type[Model], keep: User, duplicate: User) -> None:
    """Where both read a thread, keep the position further down."""
    kept = {row.thread_id: row for row in ThreadRead.objects.filter(reader=keep)}
    for other in ThreadRead.objects.filter(reader=duplicate, thread__in=kept):
        row = kept[other.thread_id]
        row.last_read_number = max(row.last_read_number, other.last_read_number)
        other.delete()
        row.save()


def register_rules() -> None:
    """Called once, when the room is ready."""
    merging.register(ThreadRead, join_reading)
