"""Reports of study: each counts once, none more than the server can vouch for, many are merged at a time."""

import datetime
import math
import random
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.jobs.models import OutboxEvent
from foundation.prepared.inserting import MANY
from lessons.actions.beats import Beat, merge_beats, merge_lesson, prune_beats, take_beats
from lessons.completion.opening import seal
from lessons.completion.study import Study
from lessons.models import LessonBeat, LessonPage, LessonProgress, LessonViewDay
from lessons.queries.progress import standing_of
from people.actions.merging import merge_people
from schoolhouse.refusals import Refusal
from tests.factories.lessons import make_beat, make_filmed_lesson, make_lesson
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def passed(monkeypatch):
    """Stop the server's clock and let time pass: ``passed(seconds)``; a slow machine adds none of its own."""
    now = timezone.now()

    def let(seconds):
        nonlocal now
        now += datetime.timedelta(seconds=seconds)

    monkeypatch.setattr(timezone, "now", lambda: now)
    return let


def beat(opened, begin, end, *, played=None, **fields):
    fields.setdefault("key", uuid.uuid4())
    return Beat(opened=opened, begin=begin, end=end, played=played, **fields)


def watched(lesson, learner):
    """Return the seconds of the film that count."""
    return sum(end - start for start, end in standing_of(learner, lesson).study.played.get("film", []))


def test_study_is_seen_at_once_and_the_same_after_merging(passed):
    lesson, learner = make_lesson(), make_user()
    opened = seal(learner, lesson.translation_key)
    passed(60)
    for percent, begin in ((40, 0), (70, 20), (30, 40)):
        standing = take_beats(lesson=lesson, beats=[beat(opened, begin, begin + 20, percent=percent)], by=learner)
    assert (standing.study.percent, standing.study.seconds, standing.pending) == (70, 60, 3)
    assert merge_beats() == 1
    progress = LessonProgress.objects.get()
    assert (progress.percent, progress.seconds_spent, progress.state) == (70, 60, "started")
    assert standing_of(learner, lesson).study == standing.study


def test_report_that_comes_again_counts_once(passed):
    lesson, learner = make_filmed_lesson(), make_user()
    opened = seal(learner, lesson.translation_key)
    passed(60)
    same = beat(opened, 0, 20, played={"film": [(0, 20)]})
    for _time in range(2):
        take_beats(lesson=lesson, beats=[same, same], by=learner)
        merge_beats()
    assert LessonBeat.objects.count() == 1
    assert (LessonProgress.objects.get().seconds_spent, watched(lesson, learner)) == (20, 20)


def test_two_tabs_at_once_do_not_double_the_time(passed):
    lesson, learner = make_filmed_lesson(), make_user()
    first = seal(learner, lesson.translation_key)
    passed(5)
    second = seal(learner, lesson.translation_key)
    passed(60)
    take_beats(lesson=lesson, beats=[beat(first, 5, 25, played={"film": [(0, 20)]})], by=learner)
    take_beats(lesson=lesson, beats=[beat(second, 0, 20, played={"film": [(50, 70)]})], by=learner)
    assert standing_of(learner, lesson).study.seconds == 20
    assert watched(lesson, learner) == 20


def test_a_clock_that_was_moved_brings_nothing(passed):
    lesson, learner = make_filmed_lesson(), make_user()
    opened = seal(learner, lesson.translation_key)
    passed(30)
    ahead = [beat(opened, begin, begin + 300, played={"film": [(0, 100)]}) for begin in range(0, 6000, 300)]
    study = take_beats(lesson=lesson, beats=ahead, by=learner).study
    assert study.seconds <= 30
    assert watched(lesson, learner) <= 30 * 2 * 1.1 + 1
    assert not study.completed


def test_playing_counts_at_most_twice_as_fast_as_time(passed):
    lesson, learner = make_filmed_lesson(seconds=1000), make_user()
    opened = seal(learner, lesson.translation_key)
    passed(20)
    take_beats(lesson=lesson, beats=[beat(opened, 0, 20, played={"film": [(0, 900)]})], by=learner)
    assert watched(lesson, learner) == pytest.approx(44, abs=1)


def test_what_was_studied_offline_counts_until_twelve_hours_after_the_opening(passed):
    lesson, learner = make_lesson(), make_user()
    opened = seal(learner, lesson.translation_key)
    passed(3 * 24 * 3600)
    hours = [beat(opened, at, at + 300) for at in (3600, 11 * 3600, 12 * 3600, 60 * 3600)]
    assert take_beats(lesson=lesson, beats=hours, by=learner).study.seconds == 600
    passed(28 * 24 * 3600)
    with pytest.raises(Refusal):
        take_beats(lesson=lesson, beats=[beat(opened, 0, 10)], by=learner)


