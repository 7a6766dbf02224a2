"""What editors changed on a timetable and nobody has been told of yet."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from classes.models.timetable import TimetableItem, TimetableItemState

_PLAIN = ("pk", "kind", "page_id", "room", "state", "sequence")
_TIMES = ("starts_at", "ends_at")


class UntoldTimetable(models.Model):
    """The timetable of a class as people were last told of it; stands while an editor goes on changing it.

    ``since`` is when the first of the untold changes was published, ``changed_at`` when the last one was.
    """

    training_class = models.OneToOneField("classes.TrainingClassPage", on_delete=models.CASCADE, related_name="+")
    items = models.JSONField()
    since = models.DateTimeField()
    changed_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("timetable as people know it")
        verbose_name_plural = _("timetables as people know them")

    def __str__(self) -> str:
        return str(self.training_class)

    def known(self) -> list[TimetableItem]:
        """Return the items as people know them; none of them is to be saved."""
        return [_item(line) for line in self.items]

    def learn(self, items: Iterable[TimetableItem], *, kept: tuple[str, ...] = ()) -> None:
        """Take in ``items`` as people know them from now on, but for what is ``kept`` of those known before."""
        lines = {line["pk"]: line for line in self.items}
        for item in items:
            line, before = _line(item), lines.get(item.pk, {})
            lines[item.pk] = {**line, **{name: before[name] for name in kept if name in before}}
        self.items = list(lines.values())


def lines_of(items: Iterable[TimetableItem]) -> list[dict[str, Any]]:
    """Return what is kept of items."""
    return [_line(item) for item in items]


def _line(item: TimetableItem) -> dict[str, Any]:
    line = {name: getattr(item, name) for name in _PLAIN}
    times = {name: getattr(item, name).isoformat() for name in _TIMES}
    return {**line, **times, "public_id": str(item.public_id), "title": str(item)[:200]}


def _item(line: dict[str, Any]) -> TimetableItem:
    times = {name: datetime.datetime.fromisoformat(line[name]) for name in _TIMES}
    return TimetableItem(**{**line, **times, "state": TimetableItemState(line["state"])})
