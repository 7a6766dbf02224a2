"""Taking reports of study, and merging them into progress many at a time."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lessons.actions.completion import complete, require_reader
from lessons.actions.views import add_up, note_views
from lessons.checks.finding import checks_asked
from lessons.completion.films import LONGEST_FILM, films_of
from lessons.completion.intervals import Interval
from lessons.completion.opening import LONGEST, opened_at
from lessons.completion.rules import conditions_of, is_fulfilled
from lessons.completion.study import Study
from lessons.models import LessonBeat, LessonPage, LessonProgress, LessonView
from lessons.queries.progress import Standing, standing_of
from lessons.seen import mark_of_person
from people.models import User
from schoolhouse.refusals import Refusal

AT_ONCE = 500
"""Learners whose reports on a lesson are merged in one transaction."""
MOST_PENDING = 40
"""More unmerged reports than that on a lesson are merged when its learner sends the next one."""
MOST_BEATS = 50
"""Reports in one request."""
MOST_PARTS = 200
"""Played intervals in one report."""
LONGEST_BEAT = 300.0
"""Seconds that one report may cover: pages report every few seconds."""
KEPT = datetime.timedelta(days=31)
"""Merged reports are kept for so long, to know one that comes again: longer than ``opening.LATEST``."""


@dataclass(frozen=True)
class Beat:
    """What a page reports: study between ``begin`` and ``end``, in seconds since the opening that ``opened`` proves.

    ``played`` has ``[from, to)`` in seconds of each film or recording, by the id of its block.
    """

    key: uuid.UUID
    opened: str
    begin: float
    end: float
    percent: int = 0
    played: Mapping[str, Sequence[Interval]] | None = None


def take_beats(*, lesson: LessonPage, beats: Sequence[Beat], by: User) -> Standing:
    """Keep reports of ``by``, each once however often it comes, and return where ``by`` stands now.

    One statement writes them; a job merges those of many learners. Reports that fulfill the lesson's rule are merged
    at once. Raises ``Refusal`` when ``by`` may not see the lesson or one report makes no sense; then none is kept.
    """
    require_reader(lesson, by)
    now = timezone.now()
    rows = _rows(lesson, beats, by, now)
    if rows:
        LessonBeat.objects.bulk_create(rows, ignore_conflicts=True)
    standing = standing_of(by, lesson)
    is_due = standing.is_fulfilled and not standing.study.completed
    if standing.pending and (is_due or standing.pending > MOST_PENDING):
        merge_lesson(lesson.translation_key, [by.pk])
        standing = standing_of(by, lesson)
    return standing


def merge_beats() -> int:
    """Merge all reports that wait, lesson by lesson; return how many learners' progress was written."""
    merged = 0
    waiting = LessonBeat.objects.filter(is_merged=False).order_by("translation_key", "learner_id")
    learners: dict[uuid.UUID, list[int]] = defaultdict(list)
    for key, learner in waiting.values_list("translation_key", "learner_id").distinct():
        learners[key].append(learner)
    for key, several in learners.items():
        for start in range(0, len(several), AT_ONCE):
            merged += merge_lesson(key, several[start : start + AT_ONCE])
    return merged


def prune_beats() -> int:
    """Delete merged reports that can no longer come again; return how many."""
    return LessonBeat.objects.filter(is_merged=True, received_at__lt=timezone.now() - KEPT).delete()[0]


@transaction.atomic
def merge_lesson(key: uuid.UUID, learners: Sequence[int]) -> int:
    """Merge the waiting reports of ``learners`` on one lesson; return how many learners had some.

    The progress of all of them is made where it is missing and locked first, and the reports are read after it, so that
    a report is merged by one of several who merge at the same time. The number of statements does not grow with the
    number of learners.
    """
    known = set(
        LessonProgress.objects.filter(translation_key=key, learner__in=learners).values_list("learner", flat=True)
    )
    missing = [LessonProgress(learner_id=pk, translation_key=key) for pk in sorted(learners) if pk not in known]
    LessonProgress.objects.bulk_create(missing, ignore_conflicts=True)
    rows = LessonProgress.objects.filter(translation_key=key, learner__in=learners).order_by("pk")
    # The people's rows are not changed, and are not locked.
    locked = {row.learner_id: row for row in rows.select_for_update(of=("self",)).select_related("learner")}
    waiting: dict[int, list[LessonBeat]] = defaultdict(list)
    for beat in LessonBeat.objects.filter(translation_key=key, learner__in=learners, is_merged=False).order_by("pk"):
        waiting[beat.learner_id].append(beat)
    if not waiting:
        return 0
    _count_readers(key, waiting)
    finished = [locked[pk] for pk in _merge(key, waiting, locked)]
    fields = ["percent", "seconds_spent", "studied", "played", "place", "updated_at"]
    LessonProgress.objects.bulk_update([locked[pk] for pk in waiting], fields, batch_size=AT_ONCE)
    merged = [beat.pk for beats in waiting.values() for beat in beats]
    LessonBeat.objects.filter(pk__in=merged).update(is_merged=True)
    complete(finished)
    return len(waiting)


