"""Answering quick checks."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lessons.actions.completion import judge_lesson, locked_progress, require_reader
from lessons.checks.base import Check
from lessons.checks.finding import asking
from lessons.checks.standing import Kept, is_current, standing_in
from lessons.models import CheckAttempt, CheckQuestion, LessonPage
from lessons.queries.check import attempt_with
from people.models import User
from schoolhouse.refusals import Refusal


def answer_check(*, lesson: LessonPage, check: Check, answer: Any, client_key: uuid.UUID, by: User) -> CheckAttempt:
    """Judge an answer to a check of a published lesson, keep it, and finish the lesson if its rule is fulfilled now.

    The same ``client_key`` sent again gives the attempt that it made. Raises ``Refusal`` when ``by`` may not see the
    lesson, the answer is none, it was answered rightly before, no attempt is left, or this key brought another answer.
    """
    require_reader(lesson, by)
    with asking(check.kind) as kind:
        answer = kind.accepted(check.asked, answer)
        is_right = kind.judge(check.asked, answer).is_right
    if (sent := _sent_before(lesson, check, answer, client_key, by)) is not None:
        return sent
    try:
        with transaction.atomic():
            return _answer(lesson, check, answer, is_right, client_key, by)
    except IntegrityError:
        # Somebody sent the same at the same time, on a database that did not wait for the lock.
        if (sent := _sent_before(lesson, check, answer, client_key, by)) is None:
            raise
        return sent


def _answer(
    lesson: LessonPage, check: Check, answer: Any, is_right: bool, client_key: uuid.UUID, by: User
) -> CheckAttempt:
    """Write the attempt while the learner's progress is locked, so that nobody answers more often than allowed."""
    key, language = lesson.translation_key, lesson.locale.language_code
    progress = locked_progress(key, by)
    if (sent := _sent_before(lesson, check, answer, client_key, by)) is not None:
        return sent
    kept = Kept.of(progress, check.block)
    standing = standing_in(check, kept, key=key, language=language)
    if standing.is_right:
        raise Refusal(_("You have answered this rightly already."), code="answered")
    if standing.left(check) == 0:
        raise Refusal(_("You have no attempt left for this question."), code="no_attempt_left")
    question = _question(lesson, check)
    attempt = CheckAttempt.objects.create(
        learner=by,
        question=question,
        translation_key=key,
        block=check.block,
        number=_numbers_of(key, check.block, by) + 1,
        is_first=not standing.is_answered and not question.attempts.filter(learner=by).exists(),
        answer=answer,
        is_right=is_right,
        client_key=client_key,
        attempted_at=timezone.now(),
    )
    current = standing.is_answered and is_current(kept, check.block, key=key)
    after = kept.with_attempt(is_current=current, check=check, language=language, answer=answer, is_right=is_right)
    progress.checks = {**progress.checks, check.block: after.stored()}
    progress.save(update_fields=["checks", "updated_at"])
    judge_lesson(lesson, progress)
    return attempt


def _sent_before(lesson: LessonPage, check: Check, answer: Any, client_key: uuid.UUID, by: User) -> CheckAttempt | None:
    attempt = attempt_with.first(learner=by.pk, client_key=client_key)
    if attempt is None:
        return None
    if (attempt.translation_key, attempt.block, attempt.answer) != (lesson.translation_key, check.block, answer):
        raise Refusal(_("Something else was sent from this page already. Load the page again."), code="sent_before")
    return attempt


def _numbers_of(key: uuid.UUID, block: str, learner: User) -> int:
    rows = CheckAttempt.objects.filter(translation_key=key, block=block, learner=learner)
    return rows.aggregate(last=Max("number"))["last"] or 0


def _question(lesson: LessonPage, check: Check) -> CheckQuestion:
    found, _created = CheckQuestion.objects.get_or_create(
        translation_key=lesson.translation_key,
        block=check.block,
        language=lesson.locale.language_code,
        version=check.version,
        defaults={"kind": check.kind, "asked": dict(check.asked)},
    )
    return found