def test_jump_to_the_end_counts_nothing_of_what_was_skipped(passed):
    lesson, learner = make_filmed_lesson(seconds=100), make_user()
    opened = seal(learner, lesson.translation_key)
    passed(300)
    skipped = [beat(opened, 0, 20, played={"film": [(0, 10), (90, 100)]}), beat(opened, 20, 40, percent=100)]
    assert not take_beats(lesson=lesson, beats=skipped, by=learner).study.completed
    again = [beat(opened, 40, 60, played={"film": [(80, 100)]}), beat(opened, 60, 80, played={"film": [(0, 20)]})]
    assert not take_beats(lesson=lesson, beats=again, by=learner).study.completed
    rest = [beat(opened, 80, 150, played={"film": [(20, 90)]})]
    assert take_beats(lesson=lesson, beats=rest, by=learner).study.completed


def test_place_is_that_of_the_newest_report_in_whichever_order_they_come(passed):
    lesson, learner = make_filmed_lesson(seconds=100), make_user()
    opened = seal(learner, lesson.translation_key)
    passed(300)
    newer = beat(opened, 60, 80, played={"film": [(70, 80), (30, 42)]})
    standing = take_beats(lesson=lesson, beats=[newer], by=learner)
    assert standing.study.place[1:] == ("film", 42)
    merge_beats()
    assert LessonProgress.objects.get().place[1:] == ["film", 42]
    older = beat(opened, 0, 20, played={"film": [(0, 20)]})
    unseen = beat(opened, 90, 100, percent=50)
    take_beats(lesson=lesson, beats=[older, unseen], by=learner)
    merge_beats()
    assert LessonProgress.objects.get().place[1:] == ["film", 42]
    assert standing_of(learner, lesson).study.place[1:] == ("film", 42)


