"""What happens to notifications when two accounts become one."""

from django.db.models import Model

from people import merging
from people.models import Notification, NotificationChoice, NotificationSettings, User
from people.notifications.reading import recount


def register_rules() -> None:
    """Called once, when the room is ready."""
    merging.register(Notification, _take_over)
    merging.register(NotificationChoice, merging.drop_colliding("person", "kind"))
    merging.register(NotificationSettings, merging.drop_colliding("person"))


def _take_over(model: type[Model], keep: User, duplicate: User) -> None:
    """Give the duplicate's notifications to the account that stays, but what it was told as well; count anew."""
    merging.drop_colliding("person", "kind", "key")(model, keep, duplicate)
    merging.rows(model, person=duplicate).update(person=keep)
    recount(keep)
    recount(duplicate)
