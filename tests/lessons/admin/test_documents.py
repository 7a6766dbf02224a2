"""The pages on which a Word document becomes a lesson, and who may open the room's addresses in the admin."""

import pytest
from django.urls import reverse

from foundation.word.content import Limits
from lessons.actions.co_authors import name_co_author
from lessons.actions.document_import import upload_document
from lessons.actions.suggestions import suggest
from lessons.models import DocumentImport, DocumentState, LessonIndexPage, LessonPage
from people.models import Role
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization, make_user
from tests.factories.word import make_docx, paragraph, picture, png, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def organization():
    return make_organization("East county")


@pytest.fixture
def lesson(organization):
    return make_lesson(organization, title="Eastcanary lesson", intro="Eastcanary words", live=False)


@pytest.fixture
def parent(lesson):
    return LessonIndexPage.objects.get(pk=lesson.get_parent().pk)


@pytest.fixture
def editor(organization, client):
    person = make_user(role=Role.EDITOR, organization=organization)
    client.force_login(person)
    return person


def document(**options):
    return make_docx(
        paragraph("Eastcanary", style="a3"), paragraph("烫伤", style="2"),
        paragraph(run("<b>先</b>"), picture("r-a.emf")), paragraph(picture("r-b.png", "水龙头")),
        media={"a.emf": b"\x01\x00\x00\x00", "b.png": png()}, **options,
    )  # fmt: skip


def test_document_is_uploaded_looked_at_and_made_a_draft(client, editor, parent):
    assert client.get(reverse("lessons_documents"), {"list": parent.pk}).status_code == 200
    response = client.post(reverse("lessons_documents"), {"parent": parent.pk, "file": document()})
    upload = DocumentImport.objects.get()
    assert response.url == reverse("lessons_document", args=[upload.public_id])

    html = client.get(response.url).content.decode()
    assert "a.emf" in html
    assert "&lt;b&gt;先&lt;/b&gt;" in html
    assert "40 × 30: 水龙头" in html

    made = client.post(reverse("lessons_document_make", args=[upload.public_id]), {"title": "冲冷水"})
    lesson = LessonPage.objects.get(title="冲冷水")
    assert made.url == reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert client.get(response.url).status_code == 200
    again = client.post(reverse("lessons_document_make", args=[upload.public_id]), {"title": "x"})
    assert again.status_code == 302
    assert not LessonPage.objects.filter(title="x").exists()


@pytest.mark.parametrize("kind", ["empty", "not_word", "macros", "paragraphs", "bomb", "list"])
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(client, editor, parent, kind, monkeypatch):
    file = document()
    if kind == "empty":
        file = make_docx(name="leer.docx")
    elif kind == "not_word":
        file.truncate(100)
    elif kind == "macros":
        file = document(types="application/vnd.ms-word.document.macroEnabled.main+xml")
    elif kind == "paragraphs":
        file = make_docx(paragraph("x") * 10_000)
    elif kind == "bomb":
        monkeypatch.setattr("lessons.actions.document_import.Limits", lambda: Limits(unpacked=2_000))
    sent = {"parent": parent.pk if kind != "list" else 1, "file": file}

    response = client.post(reverse("lessons_documents"), sent)

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not DocumentImport.objects.exists()


def test_discarded_document_is_gone(client, editor, parent):
    client.post(reverse("lessons_documents"), {"parent": parent.pk, "file": document()})
    upload = DocumentImport.objects.get()
    client.post(reverse("lessons_document_discard", args=[upload.public_id]))
    upload.refresh_from_db()
    assert (upload.state, upload.blocks) == ("discarded", [])


def test_buttons_lead_from_the_lesson_list_and_from_a_lesson(client, editor, parent, lesson):
    listing = client.get(reverse("wagtailadmin_explore", args=[parent.pk])).content.decode()
    for name in ("lessons_documents", "lessons_templates"):
        assert f"{reverse(name)}?list={parent.pk}" in listing
    html = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    for name in ("lessons_co_authors", "lessons_suggestions"):
        assert reverse(name, args=[lesson.pk]) in html


