"""Telling learners that a test is set, and that theirs is marked."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from classes.models import Enrollment
from classes.permissions import INSIDE_STATES
from people.models import User
from people.notifications import tell
from plugins.theory_tests.events import results_settled, test_set
from plugins.theory_tests.models import Sitting
from schoolhouse.activation import is_active
from schoolhouse.events import ReceivedEvent
from schoolhouse.notifications import Words

NAME = "theory_tests"
SET = "theory_tests.set"
SETTLED = "theory_tests.settled"


@test_set.handler("theory_tests.tell_set")
def tell_set(event: ReceivedEvent) -> None:
    """Tell the learners of a class that a test is set for them."""
    sitting = _sitting(event)
    if sitting is None:
        return
    inside = Enrollment.objects.filter(training_class=sitting.training_class, state__in=INSIDE_STATES)
    by = User.objects.filter(public_id=event.data["by"]).first()
    _tell(SET, sitting, f"{sitting.public_id}", list(inside.values_list("learner", flat=True)), by)


@results_settled.handler("theory_tests.tell_settled")
def tell_settled(event: ReceivedEvent) -> None:
    """Tell a learner that their test is marked, or marked anew; the points stand where it leads."""
    sitting = _sitting(event)
    person = User.objects.filter(public_id=event.data["learner"]).first()
    if sitting is not None and person is not None:
        _tell(SETTLED, sitting, f"{sitting.public_id}/{person.public_id}/{event.id}", [person.pk], None)


def set_words(data: Mapping[str, Any]) -> Words:
    """Say which test is set, and until when."""
    zone = ZoneInfo(data.get("zone", "UTC"))
    times = {
        name: date_format(datetime.datetime.fromisoformat(data[name]).astimezone(zone), "SHORT_DATETIME_FORMAT")
        for name in ("opens", "closes")
    }
    said = _("%(opens)s to %(closes)s, %(class)s") % {**times, "class": data.get("class", "")}
    return Words(_("A test is set: %(title)s") % {"title": data.get("title", "")}, said)


def settled_words(data: Mapping[str, Any]) -> Words:
    """Say which test is marked."""
    return Words(_("Your test is marked: %(title)s") % {"title": data.get("title", "")}, str(data.get("class", "")))


def visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each test whether the person is inside its class."""
    named = [uuid.UUID(data["test"]) for data in rows]
    inside = Enrollment.objects.filter(learner_id=person.pk, state__in=INSIDE_STATES)
    found = set(
        Sitting.objects.filter(
            public_id__in=named, is_withdrawn=False, training_class__in=inside.values("training_class")
        ).values_list("public_id", flat=True)
    )
    return [one in found for one in named]


def _sitting(event: ReceivedEvent) -> Sitting | None:
    rows = Sitting.objects.filter(is_withdrawn=False).select_related("training_class")
    sitting = rows.filter(public_id=event.data["test"]).first()
    return sitting if sitting is not None and is_active(NAME, sitting.training_class) else None


def _tell(kind: str, sitting: Sitting, key: str, people: list[int], by: User | None) -> None:
    page = sitting.training_class
    tell(
        kind,
        key=key,
        people=people,
        data={
            "test": str(sitting.public_id),
            "title": sitting.title,
            "class": page.title,
            "opens": sitting.opens_at.isoformat(),
            "closes": sitting.closes_at.isoformat(),
            "zone": page.zone.key,
        },
        url=reverse("plugins:theory_tests:test", args=[sitting.public_id]),
        by=by,
        organization=page.organization,
    )
