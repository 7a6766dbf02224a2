"""What happens to hours when two accounts of one person become one."""

from django.db.models import F, Max, Model

from foundation import stamps
from people import merging
from people.models import User
from plugins.hours.queries.own import STAMP


def make_room(model: type[Model], keep: User, duplicate: User) -> None:
    """Let the bookings of both stand beside each other; what counts twice then is reversed by the next booking."""
    last = merging.rows(model, learner=keep).aggregate(last=Max("number"))["last"] or 0
    merging.rows(model, learner=duplicate).update(number=F("number") + last)
    stamps.bump(STAMP)
