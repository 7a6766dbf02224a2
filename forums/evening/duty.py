"""The duty of recording an evening in a room."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.evening.permissions import RECORDER
from forums.models import ForumPage, ForumVenue
from schoolhouse.extension_points import ClassDuty, class_duties


def _address(training_class: Any) -> str | None:
    """Lead to today's evening in a room, if there is one that has opened."""
    held = ForumPage.objects.live().child_of(training_class).filter(held__in=(ForumVenue.ROOM, ForumVenue.BOTH))
    forum = held.filter(opens_at__lte=timezone.now()).order_by("-opens_at").first()
    return reverse("forums:room", args=[forum.public_id]) if forum else None


def register_duty() -> None:
    """Called once, when the room is ready."""
    duty = ClassDuty(_("Evening recorder"), _("Records who speaks in the room in the evening, and the gist."), _address)
    class_duties.register("forums", RECORDER, duty, order=40)