def _merge(key: uuid.UUID, waiting: Mapping[int, list[LessonBeat]], locked: Mapping[int, LessonProgress]) -> list[int]:
    """Add the reports to each learner's progress, and return who has now finished."""
    pages = LessonPage.objects.live().filter(translation_key=key).select_related("locale")
    rules = {page.locale.language_code: (page, films_of(page), checks_asked(page)) for page in pages}
    finished = []
    for learner, beats in waiting.items():
        progress = locked[learner]
        study = Study.of(progress, beats)
        study.write_to(progress)
        progress.updated_at = max(beat.received_at for beat in beats)
        read = [rules[language] for language in {beat.language for beat in beats} if language in rules]
        if not study.completed and any(
            is_fulfilled(page, conditions_of(page, films, study, checks)) for page, films, checks in read
        ):
            finished.append(learner)
    return finished


def _count_readers(key: uuid.UUID, waiting: Mapping[int, list[LessonBeat]]) -> None:
    """Count each reader once a day: from reports of study, so that neither robots nor reloads count."""
    read = {(learner, timezone.localdate(beat.received_at)) for learner, beats in waiting.items() for beat in beats}
    note_views(key, [(day, mark_of_person(learner, day)) for learner, day in sorted(read)])
    add_up(LessonView.objects.filter(translation_key=key))


def _rows(lesson: LessonPage, beats: Iterable[Beat], by: User, now: datetime.datetime) -> list[LessonBeat]:
    beats = list(beats)
    if len(beats) > MOST_BEATS:
        raise _nonsense(_("At most %(count)s reports may come at once.") % {"count": MOST_BEATS})
    lengths = films_of(lesson).lengths if any(beat.played for beat in beats) else {}
    return [_row(lesson, beat, by, now, lengths) for beat in beats]


def _row(lesson: LessonPage, beat: Beat, by: User, now: datetime.datetime, lengths: Mapping[str, float]) -> LessonBeat:
    opened = opened_at(beat.opened, by, lesson.translation_key)
    if opened is None:
        raise _nonsense(_("You did not open this lesson, or too long ago. Please open it again."))
    if not 0 <= beat.begin <= beat.end <= beat.begin + LONGEST_BEAT:
        raise _nonsense(_("A report covers at most %(count)s seconds.") % {"count": int(LONGEST_BEAT)})
    if not 0 <= beat.percent <= 100:
        raise _nonsense(_("How far one has read is between 0 and 100 percent."))
    _check_played(beat.played or {}, lengths)
    # What a page says of the future, or of a time too long after the opening, counts nothing.
    last = min(now, opened + LONGEST)
    return LessonBeat(
        learner=by,
        translation_key=lesson.translation_key,
        language=lesson.locale.language_code,
        key=beat.key,
        starts_at=min(last, opened + _seconds(beat.begin)),
        ends_at=min(last, opened + _seconds(beat.end)),
        percent=beat.percent,
        played={block: [[round(a, 2), round(b, 2)] for a, b in parts] for block, parts in (beat.played or {}).items()},
        received_at=now,
    )


def _check_played(played: Mapping[str, Sequence[Interval]], lengths: Mapping[str, float]) -> None:
    if any(block not in lengths for block in played):
        raise _nonsense(_("There is no such film in this lesson."))
    if sum(len(parts) for parts in played.values()) > MOST_PARTS:
        raise _nonsense(_("A report has at most %(count)s played parts.") % {"count": MOST_PARTS})
    for parts in played.values():
        if not all(0 <= start <= end <= LONGEST_FILM for start, end in parts):
            raise _nonsense(_("What was played begins before it ends, within the film."))


def _seconds(seconds: float) -> datetime.timedelta:
    return datetime.timedelta(seconds=min(seconds, LONGEST.total_seconds()))


def _nonsense(message: str) -> Refusal:
    return Refusal(message, code="invalid", status=422)