def test_reports_in_any_order_give_the_same():
    """A property, over many random lives of a page; the seed is printed."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    for _life in range(200):
        rows = []
        for number in range(dice.randint(1, 12)):
            start = datetime.datetime.fromtimestamp(1_700_000_000 + 60 * number, datetime.UTC)
            parts = [sorted((dice.randint(0, 400), dice.randint(0, 400))) for _part in range(dice.randint(0, 3))]
            # No more than could be played in a minute.
            parts = [[a, min(b, a + 20)] for a, b in parts]
            end = start + datetime.timedelta(seconds=60)
            rows.append(LessonBeat(starts_at=start, ends_at=end, percent=dice.randint(0, 100), played={"f": parts}))
        expected = Study.of(None, rows)
        seconds = {second for row in rows for a, b in row.played["f"] for second in range(a, b)}
        assert math.isclose(sum(b - a for a, b in expected.played.get("f", [])), len(seconds))
        shuffled = [*rows, *dice.choices(rows, k=5)]
        dice.shuffle(shuffled)
        assert Study.of(None, shuffled) == expected


@pytest.mark.parametrize(
    "bad",
    [
        {"begin": -1},
        {"begin": 30, "end": 10},
        {"end": 301},
        {"end": math.nan},
        {"percent": 101},
        {"percent": -1},
        {"opened": "1700000000.00:forged"},
        {"played": {"other": [(0, 1)]}},
        {"played": {"film": [(5, 1)]}},
        {"played": {"film": [(-1, 1)]}},
        {"played": {"film": [(0, math.inf)]}},
        {"played": {"film": [(math.nan, 1)]}},
        {"played": {"film": [(0, 1)] * 201}},
    ],
)
def test_nonsense_is_refused_and_nothing_of_its_company_kept(bad):
    lesson, learner = make_filmed_lesson(), make_user()
    good = {"opened": seal(learner, lesson.translation_key), "begin": 0, "end": 10}
    with pytest.raises(Refusal) as refused:
        take_beats(lesson=lesson, beats=[beat(**good), beat(**{**good, **bad})], by=learner)
    assert refused.value.status == 422
    assert not LessonBeat.objects.exists()


def test_seal_of_another_person_or_lesson_is_refused():
    lesson, other, learner = make_lesson(), make_lesson(), make_user()
    for opened in (seal(make_user(), lesson.translation_key), seal(learner, other.translation_key)):
        with pytest.raises(Refusal):
            take_beats(lesson=lesson, beats=[beat(opened, 0, 10)], by=learner)
    closed = make_lesson(audience="class")
    with pytest.raises(Refusal) as refused:
        take_beats(lesson=closed, beats=[beat(seal(learner, closed.translation_key), 0, 10)], by=learner)
    assert refused.value.status == 403
    assert not LessonBeat.objects.exists()


def test_reader_is_counted_once_a_day():
    lesson, learner = make_lesson(), make_user()
    for reader in (learner, learner, make_user()):
        make_beat(reader, lesson)
    merge_beats()
    make_beat(learner, lesson)
    merge_beats()
    assert LessonViewDay.objects.get(translation_key=lesson.translation_key).views == 2
    for _time in range(2):
        make_beat(learner, lesson, received_at=timezone.now() - datetime.timedelta(days=1))
        merge_beats()
    assert list(LessonViewDay.objects.order_by("day").values_list("views", flat=True)) == [1, 2]


@pytest.mark.parametrize("readers", [1, 30, 300])
def test_merging_costs_as_many_queries_however_many_report(readers):
    lesson = make_filmed_lesson(seconds=18)
    for _reader in range(readers):
        learner = make_user(password=None)
        for ago in (100, 80):
            make_beat(learner, lesson, ago=ago, played={"film": [[0, 20]]})
    with CaptureQueriesContext(connection) as queries:
        assert merge_beats() == readers
    writes = [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]
    assert len(queries) - len(writes) <= 16
    # SQLite takes a thousand values in a statement, so its writes come in a few more of them; PostgreSQL some hundred
    # rows. A plugin that listens for finished lessons has each event delivered to it: a row more, and one of a job. Few
    # rows are written one by one.
    more = readers // 10 if connection.vendor == "sqlite" else 1 + readers // 200
    delivered = [sql for sql in writes if "jobs_delivery" in sql or "jobs_job" in sql]
    assert len(delivered) <= 2 * MANY + more
    assert len(writes) - len(delivered) <= 9 + more
    assert LessonProgress.objects.filter(state="completed", seconds_spent=40).count() == readers
    assert OutboxEvent.objects.filter(name="lessons.completed").count() == readers


@pytest.mark.parametrize("several", [1, 40])
def test_taking_reports_costs_as_many_queries_however_many_come(several, passed, django_assert_max_num_queries):
    lesson, learner = make_filmed_lesson(seconds=10_000, audience="signed_in"), make_user()
    opened = seal(learner, lesson.translation_key)
    passed(1000)
    many = [beat(opened, at, at + 10, played={"film": [(at, at + 10)]}) for at in range(several)]
    take_beats(lesson=lesson, beats=[beat(opened, 0, 1, played={"film": [(0, 1)]})], by=learner)
    merge_beats()
    page = LessonPage.objects.get(pk=lesson.pk)
    with django_assert_max_num_queries(8):
        take_beats(lesson=page, beats=many, by=learner)


def test_old_reports_are_deleted_once_they_are_merged():
    lesson, learner = make_lesson(), make_user()
    long_ago = timezone.now() - datetime.timedelta(days=32)
    make_beat(learner, lesson, received_at=long_ago)
    assert prune_beats() == 0
    merge_beats()
    make_beat(learner, lesson)
    assert prune_beats() == 1


def test_database_holds_what_a_report_is():
    lesson, learner = make_lesson(), make_user()
    kept = make_beat(learner, lesson)
    for bad in ({"key": kept.key}, {"percent": 101}, {"ago": 10, "seconds": -5}, {"ago": 10, "seconds": 60}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_beat(learner, lesson, **bad)


def test_accounts_that_become_one_keep_what_waits_to_be_merged():
    lesson, keep, duplicate = make_filmed_lesson(), make_user(), make_user()
    make_beat(keep, lesson, ago=100, played={"film": [[0, 20]]})
    make_beat(duplicate, lesson, ago=60, played={"film": [[10, 30]]})
    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())
    merge_beats()
    assert LessonProgress.objects.get().seconds_spent == 40
    assert watched(lesson, keep) == 30
    assert LessonProgress.objects.get().place[1:] == ["film", 30]


def test_accounts_that_become_one_do_not_double_a_time_studied_on_both():
    lesson, keep, duplicate = make_lesson(), make_user(), make_user()
    received_at = timezone.now()
    make_beat(keep, lesson, ago=100, seconds=20, received_at=received_at)
    make_beat(duplicate, lesson, ago=90, seconds=20, received_at=received_at)
    merge_beats()
    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())
    assert LessonProgress.objects.get().seconds_spent == 30


@pytest.mark.django_db(transaction=True)
def test_merging_at_the_same_time_loses_nothing_and_counts_nothing_twice():
    lesson, learner = make_lesson(), make_user()
    for ago in range(1000, 0, -25):
        make_beat(learner, lesson, ago=ago, percent=ago // 10)
    troubles = []

    def merge():
        try:
            merge_lesson(lesson.translation_key, [learner.pk])
        except Exception as error:
            troubles.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=merge) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    progress = LessonProgress.objects.get()
    assert (progress.percent, progress.seconds_spent) == (100, 800)
    assert LessonViewDay.objects.get().views == 1
