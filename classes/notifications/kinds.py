"""Kinds of things that people are told of their classes.

The data of each has ``class`` (public id) and ``title`` (of the class); of the one thing it is about it has what
``classes.notifications.handlers`` writes.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from classes.models import ChangeKind, Enrollment, EnrollmentState, Reflection, TrainingClassPage
from classes.queries.life.notices import standing
from classes.queries.membership import classes_open_to, classes_run_by
from people.models import User
from schoolhouse.extension_points import notification_kinds
from schoolhouse.notifications import NotificationKind, Way, Words, keys_named, visible_among

NOTICE, TIMETABLE = "classes.notice", "classes.timetable"
OFFER, RETURNED = "classes.seat_offered", "classes.reflection_returned"
GROUP = pgettext_lazy("notifications", "Classes")

Rows = Sequence[Mapping[str, Any]]


def open_classes(person: AbstractBaseUser) -> Q:
    """Return the condition of a class whose inside ``person`` knows or which they run."""
    assert isinstance(person, User)
    inside = classes_open_to(person).order_by().values("pk")
    return Q(pk__in=inside) | Q(pk__in=classes_run_by(person).order_by().values("pk"))


def moment(written: str, zone: str) -> str:
    """Return a time of the data, ISO 8601, as it is read in the class's zone."""
    return date_format(datetime.datetime.fromisoformat(written).astimezone(ZoneInfo(zone)), "SHORT_DATETIME_FORMAT")


def _notice(data: Mapping[str, Any]) -> Words:
    said = _("Notice to “%(class)s”: %(title)s") % {
        "class": data.get("title", ""),
        "title": data.get("notice_title", ""),
    }
    return Words(said)


def _notices_visible(person: AbstractBaseUser, rows: Rows) -> list[bool]:
    open_to = TrainingClassPage.objects.filter(open_classes(person)).values("pk")
    found = standing().filter(public_id__in=keys_named(rows, "notice"), training_class__in=open_to)
    return visible_among(rows, "notice", found.values_list("public_id", flat=True))


def _timetable(data: Mapping[str, Any]) -> Words:
    lines, items = [], data.get("items", [])
    kind = data.get("kind", "")
    name = str(ChangeKind(kind).label) if kind in ChangeKind.values else ""
    for item in items:
        when = moment(item["starts_at"], data["zone"])
        if item.get("was_starts_at") and item["was_starts_at"] != item["starts_at"]:
            when = f"{moment(item['was_starts_at'], data['zone'])} → {when}"
        lines.append(f"{item['title']}: {name}, {when}")
    count = data.get("count", len(items))
    if count > len(items):
        more = count - len(items)
        lines.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
    if data.get("reason"):
        lines.append(str(data["reason"]))
    said = ngettext(
        "%(count)d change of the timetable of “%(class)s”", "%(count)d changes of the timetable of “%(class)s”", count
    )
    return Words(said % {"count": count, "class": data.get("title", "")}, "\n".join(lines))


def _classes_visible(person: AbstractBaseUser, rows: Rows) -> list[bool]:
    found = TrainingClassPage.objects.live().filter(open_classes(person), public_id__in=keys_named(rows, "class"))
    return visible_among(rows, "class", found.values_list("public_id", flat=True))


def _offer(data: Mapping[str, Any]) -> Words:
    said = _("A seat in “%(class)s” is kept for you") % {"class": data.get("title", "")}
    until = moment(data["expires_at"], data["zone"])
    return Words(said, _("Take it by %(time)s; after that it goes to the next in line.") % {"time": until})


def _offers_visible(person: AbstractBaseUser, rows: Rows) -> list[bool]:
    """Say of each offer whether it still stands."""
    standing_offers = Enrollment.objects.filter(
        learner_id=person.pk,
        state=EnrollmentState.OFFERED,
        offer_expires_at__gt=timezone.now(),
        public_id__in=keys_named(rows, "enrollment"),
    )
    found = {(str(key), until) for key, until in standing_offers.values_list("public_id", "offer_expires_at")}
    return [(data.get("enrollment"), _time(data.get("expires_at"))) in found for data in rows]


def _returned(data: Mapping[str, Any]) -> Words:
    said = _("Your reflection “%(title)s” came back: please revise it") % {"title": data.get("reflection_title", "")}
    return Words(said, str(data.get("title", "")))


def _reflections_visible(person: AbstractBaseUser, rows: Rows) -> list[bool]:
    found = Reflection.objects.filter(enrollment__learner_id=person.pk, public_id__in=keys_named(rows, "reflection"))
    return visible_among(rows, "reflection", found.values_list("public_id", flat=True))


def _time(written: Any) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(written) if isinstance(written, str) else None


def register_notification_kinds() -> None:
    """Called once, when the room is ready."""
    kinds = {
        NOTICE: NotificationKind(
            gettext_lazy("There is a notice to my class"), GROUP, _notice, _notices_visible, Way.MAIL
        ),
        TIMETABLE: NotificationKind(
            gettext_lazy("The timetable of my class changes"), GROUP, _timetable, _classes_visible, Way.MAIL
        ),
        OFFER: NotificationKind(
            gettext_lazy("A seat that I wait for is kept for me"), GROUP, _offer, _offers_visible, Way.MAIL
        ),
        RETURNED: NotificationKind(
            gettext_lazy("A reflection of mine comes back"), GROUP, _returned, _reflections_visible, Way.MAIL
        ),
    }
    for order, (name, kind) in enumerate(kinds.items()):
        notification_kinds.register("classes", name, kind, order=order)
