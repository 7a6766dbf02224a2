"""Answering quick checks: what is kept, what counts, and that nobody answers more often than allowed."""

import json
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from foundation.jobs.models import OutboxEvent
from lessons.actions.beats import Beat, take_beats
from lessons.actions.check import answer_check
from lessons.checks.finding import check_in, checks_in
from lessons.checks.standing import Kept, standing_in
from lessons.completion.opening import seal
from lessons.models import CheckAttempt, CheckQuestion, LessonPage, LessonProgress
from lessons.queries.progress import standing_of
from schoolhouse.refusals import Refusal
from tests.factories.lessons import RIGHT, WRONG, check_raw, item, make_checked_lesson, make_lesson
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


def give(lesson, learner, answer, block="single", key=None):
    check = check_in(lesson, block)
    return answer_check(lesson=lesson, check=check, answer=answer, client_key=key or uuid.uuid4(), by=learner)


def stands(lesson, learner, block="single"):
    progress = LessonProgress.objects.filter(learner=learner, translation_key=lesson.translation_key).first()
    language = lesson.locale.language_code
    kept = Kept.of(progress, block)
    return standing_in(check_in(lesson, block), kept, key=lesson.translation_key, language=language)


def change(lesson, *checks):
    lesson.refresh_from_db()
    lesson.body = json.dumps(list(checks))
    lesson.save_revision().publish()


def test_attempts_are_kept_with_the_question_as_it_was_asked():
    lesson, learner = make_checked_lesson(), make_user()
    for answer in (WRONG["single"], RIGHT["single"]):
        give(lesson, learner, answer)
    rows = CheckAttempt.objects.order_by("number").values_list("number", "answer", "is_right", "is_first")
    assert list(rows) == [(1, ["sun"], False, True), (2, ["shade"], True, False)]
    question = CheckQuestion.objects.get()
    assert question.asked == checks_in(lesson)[0].asked
    standing = stands(lesson, learner)
    assert (standing.tries, standing.is_passed, standing.answer) == (2, True, ["shade"])


def test_answer_that_is_sent_twice_makes_one_attempt_and_another_one_none():
    lesson, learner, key = make_checked_lesson("single", "short"), make_user(), uuid.uuid4()
    assert give(lesson, learner, WRONG["single"], key=key) == give(lesson, learner, WRONG["single"], key=key)
    for answer, block in ((RIGHT["single"], "single"), ("12", "short")):
        with pytest.raises(Refusal) as refused:
            give(lesson, learner, answer, block, key=key)
        assert refused.value.code == "sent_before"
    assert CheckAttempt.objects.count() == 1
    assert give(lesson, make_user(), RIGHT["single"], key=key).is_right


def test_no_more_attempts_are_taken_than_allowed():
    lesson, learner = make_checked_lesson(checks=[check_raw(attempts=2)]), make_user()
    give(lesson, learner, ["sun"])
    give(lesson, learner, ["rain"])
    with pytest.raises(Refusal) as refused:
        give(lesson, learner, RIGHT["single"])
    assert (refused.value.code, refused.value.status) == ("no_attempt_left", 409)
    assert CheckAttempt.objects.count() == 2
    assert standing_of(learner, lesson).is_fulfilled is False


def test_check_that_was_answered_rightly_takes_no_more():
    lesson, learner = make_checked_lesson(), make_user()
    give(lesson, learner, RIGHT["single"])
    with pytest.raises(Refusal) as refused:
        give(lesson, learner, WRONG["single"])
    assert refused.value.code == "answered"
    assert stands(lesson, learner).is_right


def test_nonsense_is_no_attempt():
    lesson, learner = make_checked_lesson(checks=[check_raw(attempts=1)]), make_user()
    for answer in (["moon"], None, {"a": 1}, ["sun", "shade"], "x" * 10_000):
        with pytest.raises(Refusal) as refused:
            give(lesson, learner, answer)
        assert refused.value.status == 422
    assert not CheckAttempt.objects.exists()
    assert give(lesson, learner, RIGHT["single"]).is_right


def test_only_those_who_may_see_the_lesson_answer():
    lesson = make_checked_lesson(audience="organization", audience_organization=make_organization())
    with pytest.raises(Refusal) as refused:
        give(lesson, make_user(), RIGHT["single"])
    assert refused.value.status == 403


