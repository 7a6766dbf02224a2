"""A lesson from a Word document."""

import struct
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from foundation.jobs import drain
from foundation.word.faults import UnreadableDocument
from lessons.actions import document_import
from lessons.actions.document_import import (
    begin_lesson,
    discard_document,
    make_lesson,
    sweep_documents,
    upload_document,
)
from lessons.models import DocumentImport, DocumentState, LessonIndexPage, LessonPage
from people.models import Role, SchoolImage
from schoolhouse.refusals import Refusal
from tests.factories.lessons import make_lesson as make_any_lesson
from tests.factories.people import make_organization, make_user
from tests.factories.word import make_docx, paragraph, picture, png, table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def organization():
    return make_organization("East county")


@pytest.fixture
def parent(organization):
    return LessonIndexPage.objects.get(pk=make_any_lesson(organization).get_parent().pk)


@pytest.fixture
def editor(organization):
    return make_user(role=Role.EDITOR, organization=organization)


def document(**options):
    parts = (
        paragraph("急救常识", style="a3"),
        paragraph("烫伤", style="2"),
        paragraph("先冲冷水。", picture("r-a.png", "水龙头")),
        table(("部位", "时间"), ("手", "十五分钟")),
        paragraph(picture("r-b.png"), picture("r-c.emf")),
    )
    return make_docx(*parts, media={"a.png": png(), "b.png": png(), "c.emf": b"\x01\x00\x00\x00emf"}, **options)


def test_a_small_document_is_read_at_once_and_names_what_is_lost(parent, editor):
    upload = upload_document(file=document(), parent=parent, by=editor)

    assert (upload.state, upload.title) == (DocumentState.READ, "急救常识")
    assert ["picture_drawing", "c.emf"] in upload.losses
    assert upload.pictures["word/media/a.png"] == {"width": 40, "height": 30, "kind": "PNG", "alt_text": "水龙头"}
    assert not LessonPage.objects.filter(title="急救常识").exists()


def test_a_draft_is_made_with_pictures_of_the_organization(
    parent, editor, organization, django_capture_on_commit_callbacks
):
    upload = upload_document(file=document(), parent=parent, by=editor)
    name = upload.file.name
    with django_capture_on_commit_callbacks(execute=True):
        upload = begin_lesson(upload=upload, title="", by=editor)

    lesson = LessonPage.objects.child_of(parent).get(title="急救常识")
    assert upload.lesson == lesson
    assert (lesson.live, lesson.owner, lesson.latest_revision.user) == (False, editor, editor)
    images = [block.value["image"] for block in lesson.body if block.block_type == "image"]
    # The same picture twice is one picture.
    assert len(images) == 2
    assert len(set(images)) == 1
    assert (images[0].organization, images[0].alt_text, images[0].uploaded_by_user) == (organization, "水龙头", editor)
    assert images[0].collection == organization.files_collection.collection
    assert not default_storage.exists(name)
    assert (upload.blocks, upload.file.name) == ([], "")
    draft = lesson.get_latest_revision_as_object()
    assert list(draft.body.raw_data) == list(lesson.body.raw_data)


def test_a_picture_that_is_there_already_is_used_again(parent, editor):
    for title in ("first", "second"):
        begin_lesson(upload=upload_document(file=document(), parent=parent, by=editor), title=title, by=editor)

    assert SchoolImage.objects.count() == 1
    assert LessonPage.objects.child_of(parent).filter(title__in=["first", "second"]).count() == 2


def test_a_large_document_is_read_and_made_by_jobs(parent, editor, monkeypatch):
    monkeypatch.setattr("lessons.actions.document_import.AT_ONCE", 10)
    monkeypatch.setattr("lessons.actions.document_import.PICTURES_AT_ONCE", 0)

    upload = upload_document(file=document(), parent=parent, by=editor)
    assert (upload.state, upload.is_at_work) == (DocumentState.READING, True)
    drain()
    upload.refresh_from_db()
    assert (upload.state, upload.progress) == (DocumentState.READ, 100)

    assert begin_lesson(upload=upload, title="Other title", by=editor).lesson is None
    drain()
    upload.refresh_from_db()
    assert (upload.state, upload.lesson.title) == (DocumentState.MADE, "Other title")


@pytest.mark.parametrize(
    "options", [{"media": {f"{number}.png": png() for number in range(7)}}, {"extra": {"word/x.xml": " " * 13_000_000}}]
)
def test_a_document_that_only_looks_small_is_read_by_a_job(parent, editor, options):
    upload = upload_document(file=make_docx(paragraph("x"), **options), parent=parent, by=editor)

    assert upload.state == DocumentState.READING


@pytest.mark.parametrize("title", ["……", "急" * 255])
def test_a_title_that_makes_no_address_makes_a_draft(parent, editor, title):
    for _turn in range(3):
        upload = upload_document(file=document(), parent=parent, by=editor)
        assert begin_lesson(upload=upload, title=title, by=editor).lesson.title == title


