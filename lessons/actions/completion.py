"""Finishing lessons: the only place that does. Nothing here ever goes back."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lessons import events
from lessons.checks.finding import checks_asked
from lessons.completion.films import films_of
from lessons.completion.rules import conditions_of, is_fulfilled
from lessons.completion.study import Study
from lessons.models import LessonPage, LessonProgress, ProgressState
from lessons.permissions import may_confirm, may_open
from people.audience import may_see
from people.models import User
from schoolhouse.refusals import Refusal


def say_finished(*, lesson: LessonPage, by: User) -> LessonProgress:
    """Keep that ``by`` says to have finished, and finish the lesson if its rule is fulfilled by that.

    Saying it again changes nothing. Raises ``Refusal`` when ``by`` may not see the lesson, or it does not ask for it.
    """
    require_reader(lesson, by)
    with transaction.atomic():
        progress = locked_progress(lesson.translation_key, by)
        if progress.state == ProgressState.COMPLETED:
            return progress
        if not lesson.needs_word:
            raise Refusal(_("This lesson is finished in another way: see beside it what is missing."))
        if progress.said_at is None:
            progress.said_at = timezone.now()
            progress.save(update_fields=["said_at", "updated_at"])
        return judge_lesson(lesson, progress)


def confirm_lesson(*, lesson: LessonPage, learner: User, by: User) -> LessonProgress:
    """Confirm that ``learner`` has studied a lesson; confirming it again changes nothing.

    Raises ``Refusal`` when ``by`` may not confirm it of this learner, who must have begun it, or when the lesson does
    not ask for it.
    """
    if not may_confirm(by, lesson, learner):
        raise Refusal(_("You may not confirm this."), code="forbidden", status=403)
    if not lesson.needs_confirmation:
        raise Refusal(_("This lesson needs no confirmation."))
    with transaction.atomic():
        progress = locked_progress(lesson.translation_key, learner)
        if progress.confirmed_at is None:
            progress.confirmed_at, progress.confirmed_by = timezone.now(), by
            progress.save(update_fields=["confirmed_at", "confirmed_by"])
            data = {"learner": str(learner.public_id), "name": learner.full_name}
            log(instance=lesson, action="lessons.confirm", user=by, data=data)
        return judge_lesson(lesson, progress)


def complete(rows: Sequence[LessonProgress]) -> None:
    """Finish lessons for several learners, whose rows are locked, with one event each."""
    rows = [row for row in rows if row.state != ProgressState.COMPLETED]
    if not rows:
        return
    now = timezone.now()
    for row in rows:
        row.state, row.percent, row.completed_at = ProgressState.COMPLETED, 100, now
    LessonProgress.objects.bulk_update(rows, ["state", "percent", "completed_at"])
    events.completed.send_many(
        {
            "lesson": row.translation_key,
            "learner": row.learner.public_id,
            "seconds": row.seconds_spent,
            "completed_at": now,
        }
        for row in rows
    )


def require_reader(lesson: LessonPage, by: User) -> None:
    """Raise ``Refusal`` unless ``by`` may see ``lesson``, and open it."""
    if not may_see(by, lesson):
        raise Refusal(_("This lesson is not for you."), code="forbidden", status=403)
    if not may_open(by, lesson):
        raise Refusal(_("Finish first what this lesson asks for."), code="prerequisites_missing", status=403)


def locked_progress(key: uuid.UUID, learner: User) -> LessonProgress:
    """Return the row of ``learner``, made if need be, with all reports merged, and locked until the end."""
    from lessons.actions.beats import merge_lesson

    merge_lesson(key, [learner.pk])
    rows = LessonProgress.objects.select_for_update(of=("self",)).select_related("learner")
    return rows.get(learner=learner, translation_key=key)


def judge_lesson(lesson: LessonPage, progress: LessonProgress) -> LessonProgress:
    """Finish the lesson for a learner, whose row is locked, if its rule is fulfilled now."""
    conditions = conditions_of(lesson, films_of(lesson), Study.of(progress), checks_asked(lesson))
    if is_fulfilled(lesson, conditions):
        complete([progress])
    return progress