@pytest.mark.parametrize(("percent", "needed"), [(100, 3), (60, 2), (34, 2), (33, 1), (1, 1)])
def test_last_check_that_is_needed_finishes_the_lesson_at_once_and_is_told_once(percent, needed):
    lesson, learner = make_checked_lesson("single", "multiple", "short", checks_percent=percent), make_user()
    for number, block in enumerate(("single", "multiple", "short"), start=1):
        give(lesson, learner, WRONG[block], block)
        give(lesson, learner, RIGHT[block], block)
        state = LessonProgress.objects.get(learner=learner).state
        assert state == ("completed" if number >= needed else "started")
    assert OutboxEvent.objects.filter(name="lessons.completed").count() == 1


def test_passing_alone_does_not_finish_what_asks_for_more():
    lesson, learner = make_checked_lesson(needs_reading=True), make_user()
    give(lesson, learner, RIGHT["single"])
    assert LessonProgress.objects.get().state == "started"
    beat = Beat(key=uuid.uuid4(), opened=seal(learner, lesson.translation_key), begin=0, end=0, percent=100)
    take_beats(lesson=lesson, beats=[beat], by=learner)
    assert LessonProgress.objects.get().state == "completed"


def test_study_that_waited_is_not_lost_by_answering():
    lesson, learner = make_checked_lesson(), make_user()
    beat = Beat(key=uuid.uuid4(), opened=seal(learner, lesson.translation_key), begin=0, end=0, percent=40)
    take_beats(lesson=lesson, beats=[beat], by=learner)
    give(lesson, learner, WRONG["single"])
    progress = LessonProgress.objects.get()
    assert (progress.percent, progress.checks["single"]["tries"]) == (40, 1)


def test_changed_question_gives_new_attempts_and_what_was_passed_stays_passed():
    lesson = make_checked_lesson(checks=[check_raw(attempts=1), check_raw("short", attempts=1)])
    learner = make_user()
    give(lesson, learner, WRONG["single"])
    give(lesson, learner, RIGHT["short"], "short")
    change(
        lesson, check_raw(attempts=1, question="<p>New?</p>"), check_raw("short", attempts=1, question="<p>New?</p>")
    )
    first, second = stands(lesson, learner), stands(lesson, learner, "short")
    assert (first.tries, first.is_passed, first.is_earlier) == (0, False, True)
    assert (second.tries, second.is_passed, second.is_right, second.is_earlier) == (0, True, False, True)
    assert standing_of(learner, lesson).study.passed == {"short"}
    give(lesson, learner, RIGHT["single"])
    assert LessonProgress.objects.get().state == "completed"
    give(lesson, learner, WRONG["short"], "short")
    assert standing_of(learner, lesson).study.passed == {"single", "short"}
    versions = CheckAttempt.objects.filter(block="single").order_by("number").values_list("question__asked", flat=True)
    assert [asked["question"] for asked in versions] == ["<p>What of single?</p>", "<p>New?</p>"]


def test_remark_that_changes_keeps_attempts():
    lesson, learner = make_checked_lesson(checks=[check_raw(attempts=1)]), make_user()
    give(lesson, learner, WRONG["single"])
    change(lesson, check_raw(attempts=2, wrong_feedback="Think of the wind."))
    assert (stands(lesson, learner).tries, stands(lesson, learner).is_earlier) == (1, False)
    assert CheckQuestion.objects.count() == 1


def translated(lesson):
    code = "en" if lesson.locale.language_code != "en" else "zh-hans"
    locale = Locale.objects.get_or_create(language_code=code)[0]
    other = lesson.copy_for_translation(locale, copy_parents=True)
    other.body = json.dumps([check_raw(attempts=2, question="<p>哪里？</p>")])
    other.save_revision().publish()
    return LessonPage.objects.get(pk=other.pk)


def test_translation_keeps_the_ids_of_blocks_and_choices():
    lesson = make_checked_lesson()
    code = "en" if lesson.locale.language_code != "en" else "zh-hans"
    locale = Locale.objects.get_or_create(language_code=code)[0]
    other = lesson.copy_for_translation(locale, copy_parents=True)
    assert list(other.body.raw_data) == list(lesson.body.raw_data)


