"""Telling learners what was decided about their leave and how near the limit is, teachers what the rule proposes."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from classes.models import Enrollment, EnrollmentState
from people.models import User
from people.notifications import tell
from plugins.leave.events import approved, limit_neared, limit_passed, refused
from plugins.leave.models import Leave, LimitLevel, ProposalState, WithdrawalProposal
from plugins.leave.rules import NAME
from schoolhouse.activation import is_active
from schoolhouse.events import ReceivedEvent
from schoolhouse.notifications import Words, keys_named, visible_among

DECIDED, LIMIT, PROPOSED = "leave.decided", "leave.limit", "leave.proposed"
PASSED = "passed"


@approved.handler("leave.tell_approved")
def tell_approved(event: ReceivedEvent) -> None:
    """Tell a learner that their leave was approved, or entered for them."""
    _tell(event, "approved")


@refused.handler("leave.tell_refused")
def tell_refused(event: ReceivedEvent) -> None:
    """Tell a learner that their leave was refused; why stands where it leads."""
    _tell(event, "refused")


@limit_neared.handler("leave.tell_neared")
def tell_neared(event: ReceivedEvent) -> None:
    """Tell a learner that half, or nine tenths, of the limit are used."""
    _tell_limit(event, event.data["level"])


@limit_passed.handler("leave.tell_passed")
def tell_passed(event: ReceivedEvent) -> None:
    """Tell a learner that they have missed more than the limit allows, and their class teacher what is proposed."""
    _tell_limit(event, PASSED)
    rows = WithdrawalProposal.objects.select_related("enrollment__training_class__class_teacher")
    proposal = rows.filter(public_id=event.data["proposal"], state=ProposalState.PROPOSED).first()
    if proposal is None or not is_active(NAME, proposal.enrollment.training_class):
        return
    page = proposal.enrollment.training_class
    tell(
        PROPOSED,
        key=str(proposal.public_id),
        people=[page.class_teacher] if page.class_teacher else [],
        data={"proposal": str(proposal.public_id), "title": page.title},
        url=reverse("plugins:leave:desk", args=[page.public_id]),
        organization=page.organization,
    )


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


def limit_words(data: Mapping[str, Any]) -> Words:
    """Say how near the limit a learner is, and in which class."""
    level, title = data.get("level", ""), data.get("title", "")
    if level == PASSED:
        return Words(_("You have missed more than “%(class)s” allows") % {"class": title})
    name = LimitLevel(level).label if level in LimitLevel.values else ""
    return Words(_("Missed hours have reached %(level)s: %(class)s") % {"level": name, "class": title})


def limit_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each whether it is about the person's own place in a class."""
    own = Enrollment.objects.filter(public_id__in=keys_named(rows, "enrollment"), learner_id=person.pk)
    return visible_among(rows, "enrollment", own.values_list("public_id", flat=True))


def proposal_words(data: Mapping[str, Any]) -> Words:
    """Say that somebody has to decide; of whom stands where it leads."""
    return Words(_("A withdrawal is proposed in “%(class)s”: you decide") % {"class": data.get("title", "")})


def proposal_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each whether nobody has decided yet, and it is still the person's own class."""
    waiting = WithdrawalProposal.objects.filter(
        public_id__in=keys_named(rows, "proposal"),
        state=ProposalState.PROPOSED,
        enrollment__training_class__class_teacher=person.pk,
    )
    return visible_among(rows, "proposal", waiting.values_list("public_id", flat=True))


def _tell_limit(event: ReceivedEvent, level: str) -> None:
    rows = Enrollment.objects.filter(public_id=event.data["enrollment"], state=EnrollmentState.ENROLLED)
    seat = rows.select_related("training_class").first()
    if seat is None or not is_active(NAME, seat.training_class):
        return
    page = seat.training_class
    tell(
        LIMIT,
        key=f"{seat.public_id}/{event.id if level == PASSED else level}",
        people=[seat.learner_id],
        data={"enrollment": str(seat.public_id), "level": level, "title": page.title},
        url=reverse("plugins:leave:own", args=[page.public_id]),
        organization=page.organization,
    )


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
