"""A lesson's text is shared by its readers: always the newest, and never with another reader's progress."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from lessons.actions.beats import merge_beats
from lessons.models import LessonPage
from lessons.models.progress import LessonProgress
from people.models import User
from tests.factories.lessons import make_beat, make_category, make_filmed_lesson, make_lesson
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def make_shown(make: Callable[..., LessonPage] = make_lesson, **fields: Any) -> LessonPage:
    fields.setdefault("audience", "signed_in")
    lesson = make(**fields)
    Site.objects.all().delete()
    root = lesson.get_parent().get_parent()
    Site.objects.create(is_default_site=True, root_page=root, hostname="localhost")
    return lesson


def signed_in(name: str = "") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(name) if name else make_user())
    return client


def text(client: Client, lesson: LessonPage) -> str:
    answer = client.get(lesson.get_url())
    assert answer.status_code == 200
    return answer.content.decode()


def publish(lesson: LessonPage, **fields: Any) -> None:
    lesson.refresh_from_db()
    for name, value in fields.items():
        setattr(lesson, name, value)
    lesson.save_revision().publish()


def test_edited_lesson_is_shown_at_once() -> None:
    lesson, client = make_shown(title="Old title"), signed_in()
    assert "Old title" in text(client, lesson)
    publish(lesson, title="New title", body=json.dumps([{"type": "text", "value": "<p>New words</p>"}]))
    shown = text(client, lesson)
    assert "New title" in shown
    assert "New words" in shown
    assert "Old title" not in shown


def test_draft_is_not_shown() -> None:
    lesson, client = make_shown(title="Published"), signed_in()
    text(client, lesson)
    lesson.title = "Draft"
    lesson.save_revision()
    assert "Draft" not in text(client, lesson)


def test_renamed_category_is_shown_at_once() -> None:
    category = make_category(name="Old category")
    lesson, client = make_shown(category=category), signed_in()
    assert "Old category" in text(client, lesson)
    category.name = "New category"
    category.save()
    assert "New category" in text(client, lesson)


def test_progress_and_name_are_the_readers_own() -> None:
    lesson = make_shown()
    far, new = signed_in("Far along"), signed_in("Just begun")
    learner = far.session["_auth_user_id"]
    LessonProgress.objects.create(learner_id=learner, translation_key=lesson.translation_key, percent=73)
    for _time in range(2):
        first, second = text(far, lesson), text(new, lesson)
        assert 'id="progress-figure">73%' in first
        assert "Far along" in first
        assert "Just begun" not in first
        assert 'id="progress-figure">0%' in second
        assert "Just begun" in second
        assert "Far along" not in second


def test_lesson_taken_from_a_reader_is_closed_at_once() -> None:
    lesson, client = make_shown(), signed_in()
    text(client, lesson)
    publish(lesson, audience="class")
    assert client.get(lesson.get_url()).status_code == 404


def test_stranger_never_gets_the_text_of_those_signed_in() -> None:
    lesson = make_shown(audience="public")
    text(signed_in("Somebody"), lesson)
    shown = text(Client(), lesson)
    assert "Somebody" not in shown
    assert "/accounts/logout/" not in shown


@pytest.mark.parametrize(("reports", "cost"), [(0, 5), (1, 6), (30, 6), (300, 6)])
def test_lesson_costs_five_queries_and_one_more_while_reports_wait(reports: int, cost: int) -> None:
    lesson, client = make_shown(needs_reading=True, needs_confirmation=True), signed_in()
    learner = User.objects.get(pk=client.session["_auth_user_id"])
    for _number in range(reports):
        make_beat(learner, lesson, percent=5)
    text(client, lesson)
    with CaptureQueriesContext(connection) as queries:
        text(client, lesson)
    assert len(queries) == cost


def test_lesson_with_films_costs_a_stranger_no_query_for_them() -> None:
    lesson, client = make_shown(make_filmed_lesson, audience="public"), Client()
    text(client, lesson)
    with CaptureQueriesContext(connection) as queries:
        text(client, lesson)
    assert len(queries) == 2


def test_reader_sees_at_once_what_is_missing() -> None:
    lesson, client = make_shown(needs_word=False, needs_reading=True, needs_minutes=10), signed_in()
    text(client, lesson)
    learner = User.objects.get(pk=client.session["_auth_user_id"])
    make_beat(learner, lesson, ago=100, seconds=90, percent=55)
    shown = text(client, lesson)
    assert "Read to the end: 55 % so far." in shown
    assert "Study for 10 minutes: 8:30 to go." in shown
    assert "finish-form" not in shown
    assert "Read to the end: 0 % so far." in text(signed_in(), lesson)


def test_film_says_where_its_reader_was() -> None:
    lesson = make_shown(make_filmed_lesson)
    client, other = signed_in(), signed_in()
    text(client, lesson)
    learner = User.objects.get(pk=client.session["_auth_user_id"])
    make_beat(learner, lesson, played={"film": [[40, 52.5]]})
    assert 'data-place="film 52"' in text(client, lesson)
    merge_beats()
    assert 'data-place="film 52"' in text(client, lesson)
    assert 'data-place=""' in text(other, lesson)
    assert 'data-place=""' in text(Client(), make_shown(make_filmed_lesson, audience="public"))


@pytest.mark.django_db(transaction=True)
def test_lesson_edited_in_another_process_is_shown_at_once() -> None:
    lesson, client = make_shown(title="Old title"), signed_in()
    text(client, lesson)

    def elsewhere() -> None:
        publish(LessonPage.objects.get(pk=lesson.pk), title="New title")
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert "New title" in text(client, lesson)