def test_first_attempt_at_a_question_stays_the_only_first_when_a_change_of_it_is_undone():
    lesson, learner = make_checked_lesson(checks=[check_raw()]), make_user()
    for question in ("<p>Where?</p>", "<p>Where then?</p>", "<p>Where?</p>"):
        change(lesson, check_raw(question=question))
        give(lesson, learner, ["sun"])
    rows = CheckAttempt.objects.order_by("number").values_list("is_first", flat=True)
    assert list(rows) == [True, True, False]


def test_attempts_count_in_all_languages_of_a_lesson():
    lesson, learner = make_checked_lesson(checks=[check_raw(attempts=2)]), make_user()
    other = translated(lesson)
    give(lesson, learner, ["sun"])
    elsewhere = stands(other, learner)
    assert (elsewhere.tries, elsewhere.is_elsewhere, elsewhere.answer) == (1, True, None)
    give(other, learner, ["rain"])
    assert stands(other, learner).answer == ["rain"]
    assert stands(lesson, learner).left(check_in(lesson, "single")) == 0
    for page in (lesson, other):
        with pytest.raises(Refusal):
            give(page, learner, RIGHT["single"])
    assert list(CheckAttempt.objects.values_list("is_first", flat=True).order_by("number")) == [True, False]


def test_answering_costs_as_many_queries_however_many_attempts_there_were():
    lesson, learner = make_checked_lesson(), make_user()
    costs = []
    for _number in range(30):
        with CaptureQueriesContext(connection) as queries:
            give(lesson, learner, WRONG["single"])
        costs.append(len(queries))
    assert max(costs[2:]) == min(costs[2:])
    assert max(costs) <= 30


def test_database_refuses_the_same_number_and_the_same_key_twice():
    lesson, learner = make_checked_lesson(), make_user()
    attempt = give(lesson, learner, WRONG["single"])
    attempt.pk, key = None, attempt.client_key
    for fields in ({"client_key": uuid.uuid4()}, {"number": 2}, {"client_key": uuid.uuid4(), "number": 0}):
        for name, value in {"number": 1, "client_key": key, **fields}.items():
            setattr(attempt, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False])
def test_many_at_once_get_no_more_attempts_than_allowed(same_key):
    lesson, learner = make_checked_lesson(checks=[check_raw(attempts=2)]), make_user()
    check, key, said = check_in(lesson, "single"), uuid.uuid4(), []
    start = threading.Barrier(6)

    def send():
        try:
            start.wait(10)
            sent = key if same_key else uuid.uuid4()
            said.append(answer_check(lesson=lesson, check=check, answer=["sun"], client_key=sent, by=learner).number)
        except Refusal as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, said)) == (["1"] * 6 if same_key else ["1", "2"] + ["no_attempt_left"] * 4)
    assert CheckAttempt.objects.count() == (1 if same_key else 2)
    assert LessonProgress.objects.get().checks["single"]["tries"] == CheckAttempt.objects.count()


@pytest.mark.django_db(transaction=True)
def test_two_who_pass_at_once_in_two_tabs_finish_once():
    lesson, learner = make_checked_lesson("single", "short"), make_user()
    start = threading.Barrier(2)

    def send(block):
        try:
            start.wait(10)
            give(LessonPage.objects.get(pk=lesson.pk), learner, RIGHT[block], block)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[block]) for block in ("single", "short")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert LessonProgress.objects.get().state == "completed"
    assert OutboxEvent.objects.filter(name="lessons.completed").count() == 1


def test_list_item_that_was_renamed_keeps_its_id():
    lesson, learner = make_checked_lesson(), make_user()
    give(lesson, learner, ["sun"])
    choices = [item("shade", {"text": "Out of the sun", "is_right": True, "feedback": ""})]
    choices += [item("sun", {"text": "In bright sun", "is_right": False, "feedback": ""})]
    change(lesson, check_raw(choices=choices))
    assert stands(lesson, learner).is_earlier
    assert give(lesson, learner, ["shade"]).number == 2


def test_lesson_without_checks_has_none():
    lesson = make_lesson()
    assert checks_in(lesson) == ()
    assert check_in(lesson, "single") is None