def test_a_large_document_that_cannot_be_read_is_refused_with_the_reason(parent, editor, monkeypatch):
    monkeypatch.setattr("lessons.actions.document_import.AT_ONCE", 10)
    upload = upload_document(file=make_docx(paragraph("x") * 6_000), parent=parent, by=editor)
    drain()

    upload.refresh_from_db()
    assert (upload.state, upload.fault[0], upload.file.name) == (DocumentState.REFUSED, "too_many_paragraphs", "")


@pytest.mark.parametrize(
    "file",
    [
        BytesIO(b"no document"),
        make_docx(paragraph("x"), extra={"word/document.xml": "<broken"}),
        make_docx(paragraph("")),
        make_docx(paragraph(picture("r-a.emf")), media={"a.emf": b"\x01\x00\x00\x00"}),
    ],
)
def test_nothing_is_kept_of_what_cannot_be_read(parent, editor, file, tmp_path):
    with pytest.raises(UnreadableDocument):
        upload_document(file=file, parent=parent, by=editor)

    assert not DocumentImport.objects.exists()
    assert list(tmp_path.rglob("*.docx")) == []


_EMPTY_DATA = struct.pack(">I", 4) + b"IDAT" + bytes(8)


def flood(width, height):
    """A PNG that says it has so many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + _EMPTY_DATA


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_drawing"),
        (b"\xd7\xcd\xc6\x9a wmf", "picture_drawing"),
        (flood(60_000, 60_000), "picture_pixels"),
        (flood(6_000, 6_000), "picture_pixels"),
        (png(100, 100)[:-60], "picture_broken"),
        (b"what is this", "picture_kind"),
    ],
    ids=["svg", "wmf", "bomb", "flood", "cut", "kind"],
)
def test_pictures_that_cannot_be_taken_are_left_out_by_name(parent, editor, content, code):
    file = make_docx(paragraph("text"), paragraph(picture("r-a.png")), media={"a.png": content})
    upload = upload_document(file=file, parent=parent, by=editor)

    assert [code, "a.png"] in upload.losses
    assert [block["type"] for block in upload.blocks] == ["text"]


def test_photos_of_telephones_are_taken_over(parent, editor):
    stream, photo = BytesIO(), Image.new("RGB", (40, 30))
    photo.save(stream, "MPO", save_all=True, append_images=[photo])
    file = make_docx(paragraph(picture("r-a.jpeg")), media={"a.jpeg": stream.getvalue()})
    upload = begin_lesson(upload=upload_document(file=file, parent=parent, by=editor), title="冲水", by=editor)

    image = SchoolImage.objects.get()
    assert (image.width, image.file.name.endswith(".jpg")) == (40, True)
    assert image.get_rendition("width-20").width == 20
    assert upload.lesson.body[0].value["image"].pk == image.pk


def test_nothing_is_half_saved_when_making_fails(parent, editor, monkeypatch, tmp_path):
    upload = upload_document(file=document(), parent=parent, by=editor)
    monkeypatch.setattr("lessons.actions.document_import._add_draft", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        begin_lesson(upload=upload, title="", by=editor)

    upload.refresh_from_db()
    assert upload.state == DocumentState.READ
    assert not SchoolImage.objects.exists()
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == [f"{upload.public_id}.docx"]


def test_who_may_not_write_there_makes_nothing(parent, editor):
    stranger = make_user(role=Role.EDITOR, organization=make_organization("West county"))
    with pytest.raises(Refusal):
        upload_document(file=document(), parent=parent, by=stranger)
    upload = upload_document(file=document(), parent=parent, by=editor)
    with pytest.raises(Refusal):
        begin_lesson(upload=upload, title="", by=stranger)


def test_a_document_is_taken_or_discarded_once(parent, editor, django_capture_on_commit_callbacks):
    upload = upload_document(file=document(), parent=parent, by=editor)
    name = upload.file.name
    with django_capture_on_commit_callbacks(execute=True):
        discard_document(upload=upload, by=editor)

    assert not default_storage.exists(name)
    with pytest.raises(Refusal):
        begin_lesson(upload=upload, title="", by=editor)
    with pytest.raises(Refusal):
        discard_document(upload=upload, by=editor)
    assert make_lesson(upload=upload) is None


def test_documents_that_nobody_goes_on_with_are_dropped(parent, editor):
    upload = upload_document(file=document(), parent=parent, by=editor)
    assert sweep_documents() == 0
    DocumentImport.objects.update(created_at=upload.created_at - timedelta(days=8))

    assert sweep_documents() == 1
    upload.refresh_from_db()
    assert upload.state == DocumentState.DISCARDED


def test_a_document_that_is_taken_meanwhile_does_not_keep_the_others(parent, editor, monkeypatch):
    first, second = (upload_document(file=document(), parent=parent, by=editor) for _turn in range(2))
    DocumentImport.objects.update(created_at=first.created_at - timedelta(days=8))
    locked = document_import._locked

    def taken(upload):
        # Between finding the first one and locking it, its author takes it.
        upload = locked(upload)
        if upload.pk == second.pk:
            upload.state = DocumentState.MADE
        return upload

    monkeypatch.setattr(document_import, "_locked", taken)

    assert sweep_documents() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (DocumentState.DISCARDED, DocumentState.READ)
