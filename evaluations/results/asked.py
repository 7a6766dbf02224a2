"""What a reader of figures asks for, as it stands in the address."""

import datetime
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Grouping(models.TextChoices):
    """What the lines of a table are."""

    CATEGORY = "category", _("Lesson category")
    ORGANIZATION = "organization", _("Organization")
    INSTRUCTOR = "instructor", _("Instructor")
    MONTH = "month", _("Month")


@dataclass(frozen=True)
class Asked:
    """The filters and the lines chosen; what cannot be is dropped.

    ``category`` and ``organization`` stand for everything below them and are keys, as ``instructor`` is; the surveys
    are those that opened from the day ``since`` on until the end of the day ``until``.
    """

    by: Grouping = Grouping.CATEGORY
    category: str = ""
    organization: str = ""
    instructor: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None

    @classmethod
    def from_address(cls, query: QueryDict) -> "Asked":
        """Read an address."""
        by = query.get("by", "")
        return cls(
            by=Grouping(by) if by in Grouping.values else Grouping.CATEGORY,
            category=_key(query.get("category", "")),
            organization=_key(query.get("organization", "")),
            instructor=_key(query.get("instructor", "")),
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.category or self.organization or self.instructor or self.since or self.until)

    def when(self, field: str) -> Q:
        """Return the condition that the time in ``field`` is between the two days."""
        condition = Q()
        if self.since:
            condition &= Q(**{f"{field}__gte": _midnight(self.since)})
        if self.until:
            condition &= Q(**{f"{field}__lt": _midnight(self.until + datetime.timedelta(days=1))})
        return condition

    def address(self, **changed: object) -> str:
        """Return the query of an address with some values ``changed``."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__} | changed
        return "?" + urlencode({name: str(value) for name, value in values.items() if value})


def _key(value: str) -> str:
    try:
        return str(uuid.UUID(value))
    except ValueError:
        return ""


def _day(value: str) -> datetime.date | None:
    try:
        found = datetime.date.fromisoformat(value)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2200 else None


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
