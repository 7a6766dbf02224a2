"""What happens to progress when two accounts of one person become one."""

import uuid

from django.db import transaction
from django.db.models import Model

from lessons.actions.beats import merge_lesson
from lessons.actions.co_authors import sync_door
from lessons.checks.standing import Kept
from lessons.completion.intervals import length, merged
from lessons.models import CheckAttempt, CoAuthor, LessonBeat, LessonNote, LessonProgress
from lessons.models.progress import ProgressState
from people import merging
from people.models import User


def join_progress(model: type[Model], keep: User, duplicate: User) -> None:
    """Where both studied a lesson, keep the further of the two, what was studied on both and the first completion.

    A minute studied on both at once counts once, as it does on two pages of one account.
    """
    for key in set(
        LessonBeat.objects.filter(learner=duplicate, is_merged=False).values_list("translation_key", flat=True)
    ):
        merge_lesson(key, [duplicate.pk])
    kept = {row.translation_key: row for row in LessonProgress.objects.filter(learner=keep)}
    for other in LessonProgress.objects.filter(learner=duplicate, translation_key__in=kept):
        row = kept[other.translation_key]
        row.percent = max(row.percent, other.percent)
        studied = merged([*row.studied, *other.studied])
        twice = length(row.studied) + length(other.studied) - length(studied)
        row.seconds_spent += other.seconds_spent - int(twice)
        row.studied = studied
        row.played = {
            block: merged([*row.played.get(block, ()), *other.played.get(block, ())])
            for block in row.played.keys() | other.played.keys()
        }
        row.place = max(row.place, other.place)
        row.started_at = min(row.started_at, other.started_at)
        row.completed_at = min(filter(None, (row.completed_at, other.completed_at)), default=None)
        row.said_at = min(filter(None, (row.said_at, other.said_at)), default=None)
        if row.confirmed_at is None:
            row.confirmed_at, row.confirmed_by = other.confirmed_at, other.confirmed_by
        join_checks(row, other)
        row.state = ProgressState.COMPLETED if row.completed_at else ProgressState.STARTED
        other.delete()
        row.save()


def give_new_keys(model: type[Model], keep: User, duplicate: User) -> None:
    """Keep the notes of both: where one was sent under the same key by both accounts, the duplicate's gets another."""
    keys = LessonNote.objects.filter(author=keep).values("client_key")
    for note in LessonNote.objects.filter(author=duplicate, client_key__in=keys):
        note.client_key = uuid.uuid4()
        note.save(update_fields=["client_key"])


def join_checks(row: LessonProgress, other: LessonProgress) -> None:
    """Put where both stand with the quick checks into ``row``: what either has passed is passed."""
    for block in other.checks:
        kept, more = Kept.of(row, block), Kept.of(other, block)
        row.checks[block] = kept.joined(more, is_newer=other.updated_at > row.updated_at).stored()


def move_attempts(model: type[Model], keep: User, duplicate: User) -> None:
    """Count the duplicate's attempts on behind those of the account that stays; none is lost.

    Where both answered the same question first, the earlier one was the person's first.
    """
    rows = merging.rows(CheckAttempt, learner=keep)
    last: dict[tuple[uuid.UUID, str], int] = {}
    for key, block, number in rows.values_list("translation_key", "block", "number"):
        last[key, block] = max(number, last.get((key, block), 0))
    first = {attempt.question_id: attempt for attempt in rows.filter(is_first=True)}
    taken = set(rows.values_list("client_key", flat=True))
    # The last one first: none takes a number that another one of the duplicate still has.
    for attempt in merging.rows(CheckAttempt, learner=duplicate).order_by("-number"):
        attempt.number += last.get((attempt.translation_key, attempt.block), 0)
        attempt.client_key = uuid.uuid4() if attempt.client_key in taken else attempt.client_key
        other = first.get(attempt.question_id) if attempt.is_first else None
        if other is not None:
            later = max(attempt, other, key=lambda one: one.attempted_at)
            later.is_first = False
            merging.rows(CheckAttempt, pk=later.pk).update(is_first=False)
        attempt.save(update_fields=["number", "client_key", "is_first"])


def join_co_authors(model: type[Model], keep: User, duplicate: User) -> None:
    """Where a lesson names both, name the one that stays, who may all that either might."""
    kept = {row.page_id: row for row in merging.rows(CoAuthor, person=keep)}
    for other in merging.rows(CoAuthor, person=duplicate, page__in=kept):
        row = kept[other.page_id]
        row.may_edit = row.may_edit or other.may_edit
        row.named_at = min(row.named_at, other.named_at)
        other.delete()
        row.save()
    # The roles may come over after this; whether the admin opens is asked when all has.
    transaction.on_commit(lambda: sync_door(User.objects.get(pk=keep.pk)))


def register_rules() -> None:
    """Called once, when the room is ready."""
    merging.register(LessonProgress, join_progress)
    merging.register(LessonNote, give_new_keys)
    merging.register(CheckAttempt, move_attempts)
    merging.register(CoAuthor, join_co_authors)
    merging.register(LessonBeat, merging.drop_colliding("learner", "key"))
