"""Notes as pages: without scripts, by words, to take along."""

import uuid
from urllib.parse import unquote

import pytest
from django.urls import reverse

from lessons.models import LessonNote
from tests.factories.lessons import make_lesson, make_note
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    user = make_user(preferred_language="en")
    client.force_login(user)
    return user


def page(lesson):
    return reverse("lessons:notes", args=[lesson.translation_key, lesson.locale.language_code])


def test_note_is_written_with_the_plain_form(client, author):
    lesson = make_lesson(audience="signed_in")
    data = {"body": "Without scripts", "client_key": uuid.uuid4(), "version": 1}
    for _time in range(2):
        answer = client.post(page(lesson), data, follow=True)
    assert answer.status_code == 200
    assert "Without scripts" in answer.content.decode()
    assert LessonNote.objects.get().author == author


def test_plain_form_sent_again_says_that_the_note_was_deleted(client, author):
    lesson = make_lesson(audience="signed_in")
    data = {"body": "Without scripts", "client_key": uuid.uuid4(), "version": 1}
    client.post(page(lesson), data)
    note = LessonNote.objects.get()
    client.post(reverse("lessons:delete_note", args=[note.public_id]))

    shown = client.post(page(lesson), data, follow=True).content.decode()

    assert "You have deleted this note meanwhile" in shown
    assert reverse("lessons:restore_note", args=[note.public_id]) in shown


def test_plain_form_sent_again_with_other_words_keeps_them(client, author):
    lesson, data = make_lesson(audience="signed_in"), {"client_key": uuid.uuid4(), "version": 1}
    for body in ("Short", "Short, and more"):
        client.post(page(lesson), {**data, "body": body})
    assert LessonNote.objects.get().body == "Short, and more"


@pytest.mark.parametrize("fields", [{"body": ""}, {"body": "x" * 5_001}, {"body": "x", "client_key": "no"}])
def test_plain_form_says_what_is_wrong(client, author, fields):
    lesson = make_lesson(audience="signed_in")
    answer = client.post(page(lesson), {"client_key": uuid.uuid4(), "version": 1, **fields})
    assert answer.status_code == 400
    assert "Please look at this again" in answer.content.decode()
    assert not LessonNote.objects.exists()


def test_words_for_a_note_that_was_deleted_elsewhere_are_not_lost(client, author):
    note = make_note(author, body="Old")
    address = reverse("lessons:note", args=[note.public_id])
    data = {"client_key": note.client_key, "body": "From the desk"}
    client.post(reverse("lessons:delete_note", args=[note.public_id]))
    assert client.get(address).status_code == 404
    answer = client.post(address, {**data, "version": 1})
    assert answer.status_code == 409
    assert "From the desk" in answer.content.decode()
    client.post(address, {**data, "version": answer.context["form"]["version"].value()})
    assert LessonNote.objects.get(deleted_at=None).body == "From the desk"


def test_changed_elsewhere_shows_both_and_overwrites_nothing(client, author):
    note = make_note(author, body="Old")
    address = reverse("lessons:note", args=[note.public_id])
    data = {"client_key": note.client_key, "version": 1}
    client.post(address, {**data, "body": "From the phone"})
    answer = client.post(address, {**data, "body": "From the desk"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "From the phone" in shown
    assert "From the desk" in shown
    note.refresh_from_db()
    assert note.body == "From the phone"
    client.post(address, {**data, "version": 2, "body": "From the desk"})
    note.refresh_from_db()
    assert note.body == "From the desk"


def test_my_notes_are_found_by_words_and_stay_readable_when_the_lesson_is_gone(client, author):
    make_note(author, make_lesson(title="Soil", audience="public"), body="dig deeper")
    make_note(author, make_lesson(title="Secret now", audience="class"), body="Own words")
    make_note(make_user(), body="Somebody else")
    everything = client.get(reverse("lessons:my_notes")).content.decode()
    assert "dig deeper" in everything
    assert "Own words" in everything
    assert "Secret now" in everything
    assert "Somebody else" not in everything
    found = client.get(reverse("lessons:my_notes"), {"q": "dig"}).content.decode()
    assert "dig deeper" in found
    assert "Own words" not in found


def test_deleted_note_can_be_taken_back_at_once_and_later(client, author):
    note = make_note(author, body="Oops")
    answer = client.post(reverse("lessons:delete_note", args=[note.public_id]), follow=True)
    assert "The note is deleted." in answer.content.decode()
    assert "Oops" in client.get(reverse("lessons:my_notes"), {"deleted": 1}).content.decode()
    client.post(reverse("lessons:restore_note", args=[note.public_id]))
    note.refresh_from_db()
    assert note.deleted_at is None


@pytest.mark.parametrize("count", [1, 30, 300])
def test_my_notes_cost_as_many_queries_however_many_there_are(client, author, count, django_assert_max_num_queries):
    lessons = [make_lesson(audience="signed_in") for _number in range(min(count, 5))]
    for number in range(count):
        make_note(author, lessons[number % len(lessons)])
    client.get(reverse("lessons:my_notes"))
    with django_assert_max_num_queries(12):
        client.get(reverse("lessons:my_notes"))


@pytest.mark.parametrize(("kind", "start"), [("md", b"# "), ("pdf", b"%PDF")])
def test_notes_are_saved_under_a_name_that_says_which(client, author, kind, start):
    author.preferred_language = "zh-hans"
    author.save()
    lesson = make_lesson(title="土壤取样", audience="public")
    make_note(author, lesson, body="再挖深一点")
    answer = client.get(reverse("lessons:export_notes", args=[kind]), {"lesson": lesson.translation_key})
    assert answer.content.startswith(start)
    assert "土壤取样" in unquote(answer.headers["Content-Disposition"])
    assert client.get(reverse("lessons:export_notes", args=["exe"])).status_code == 404


def test_lesson_page_offers_notes_to_readers_and_not_to_strangers(client, author):
    from tests.lessons.views.test_lesson_page import make_shown

    lesson = make_shown(audience="public")
    assert 'data-controller="notes"' in client.get(lesson.get_url()).content.decode()
    client.logout()
    assert 'data-controller="notes"' not in client.get(lesson.get_url()).content.decode()
