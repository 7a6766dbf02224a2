"""Notes through the API: the reader's own, in the shapes of the API."""

import uuid

import pytest
from django.test import Client

from lessons.models import LessonNote
from people.middleware import VIEWING_AS
from people.roles import Role
from tests.factories.lessons import make_lesson, make_note
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


def signed_in(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def address(lesson):
    return f"/api/v1/lessons/{lesson.translation_key}/{lesson.locale.language_code}/notes"


def post(client, lesson, **fields):
    data = {"client_key": str(uuid.uuid4()), "body": "Try it", **fields}
    return client.post(address(lesson), data, content_type="application/json")


def put(client, note, **fields):
    return client.put(f"/api/v1/notes/{note.public_id}", fields, content_type="application/json")


def test_note_is_written_and_listed_with_its_lesson():
    lesson, client = make_lesson(title="Soil", audience="signed_in"), signed_in(make_user())
    written = post(client, lesson, kind="moment", block="film", second=252)
    assert written.status_code == 201
    listed = client.get(address(lesson)).json()
    assert listed["count"] == 1
    note = listed["items"][0]
    assert (note["second"], note["lesson_title"], note["version"]) == (252, "Soil", 1)
    assert "id" not in note


def test_passage_beside_a_rare_character_that_a_browser_cut_in_two_is_kept():
    lesson, client = make_lesson(audience="signed_in"), signed_in(make_user())
    around = {"quote": "\U00020bb7野\ud842", "before": "\udfb7家", "after": "！\ud83d"}
    written = post(client, lesson, kind="passage", block="b", start=3, **around)
    assert written.status_code == 201
    note = LessonNote.objects.get()
    assert (note.quote, note.before, note.after) == ("\U00020bb7野", "家", "！")


def test_own_notes_are_found_by_words_and_lesson():
    author, soil, water = make_user(), make_lesson(title="Soil"), make_lesson(title="Water")
    make_note(author, soil, body="dig deeper")
    make_note(author, water, body="dig here")
    make_note(author, water, body="gone", deleted_at="2026-01-01T00:00Z")
    make_note(make_user(), soil, body="dig elsewhere")
    client = signed_in(author)

    def bodies(query):
        return {note["body"] for note in client.get(f"/api/v1/notes{query}").json()["items"]}

    assert bodies("") == {"dig deeper", "dig here"}
    assert bodies("?q=dig+deeper") == {"dig deeper"}
    assert bodies("?q=water") == {"dig here"}
    assert bodies(f"?lesson={soil.translation_key}") == {"dig deeper"}


def test_conflict_tells_what_the_note_says_now():
    note = make_note(make_user(), body="One")
    client = signed_in(note.author)
    assert put(client, note, body="Two", version=1).json()["version"] == 2
    answer = put(client, note, body="Three", version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert (answer.json()["note"]["body"], answer.json()["note"]["version"]) == ("Two", 2)
    assert put(client, note, body="Three", version=2).status_code == 200


def test_note_is_deleted_and_restored():
    note = make_note(make_user(), make_lesson(audience="public"))
    client = signed_in(note.author)
    assert client.delete(f"/api/v1/notes/{note.public_id}").status_code == 200
    assert client.get("/api/v1/notes").json()["count"] == 0
    assert client.post(f"/api/v1/notes/{note.public_id}/restore").status_code == 200
    assert client.get("/api/v1/notes").json()["count"] == 1


def test_note_that_is_sent_again_says_that_it_was_deleted():
    lesson = make_lesson(audience="public")
    client = signed_in(make_user())
    key = str(uuid.uuid4())
    note = post(client, lesson, client_key=key).json()
    assert note["deleted_at"] is None
    client.delete(f"/api/v1/notes/{note['public_id']}")

    again = post(client, lesson, client_key=key).json()

    assert (again["public_id"], bool(again["deleted_at"])) == (note["public_id"], True)
    assert client.get("/api/v1/notes").json()["count"] == 0


def test_notes_of_another_are_nowhere_even_for_a_superuser():
    note = make_note(make_user(), make_lesson(audience="public"), body="Canary")
    boss = signed_in(make_superuser())
    for answer in (
        put(boss, note, body="x", version=1),
        boss.delete(f"/api/v1/notes/{note.public_id}"),
        boss.post(f"/api/v1/notes/{note.public_id}/restore"),
    ):
        assert answer.status_code == 404
        assert b"Canary" not in answer.content
    assert boss.get("/api/v1/notes").json()["items"] == []


def test_who_looks_as_the_learner_sees_no_notes():
    county = make_organization()
    learner = make_user(role=Role.LEARNER, organization=county)
    editor = make_user(role=Role.EDITOR, organization=county)
    lesson = make_lesson(audience="signed_in")
    note = make_note(learner, lesson, body="Canary of mine")
    client = signed_in(editor)
    session = client.session
    session[VIEWING_AS] = str(learner.public_id)
    session.save()
    key, language = lesson.translation_key, lesson.locale.language_code
    for path in (
        address(lesson),
        "/api/v1/notes",
        "/lessons/notes/",
        f"/lessons/notes/{note.public_id}/",
        "/lessons/notes/export/md/",
        f"/lessons/{key}/{language}/notes/",
        "/search/?q=Canary",
    ):
        answer = client.get(path)
        assert "Canary of mine" not in answer.content.decode()
        assert path.startswith("/search") or answer.status_code == 404


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"body": ""}, 400),
        ({"body": "x" * 5_001}, 400),
        ({"kind": "passage", "block": "b"}, 400),
        ({"kind": "moment", "block": "b", "second": -1}, 422),
        ({"kind": "moment", "block": "b", "second": 10**30}, 422),
        ({"kind": "elsewhere"}, 422),
        ({"client_key": "no"}, 422),
        ({"body": "\ud800"}, 422),
    ],
)
def test_wrong_notes_are_answered_in_words_and_not_kept(fields, status):
    answer = post(signed_in(make_user()), make_lesson(audience="public"), **fields)
    assert answer.status_code == status
    assert answer.json()["message"]
    assert not LessonNote.objects.exists()


@pytest.mark.parametrize("count", [1, 30, 300])
def test_notes_cost_as_many_queries_however_many_there_are(count, django_assert_max_num_queries):
    author, lesson = make_user(), make_lesson(audience="signed_in")
    for _number in range(count):
        make_note(author, lesson)
    client = signed_in(author)
    client.get(address(lesson))
    with django_assert_max_num_queries(7):
        assert client.get(f"{address(lesson)}?page_size=100").json()["count"] == count
