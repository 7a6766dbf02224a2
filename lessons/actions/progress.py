"""Keeping a learner's progress."""

import uuid

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lessons.models import LessonPage, LessonProgress, LessonViewDay, ProgressState
from people.audience import may_see
from people.models import User
from schoolhouse.refusals import Refusal

LONGEST_BEAT = 300
"""The most seconds that one report of study may add: a page left open overnight is not study."""


def report_progress(*, lesson: LessonPage, percent: int, seconds: int, by: User) -> LessonProgress:
    """Keep how far ``by`` has read (0 to 100) and for how many seconds since the last report.

    Progress never goes back, and reaching the end does not finish the lesson by itself. Reports may come late, twice or
    out of order. Raises ``Refusal`` when ``by`` may not see the lesson.
    """
    _require_reader(lesson, by)
    with transaction.atomic():
        progress, is_new = _locked(lesson.translation_key, by)
        if is_new or timezone.localdate(progress.updated_at) != timezone.localdate():
            _count_reader(lesson.translation_key)
        progress.percent = max(progress.percent, min(max(percent, 0), 100))
        progress.seconds_spent += min(max(seconds, 0), LONGEST_BEAT)
        progress.save(update_fields=["percent", "seconds_spent", "updated_at"])
    return progress


def finish_lesson(*, lesson: LessonPage, by: User) -> LessonProgress:
    """Finish a lesson; finishing it again changes nothing. Raises ``Refusal`` when ``by`` may not see it."""
    _require_reader(lesson, by)
    with transaction.atomic():
        progress, _is_new = _locked(lesson.translation_key, by)
        if progress.state != ProgressState.COMPLETED:
            progress.state = ProgressState.COMPLETED
            progress.percent = 100
            progress.completed_at = timezone.now()
            progress.save(update_fields=["state", "percent", "completed_at", "updated_at"])
    return progress


def _require_reader(lesson: LessonPage, by: User) -> None:
    if not may_see(by, lesson):
        raise Refusal(_("This lesson is not for you."), code="forbidden", status=403)


def _locked(translation_key: uuid.UUID, by: User) -> tuple[LessonProgress, bool]:
    """Return the row of ``by``, locked until the transaction ends, and whether it was made just now."""
    _row, made = LessonProgress.objects.get_or_create(learner=by, translation_key=translation_key)
    return LessonProgress.objects.select_for_update().get(learner=by, translation_key=translation_key), made


def _count_reader(translation_key: uuid.UUID) -> None:
    """Count one more reader today: from reports of study, so that neither robots nor reloads count."""
    today = timezone.localdate()
    LessonViewDay.objects.get_or_create(translation_key=translation_key, day=today)
    LessonViewDay.objects.filter(translation_key=translation_key, day=today).update(views=F("views") + 1)
