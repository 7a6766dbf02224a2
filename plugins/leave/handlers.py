"""Telling learners what was decided about their leave."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User
from people.notifications import tell
from plugins.leave.events import approved, refused
from plugins.leave.models import Leave
from plugins.leave.rules import NAME
from schoolhouse.activation import is_active
from schoolhouse.events import ReceivedEvent
from schoolhouse.notifications import Words

DECIDED = "leave.decided"


@approved.handler("leave.tell_approved")
def tell_approved(event: ReceivedEvent) -> None:
    """Tell a learner that their leave was approved, or entered for them."""
    _tell(event, "approved")


@refused.handler("leave.tell_refused")
def tell_refused(event: ReceivedEvent) -> None:
    """Tell a learner that their leave was refused; why stands where it leads."""
    _tell(event, "refused")


def words(data: Mapping[str, Any]) -> Words:
    """Say what was decided and of which time; the reason for leave is nobody's business on the way."""
    zone = ZoneInfo(data.get("zone", "UTC"))
    said = _("Your leave was approved") if data.get("decided") == "approved" else _("Your leave was refused")
    times = {name: date_format(_time(data[name]).astimezone(zone), "SHORT_DATETIME_FORMAT") for name in ("from", "to")}
    return Words(said, _("%(from)s to %(to)s, %(class)s") % {**times, "class": data.get("title", "")})


def visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each leave whether it is the person's own."""
    named = [uuid.UUID(data["leave"]) for data in rows]
    own = Leave.objects.filter(public_id__in=named, enrollment__learner_id=person.pk)
    found = set(own.values_list("public_id", flat=True))
    return [one in found for one in named]


def _tell(event: ReceivedEvent, decided: str) -> None:
    rows = Leave.objects.select_related("enrollment__training_class")
    leave = rows.filter(public_id=event.data["leave"]).first()
    if leave is None or not is_active(NAME, leave.enrollment.training_class):
        return
    page = leave.enrollment.training_class
    tell(
        DECIDED,
        key=f"{leave.public_id}/{event.id}",
        people=[leave.enrollment.learner_id],
        data={
            "leave": str(leave.public_id),
            "decided": decided,
            "title": page.title,
            "from": event.data["starts_at"],
            "to": event.data["ends_at"],
            "zone": page.zone.key,
        },
        url=reverse("plugins:leave:leave", args=[leave.public_id]),
        by=User.objects.filter(public_id=event.data["by"]).first() if event.data["by"] else None,
        organization=page.organization,
    )


def _time(written: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(written)
