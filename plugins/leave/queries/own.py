"""What the first page shows to a learner of leave, as plain values: a prepared query each, a text kept under them."""

import datetime
import uuid
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import F, Max, QuerySet
from django.utils import timezone
from wagtail.models import Page

from classes.models import EnrollmentState
from classes.permissions import INSIDE_STATES
from classes.queries.membership import ClassRow
from classes.queries.place import zones_of
from foundation import stamps
from foundation.fragments import kept_value
from foundation.prepared import prepared
from people.models import User
from plugins.leave.models import Leave, LeaveState, LimitNotice
from plugins.leave.models.standing import LimitLevel
from plugins.leave.queries.concerned import UNDER_WAY
from plugins.leave.rules import NAME
from schoolhouse.activation import STAMP as ACTIVATION
from schoolhouse.activation import is_active

RECENT = datetime.timedelta(days=7)
"""For so long a refusal stays on the first page."""
SHOWN = 5
_CLASS = "enrollment__training_class__"


class UnderWay(NamedTuple):
    """Leave that is under way; ``zone`` is that of its class."""

    public_id: uuid.UUID
    kind: str
    state: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: ZoneInfo

    @property
    def leave(self) -> Leave:
        """The leave as templates show it: not to be saved."""
        values = self._asdict()
        values.pop("zone")
        return Leave(**values)


class Notice(NamedTuple):
    """The furthest notice about the limit in a class."""

    level: str
    class_id: uuid.UUID
    title: str

    @property
    def label(self) -> str:
        """What was reached, in words."""
        return str(LimitLevel(self.level).label)


def under_way(user: User) -> tuple[UnderWay, ...]:
    """Return what ``user`` has under way where leave is switched on. One query."""
    rows = leaves_under_way.all(learner=user.pk, since=timezone.now() - RECENT)
    here = [row for row in rows if _is_on_at(row[0])]
    zones = zones_of([ClassRow(*row[1:6]) for row in here])
    return tuple(UnderWay._make((*row[6:], zones[row[1]])) for row in here)


def furthest_notices(user: User) -> tuple[Notice, ...]:
    """Return the furthest notice of each class of ``user`` that is not over, where leave is switched on. One query."""
    rows = last_notices.all(learner=user.pk, today=timezone.now().date())
    return tuple(Notice(*row[1:]) for row in rows if _is_on_at(row[0]))


def _is_on_at(path: str) -> bool:
    """Say whether leave is switched on for the class that stands at ``path``; found anew after every such decision."""
    name = ("leave.is_on_at", path, stamps.current(ACTIVATION)[ACTIVATION])
    return bool(kept_value(name, lambda: is_active(NAME, Page(path=path))))


@prepared
def leaves_under_way(learner: int, since: datetime.datetime) -> QuerySet[Leave, tuple[Any, ...]]:
    """The path of its class, the class as ``ClassRow``, and what ``UnderWay`` says of the first leaves of a learner."""
    rows = Leave.objects.filter(enrollment__learner_id=learner, state__in=UNDER_WAY)
    rows = rows.filter(enrollment__state__in=INSIDE_STATES).exclude(state=LeaveState.REFUSED, changed_at__lt=since)
    fields = [f"{_CLASS}{name}" for name in ("path", *ClassRow._fields)]
    return rows.order_by("starts_at", "pk").values_list(*fields, *UnderWay._fields[:-1])[:SHOWN]


@prepared
def last_notices(learner: int, today: datetime.date) -> QuerySet[LimitNotice, tuple[Any, ...]]:
    """The path of its class, and what ``Notice`` says of the last notice in each class of a learner that goes on."""
    rows = LimitNotice.objects.filter(enrollment__learner_id=learner, enrollment__state=EnrollmentState.ENROLLED)
    rows = rows.filter(**{f"{_CLASS}ends_on__gte": today}).alias(last=Max("enrollment__leave_notices__pk"))
    fields = [f"{_CLASS}{name}" for name in ("path", "public_id", "title")]
    return rows.filter(pk=F("last")).order_by("pk").values_list(fields[0], "level", *fields[1:])
