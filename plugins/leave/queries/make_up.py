"""Other sessions of what a learner would miss. Only what is on a timetable is offered; nothing is invented."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from classes.models import Enrollment, LiveClassPage, TimetableItem, TimetableItemState, TrainingClassPage
from classes.permissions import INSIDE_STATES
from lessons.models import LessonPage
from plugins.leave.minutes import Span, span
from plugins.leave.queries.ledger import Required

MOST = 6


@dataclass(frozen=True)
class MakeUp:
    """A later session of a lesson, in the learner's own class or another one of theirs."""

    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    room: str
    training_class: TrainingClassPage
    is_own_class: bool


def make_ups(enrollment: Enrollment, missed: Sequence[Required], away: Span) -> list[MakeUp]:
    """Return sessions of the same lessons that the learner may attend, the soonest first. Four queries.

    They are in the learner's classes, have not begun, and lie outside of ``away``.
    """
    keys = _lessons_of({one.page for one in missed if one.page})
    if not keys:
        return []
    seats = Enrollment.objects.filter(learner=enrollment.learner_id, state__in=INSIDE_STATES)
    rows = TimetableItem.objects.filter(
        training_class__in=seats.values("training_class_id"),
        training_class__live=True,
        starts_at__gt=timezone.now(),
        state=TimetableItemState.PLANNED,
        page__isnull=False,
    )
    rows = rows.exclude(pk__in=[one.item for one in missed]).select_related("training_class", "page")
    titles = dict(keys.values())
    offers = []
    lessons = _pages_about(set(titles))
    for item in rows.filter(page__in=lessons).order_by("starts_at", "pk"):
        begins, ends = span(item.starts_at, item.ends_at)
        if begins < away[1] and away[0] < ends:
            continue
        title = titles[lessons[item.page_id or 0]]
        own = item.training_class_id == enrollment.training_class_id
        offers.append(MakeUp(title, item.starts_at, item.ends_at, item.room, item.training_class, own))
    return offers[:MOST]


def _lessons_of(pages: set[int]) -> dict[int, tuple[uuid.UUID, str]]:
    """Return the lesson that each page is, or that it is a live class of: its translation key and its title."""
    lives = dict(LiveClassPage.objects.filter(pk__in=pages, lesson__isnull=False).values_list("pk", "lesson_id"))
    lessons = {
        pk: (key, title)
        for pk, key, title in LessonPage.objects.filter(pk__in=pages | set(lives.values())).values_list(
            "pk", "translation_key", "title"
        )
    }
    return {page: lessons[lives.get(page, page)] for page in pages if lives.get(page, page) in lessons}


def _pages_about(keys: set[uuid.UUID]) -> dict[int, uuid.UUID]:
    """Return every page by which a timetable leads to one of these lessons, with the lesson's translation key."""
    lessons = dict(LessonPage.objects.filter(translation_key__in=keys).values_list("pk", "translation_key"))
    lives = LiveClassPage.objects.live().filter(lesson__in=lessons).values_list("pk", "lesson_id")
    return {**lessons, **{pk: lessons[lesson] for pk, lesson in lives}}
