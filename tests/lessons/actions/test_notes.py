"""Notes are their author's, are written once however often they are sent, and never overwrite what was not read."""

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from lessons.actions import notes
from lessons.actions.notes import NoteConflict, change_note, delete_note, prune_notes, restore_note, write_note
from lessons.models import LessonNote
from lessons.models.note import BODY_LENGTH, QUOTE_LENGTH
from lessons.notes.anchors import Anchor
from people.actions.merging import merge_people
from schoolhouse.refusals import Refusal
from tests.factories.lessons import make_lesson, make_note
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db
PASSAGE = Anchor("passage", "b1", quote="say it back", before="So ", after=", in their words", start=3)


def write(by, lesson=None, *, body="Try it", key=None, anchor=None):
    lesson = lesson or make_lesson(audience="public")
    return write_note(lesson=lesson, body=body, client_key=key or uuid.uuid4(), anchor=anchor or Anchor(), by=by)


def test_note_keeps_where_it_stands():
    note = write(make_user(), anchor=PASSAGE)
    note.refresh_from_db()
    assert (note.kind, note.block, note.quote, note.start) == ("passage", "b1", "say it back", 3)
    assert (note.before, note.after, note.version) == ("So ", ", in their words", 1)


def test_note_sent_twice_is_one():
    author, lesson, key = make_user(), make_lesson(audience="public"), uuid.uuid4()
    first, second = (write(author, lesson, key=key) for _time in range(2))
    assert first == second
    assert LessonNote.objects.count() == 1


def test_same_key_of_another_person_is_another_note():
    key = uuid.uuid4()
    assert write(make_user(), key=key) != write(make_user(), key=key)


def test_note_on_a_lesson_that_one_may_not_see_is_refused():
    with pytest.raises(Refusal):
        write(make_user(), make_lesson(audience="class"))
    assert not LessonNote.objects.exists()


@pytest.mark.parametrize(
    ("body", "anchor", "code"),
    [
        (" \n ", Anchor(), "empty"),
        ("x" * (BODY_LENGTH + 1), Anchor(), "too_long"),
        ("x", Anchor("passage", "b", quote="q" * (QUOTE_LENGTH + 1), start=0), "too_long"),
        ("x", Anchor("passage", "", quote="q", start=0), "place"),
        ("x", Anchor("passage", "b", quote="  ", start=0), "place"),
        ("x", Anchor("moment", "b"), "place"),
        ("x", Anchor("moment", "b", second=10**9), "place"),
        ("x", Anchor("nowhere", "b"), "place"),
    ],
)
def test_note_that_makes_no_sense_is_refused_with_words(body, anchor, code):
    with pytest.raises(Refusal) as refused:
        write(make_user(), body=body, anchor=anchor)
    assert refused.value.code == code
    assert str(refused.value)


def test_passage_may_be_marked_without_words():
    assert write(make_user(), body="", anchor=PASSAGE).body == ""


def test_too_many_notes_on_one_lesson_are_refused(monkeypatch):
    monkeypatch.setattr(notes, "MOST_NOTES", 2)
    author, lesson = make_user(), make_lesson(audience="public")
    kept = [write(author, lesson, key=uuid.UUID(int=number)) for number in (1, 2)]
    with pytest.raises(Refusal) as refused:
        write(author, lesson)
    assert refused.value.code == "too_many"
    assert write(author, lesson, key=uuid.UUID(int=2)) == kept[1]
    delete_note(note=kept[0], by=author)
    assert write(author, lesson).body == "Try it"


@pytest.mark.django_db(transaction=True)
def test_two_tabs_do_not_take_the_last_room_together(monkeypatch):
    monkeypatch.setattr("lessons.actions.notes.MOST_NOTES", 1)
    author, lesson, barrier = make_user(), make_lesson(audience="public"), Barrier(4)

    def run(number):
        barrier.wait()
        try:
            return write(author, lesson, body=f"Note {number}")
        except Refusal:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        written = [one for one in pool.map(run, range(4)) if one]

    assert len(written) == LessonNote.objects.count() == 1


def test_change_of_what_was_read_is_kept_and_counted():
    note = make_note(make_user())
    changed = change_note(note=note, body="Better", version=1, by=note.author)
    assert (changed.body, changed.version) == ("Better", 2)


def test_change_of_an_older_version_shows_the_newer_and_overwrites_nothing():
    note = make_note(make_user())
    change_note(note=note, body="From the phone", version=1, by=note.author)
    with pytest.raises(NoteConflict) as conflict:
        change_note(note=note, body="From the desk", version=1, by=note.author)
    assert conflict.value.note.body == "From the phone"
    note.refresh_from_db()
    assert note.body == "From the phone"


def test_change_sent_again_is_no_conflict():
    note = make_note(make_user())
    for _time in range(2):
        changed = change_note(note=note, body="Better", version=1, by=note.author)
    assert changed.version == 2


def test_nobody_else_changes_or_deletes_a_note():
    note, boss = make_note(make_user(), body="Mine"), make_superuser()
    for act in (
        lambda: change_note(note=note, body="Yours", version=1, by=boss),
        lambda: delete_note(note=note, by=boss),
        lambda: restore_note(note=note, by=boss),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.status == 404
    note.refresh_from_db()
    assert (note.body, note.deleted_at) == ("Mine", None)


def test_deleted_note_comes_back_when_it_is_restored_or_written_on():
    note = make_note(make_user())
    deleted = delete_note(note=note, by=note.author)
    assert deleted.deleted_at
    assert restore_note(note=note, by=note.author).deleted_at is None
    deleted = delete_note(note=note, by=note.author)
    assert change_note(note=note, body="Still needed", version=deleted.version, by=note.author).deleted_at is None


def test_deleted_notes_go_for_good_after_a_month():
    author, now = make_user(), timezone.now()
    old = make_note(author, deleted_at=now - datetime.timedelta(days=31))
    kept = [make_note(author), make_note(author, deleted_at=now - datetime.timedelta(days=29))]
    assert prune_notes() == 1
    assert set(LessonNote.objects.all()) == set(kept)
    assert not LessonNote.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "passage", "block": "b", "quote": ""},
        {"kind": "passage", "block": "b", "quote": "q"},
        {"kind": "moment", "block": ""},
        {"kind": "lesson", "block": "", "second": 3},
        {"version": 0},
    ],
)
def test_database_refuses_a_note_that_stands_nowhere(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_note(make_user(), **fields)


def test_merge_keeps_the_notes_of_both():
    keep, duplicate, key = make_user(), make_user(), uuid.uuid4()
    first, second = make_note(keep, client_key=key), make_note(duplicate, client_key=key)
    third = make_note(duplicate)
    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())
    kept = LessonNote.objects.filter(author=keep)
    assert set(kept.values_list("body", flat=True)) == {first.body, second.body, third.body}
