"""How forums follow when their class is repeated."""

from datetime import timedelta
from typing import Any

from classes.models import TrainingClassPage
from classes.wall_time import moved
from forums.actions.evening.times import evening_in_copy
from forums.models import ForumPage, StudyListItem


def move_forums(
    *, source: TrainingClassPage, copy: TrainingClassPage, pages: dict[int, int], shift: timedelta, by: Any
) -> None:
    """Open and close the copied forums on the new class's days; threads and posts stay with the old class."""
    originals = {pages[forum.pk]: forum for forum in ForumPage.objects.child_of(source) if forum.pk in pages}
    for forum in ForumPage.objects.child_of(copy):
        original = originals.get(forum.pk)
        if original is not None and original.timetable_item_id:
            forum.timetable_item = evening_in_copy(original, source, copy)
        forum.opens_at = moved(forum.opens_at, shift, source.zone)
        forum.closes_at = moved(forum.closes_at, shift, source.zone)
        forum.save(clean=False)
        for item in StudyListItem.objects.filter(forum=forum, page_id__in=pages):
            item.page_id = pages[item.page_id]
            item.save(update_fields=["page"])
