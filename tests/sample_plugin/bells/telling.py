"""What learners are told, and how they are called from the tower."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bells.models import Bell
from people.notifications import tell
from schoolhouse.notifications import Message, Words

CALLED: list[tuple[str, str]] = []
"""Whom the tower called, and what."""


def tell_of(bell: Bell) -> None:
    """Tell the learners of its class that a bell rings."""
    learners = bell.training_class.enrollments.values_list("learner_id", flat=True)
    data = {"bell": str(bell.public_id), "text": bell.text}
    tell("bells", key=str(bell.public_id), people=list(learners), data=data, url=reverse("plugins:bells:index"))


def words(data: Any) -> Words:
    """Say what the bell calls to."""
    return Words(_("The bell rings: %(text)s") % data)


def visible(person: Any, rows: Any) -> list[bool]:
    """Say of each bell whether it hangs in a class of the person."""
    bells = Bell.objects.filter(public_id__in=[data["bell"] for data in rows])
    own = bells.filter(training_class__enrollments__learner=person).values_list("public_id", flat=True)
    found = {str(key) for key in own}
    return [data["bell"] in found for data in rows]


def reaches(person: Any) -> bool:
    """Everybody who is awake hears it."""
    return bool(person.is_active)


def call(message: Message) -> None:
    """Call it out."""
    CALLED.extend((message.person.full_name, item.subject) for item in message.items)
