"""Counting views: noted one by one as unique rows, added up in bulk, and swept when their day is over."""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from lessons.models import LessonView, LessonViewDay

KEPT = datetime.timedelta(days=1)
"""Marks of yesterday are kept: reports of it may still wait."""
AT_ONCE = 500
"""Rows whose flag is turned in one statement."""


def note_views(key: uuid.UUID, marks: Iterable[tuple[datetime.date, str]]) -> None:
    """Keep that readers, told apart by marks of a day, looked at a lesson; each once, however often it comes."""
    rows = [LessonView(translation_key=key, day=day, mark=mark) for day, mark in marks]
    LessonView.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def count_views() -> int:
    """Add all views that wait to the figures of their days; return how many."""
    return add_up(LessonView.objects.all())


def add_up(views: QuerySet[LessonView]) -> int:
    """Add those of ``views`` that wait to the figures of their days, in the caller's transaction; return how many.

    A row is counted by the one that turns its flag; the number of statements grows with lessons, not with readers.
    """
    waiting = views.filter(is_counted=False).select_for_update(skip_locked=True)
    rows = list(waiting.values_list("pk", "translation_key", "day"))
    totals = Counter((key, day) for _pk, key, day in rows)
    days = [LessonViewDay(translation_key=key, day=day, views=0) for key, day in sorted(totals)]
    LessonViewDay.objects.bulk_create(days, ignore_conflicts=True)
    for (key, day), number in sorted(totals.items()):
        LessonViewDay.objects.filter(translation_key=key, day=day).update(views=F("views") + number)
    for start in range(0, len(rows), AT_ONCE):
        LessonView.objects.filter(pk__in=[pk for pk, *_ in rows[start : start + AT_ONCE]]).update(is_counted=True)
    return len(rows)


def sweep_views() -> int:
    """Delete the counted rows of days that are over; return how many."""
    over = LessonView.objects.filter(is_counted=True, day__lt=timezone.localdate() - KEPT)
    return over.delete()[0]
