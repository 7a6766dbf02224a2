"""Telling the class teacher that a learner says it was otherwise, and the learner what was answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from people.notifications import tell
from plugins.attendance.events import appeal_answered, appealed
from plugins.attendance.models import Appeal, AppealState
from schoolhouse.activation import is_active
from schoolhouse.events import ReceivedEvent
from schoolhouse.extension_points import notification_kinds
from schoolhouse.notifications import NotificationKind, Way, Words, keys_named, visible_among

PLUGIN = "attendance"
ASKED, ANSWERED = "attendance.appealed", "attendance.appeal_answered"


@appealed.handler("attendance.tell_appealed")
def tell_appealed(event: ReceivedEvent) -> None:
    """Tell the class teacher of an appeal, while it waits."""
    appeal = _appeal_of(event)
    if appeal is None or appeal.state != AppealState.OPEN:
        return
    page = appeal.roll.training_class
    tell(
        ASKED,
        key=str(appeal.public_id),
        people=[page.class_teacher] if page.class_teacher else [],
        data=_data_of(appeal),
        url=reverse("plugins:attendance:answer", args=[appeal.public_id]),
        by=appeal.enrollment.learner,
        organization=page.organization,
    )


@appeal_answered.handler("attendance.tell_answered")
def tell_answered(event: ReceivedEvent) -> None:
    """Tell the learner that their appeal was answered; what was said stands where it leads."""
    appeal = _appeal_of(event)
    if appeal is None:
        return
    page = appeal.roll.training_class
    tell(
        ANSWERED,
        key=str(appeal.public_id),
        people=[appeal.enrollment.learner_id],
        data={**_data_of(appeal), "granted": bool(event.data["granted"])},
        url=reverse("plugins:attendance:mine", args=[page.public_id]),
        by=User.objects.filter(public_id=event.data["by"]).first(),
        organization=page.organization,
    )


def asked_words(data: Mapping[str, Any]) -> Words:
    """Say that somebody has to answer; who and what stands where it leads."""
    said = _("An appeal about attendance waits for your answer: %(title)s") % {"title": data.get("title", "")}
    return Words(said, str(data.get("class", "")))


def asked_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each appeal whether nobody has answered yet, and it is still the person's own class."""
    waiting = Appeal.objects.filter(state=AppealState.OPEN, roll__training_class__class_teacher=person.pk)
    found = waiting.filter(public_id__in=keys_named(rows, "appeal"))
    return visible_among(rows, "appeal", found.values_list("public_id", flat=True))


def answered_words(data: Mapping[str, Any]) -> Words:
    """Say how it was answered."""
    title = {"title": data.get("title", "")}
    if data.get("granted"):
        return Words(_("Your attendance was corrected: %(title)s") % title, str(data.get("class", "")))
    return Words(_("Your attendance stays as it is: %(title)s") % title, str(data.get("class", "")))


def answered_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each appeal whether it is the person's own."""
    own = Appeal.objects.filter(public_id__in=keys_named(rows, "appeal"), enrollment__learner_id=person.pk)
    return visible_among(rows, "appeal", own.values_list("public_id", flat=True))


def declare(plugin: str) -> None:
    """Register what people are told; called once, when the plugin starts."""
    group = gettext_lazy("Attendance")
    asked = NotificationKind(
        gettext_lazy("A learner of my class says that attendance is wrong"),
        group,
        asked_words,
        asked_visible,
        Way.MAIL,
    )
    notification_kinds.register(plugin, ASKED, asked, order=36)
    answered = NotificationKind(
        gettext_lazy("What I said about my attendance is answered"), group, answered_words, answered_visible, Way.MAIL
    )
    notification_kinds.register(plugin, ANSWERED, answered, order=35)


def _appeal_of(event: ReceivedEvent) -> Appeal | None:
    """Return the appeal of an event, where it is there and the plugin is on in its class."""
    rows = Appeal.objects.select_related("roll__training_class__class_teacher", "enrollment__learner")
    found = rows.filter(public_id=event.data["appeal"]).first()
    return found if found is not None and is_active(PLUGIN, found.roll.training_class) else None


def _data_of(appeal: Appeal) -> dict[str, Any]:
    roll = appeal.roll
    return {"appeal": str(appeal.public_id), "title": roll.title, "class": roll.training_class.title}