WEST = [Role.EDITOR, Role.ADMINISTRATOR, Role.CLASS_TEACHER, Role.INSTRUCTOR, Role.LEARNER, None]


@pytest.mark.parametrize("role", WEST)
def test_nothing_of_another_county_is_found_or_changed(client, editor, parent, lesson, organization, role):
    helper = make_user(role=Role.INSTRUCTOR, organization=organization)
    name_co_author(lesson=lesson, person=helper, may_edit=False, by=editor)
    one = suggest(lesson=lesson, path="intro", before="Eastcanary words", proposed="x", reason="", by=helper)
    upload = upload_document(file=document(), parent=parent, by=editor)
    west = make_organization("West county")
    make_lesson(west)
    person = make_user(role=role, organization=west) if role else None
    client.logout()
    if person:
        client.force_login(person)
    found = []
    for name, args in (
        ("lessons_document", [upload.public_id]), ("lessons_document_make", [upload.public_id]),
        ("lessons_document_discard", [upload.public_id]), ("lessons_quality", [lesson.pk]),
        ("lessons_co_authors", [lesson.pk]), ("lessons_co_author_drop", [lesson.pk, helper.public_id]),
        ("lessons_suggestions", [lesson.pk]), ("lessons_suggestion_decide", [lesson.pk, one.pk]),
        ("lessons_quality_report", []), ("lessons_documents", []), ("lessons_templates", []),
    ):  # fmt: skip
        for method in ("get", "post"):
            sent = {"parent": parent.pk, "template": lesson.pk, "identifier": "x"}
            response = getattr(client, method)(reverse(name, args=args), sent)
            closed = response.status_code in (302, 403, 404, 405, 422)
            if "Eastcanary" in response.content.decode() or (args and not closed):
                found.append((name, method, response.status_code))
    one.refresh_from_db()
    upload.refresh_from_db()
    assert found == []
    assert (one.state, upload.state, lesson.co_authors.count()) == ("open", "read", 1)
    assert LessonPage.objects.child_of(parent).count() == 1


def test_pictures_of_a_document_are_seen_by_the_readers_of_the_lesson(client, editor, parent):
    file = make_docx(paragraph(picture("r-a.png", "Stove")), media={"a.png": png()})
    client.post(reverse("lessons_documents"), {"parent": parent.pk, "file": file})
    client.post(reverse("lessons_document_make", args=[DocumentImport.objects.get().public_id]), {"title": "Stove"})
    lesson = LessonPage.objects.get(title="Stove")
    lesson.get_latest_revision().publish()

    image = LessonPage.objects.get(pk=lesson.pk).body[0].value["image"]
    client.force_login(make_user())
    assert client.get(image.file.url).status_code == 200


@pytest.mark.parametrize("name", ["lessons_documents", "lessons_templates"])
def test_any_number_of_lists_takes_the_same_number_of_queries(
    client, editor, organization, lesson, name, django_assert_max_num_queries
):
    lesson.is_template = True
    lesson.save()
    asked = []
    for number in range(2):
        with django_assert_max_num_queries(60) as queries:
            answer = client.get(reverse(name)).content.decode()
        asked.append(len(queries))
        if not number:
            for village in range(10):
                make_lesson(make_organization(f"Village {village}", parent=organization))

    assert "Village 9" in answer
    assert asked[0] == asked[1]


@pytest.mark.parametrize("state", [DocumentState.READING, DocumentState.MAKING])
def test_document_on_which_work_does_not_end_can_be_discarded(client, editor, parent, state):
    upload = upload_document(file=document(), parent=parent, by=editor)
    DocumentImport.objects.filter(pk=upload.pk).update(state=state)

    page = client.get(reverse("lessons_document", args=[upload.public_id])).content.decode()
    address = reverse("lessons_document_discard", args=[upload.public_id])
    assert f'action="{address}"' in page
    client.post(address)

    upload.refresh_from_db()
    assert upload.state == DocumentState.DISCARDED
