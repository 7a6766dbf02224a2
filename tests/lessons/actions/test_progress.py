import datetime

import pytest
from django.utils import timezone

from lessons.actions.progress import LONGEST_BEAT, finish_lesson, report_progress
from lessons.models import LessonProgress, LessonViewDay
from schoolhouse.refusals import Refusal
from tests.factories.lessons import make_lesson
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_progress_never_goes_back_and_adds_up_time() -> None:
    lesson, learner = make_lesson(), make_user()
    for percent, seconds in ((40, 20), (70, 20), (30, 20)):
        progress = report_progress(lesson=lesson, percent=percent, seconds=seconds, by=learner)
    assert (progress.percent, progress.seconds_spent, progress.state) == (70, 60, "started")


def test_progress_out_of_range_is_cut() -> None:
    progress = report_progress(lesson=make_lesson(), percent=500, seconds=90_000, by=make_user())
    assert (progress.percent, progress.seconds_spent) == (100, LONGEST_BEAT)


def test_progress_belongs_to_the_lesson_in_all_its_languages() -> None:
    lesson, learner = make_lesson(), make_user()
    report_progress(lesson=lesson, percent=40, seconds=1, by=learner)
    twin = make_lesson(translation_key=lesson.translation_key, locale=_other_locale())
    assert report_progress(lesson=twin, percent=10, seconds=1, by=learner).percent == 40
    assert LessonProgress.objects.count() == 1


def _other_locale():
    from wagtail.models import Locale

    default = Locale.get_default().language_code
    return Locale.objects.get_or_create(language_code="en" if default != "en" else "zh-hans")[0]


def test_lesson_is_finished_once_and_keeps_its_day() -> None:
    lesson, learner = make_lesson(), make_user()
    first = finish_lesson(lesson=lesson, by=learner).completed_at
    again = finish_lesson(lesson=lesson, by=learner)
    assert (again.completed_at, again.percent, again.state) == (first, 100, "completed")


def test_progress_in_a_lesson_one_may_not_see_is_refused() -> None:
    lesson = make_lesson(audience="class")
    for change in (
        lambda: report_progress(lesson=lesson, percent=1, seconds=1, by=make_user()),
        lambda: finish_lesson(lesson=lesson, by=make_user()),
    ):
        with pytest.raises(Refusal) as refused:
            change()
        assert refused.value.status == 403
    assert not LessonProgress.objects.exists()


def test_reader_is_counted_once_a_day() -> None:
    lesson, learner = make_lesson(), make_user()
    for _time in range(3):
        report_progress(lesson=lesson, percent=10, seconds=5, by=learner)
    report_progress(lesson=lesson, percent=10, seconds=5, by=make_user())
    assert LessonViewDay.objects.get(translation_key=lesson.translation_key).views == 2
    yesterday = timezone.now() - datetime.timedelta(days=1)
    LessonProgress.objects.filter(learner=learner).update(updated_at=yesterday)
    report_progress(lesson=lesson, percent=20, seconds=5, by=learner)
    assert LessonViewDay.objects.get(translation_key=lesson.translation_key).views == 3
