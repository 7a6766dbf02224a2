"""The rule of a lesson: held by the database, and carried along wherever the page goes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Locale

from lessons.models import LessonPage
from tests.factories.lessons import make_lesson

pytestmark = pytest.mark.django_db
RULE = {
    "finished_by": "any",
    "needs_word": False,
    "needs_reading": True,
    "needs_minutes": 30,
    "watched_percent": 75,
    "needs_checks": True,
    "checks_percent": 60,
    "needs_confirmation": True,
}


def rule_of(page):
    return {name: getattr(page, name) for name in RULE}


def test_lesson_is_finished_by_ones_word_unless_told_otherwise():
    lesson = make_lesson()
    assert (lesson.needs_word, lesson.finished_by, lesson.watched_percent) == (True, "all", 90)
    others = (lesson.needs_reading, lesson.needs_watching, lesson.needs_minutes, lesson.needs_confirmation)
    assert others == (False, False, None, False)


@pytest.mark.parametrize(
    "bad",
    [
        {"needs_word": False},
        {"finished_by": "one"},
        {"watched_percent": 0},
        {"watched_percent": 101},
        {"needs_minutes": 0},
        {"needs_minutes": 1441},
        {"film_minutes": 0},
        {"checks_percent": 0},
        {"checks_percent": 101},
    ],
)
def test_rule_that_makes_no_sense_is_refused_by_form_and_database(bad):
    lesson = make_lesson()
    for name, value in bad.items():
        setattr(lesson, name, value)
    with pytest.raises(ValidationError):
        lesson.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonPage.objects.filter(pk=lesson.pk).update(**bad)


def test_rule_survives_revisions_copies_and_translations():
    lesson = make_lesson(**RULE)
    revision = lesson.save_revision()
    assert rule_of(revision.as_object()) == RULE
    copy = lesson.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert rule_of(LessonPage.objects.get(pk=copy.pk)) == RULE
    other = "en" if lesson.locale.language_code != "en" else "zh-hans"
    locale = Locale.objects.get_or_create(language_code=other)[0]
    translated = lesson.copy_for_translation(locale, copy_parents=True)
    assert rule_of(LessonPage.objects.get(pk=translated.pk)) == RULE


def test_revision_from_before_there_were_rules_is_finished_by_ones_word():
    lesson = make_lesson(**RULE)
    revision = lesson.save_revision()
    for name in RULE:
        del revision.content[name]
    revision.save()
    revision.refresh_from_db()
    assert revision.as_object().needs_word is True
    revision.publish()
