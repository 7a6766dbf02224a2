"""A document is read once it is uploaded: its first page, or all of them where a lesson shows them."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from foundation.jobs import drain
from people.models import DocumentPage, DocumentReading, ReadingState, SchoolDocument
from people.paging.reading import read_next, want_pages
from tests.factories.documents import make_bomb, make_encrypted_pdf, make_paper, make_pdf, make_pptx
from tests.factories.people import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_WORK_ROOT = tmp_path / "work"


def form(county, name, data):
    collection = county.document.collection_id
    file = SimpleUploadedFile(name, data)
    return {"title": "Paper", "file": file, "collection": collection, "audience": "", "license": "", "language": ""}


def upload(client, county, name, data):
    client.force_login(county.editor)
    return client.post(reverse("wagtaildocs:add"), form(county, name, data))


def test_first_page_is_read_after_the_upload_and_all_once_they_are_wanted():
    document = make_paper()
    assert document.reading.state == ReadingState.WAITING
    drain()
    reading = DocumentReading.objects.get(document=document)
    assert (reading.state, reading.page_count, document.pages.count()) == ("ready", 2, 1)

    want_pages(documents=[document])
    drain()
    assert [page.text for page in document.pages.all()] == ["Hello orchard", "Second page"]
    want_pages(documents=[document])
    assert DocumentReading.objects.get(document=document).state == "ready"


def test_pages_that_are_wanted_while_the_first_is_read_are_made_afterwards():
    document = make_paper()
    DocumentReading.objects.update(state=ReadingState.WORKING, attempts=1)
    want_pages(documents=[document])
    drain()
    assert document.pages.count() == 2


def test_document_shows_no_more_pages_than_the_school_allows(settings):
    settings.DOCUMENT_SHOWN_PAGES = 2
    document = make_paper(content=make_pdf("A", "B", "C"))
    want_pages(documents=[document])
    drain()
    assert (document.pages.count(), DocumentReading.objects.get().page_count) == (2, 3)


def test_other_documents_are_not_read():
    document = make_document()
    assert not DocumentReading.objects.filter(document=document).exists()


def test_new_file_is_read_anew_and_the_old_pages_are_gone(django_capture_on_commit_callbacks):
    document = make_paper()
    drain()
    old = document.pages.get()
    with django_capture_on_commit_callbacks(execute=True):
        document.file = ContentFile(make_pdf("New"), name="x.pdf")
        document.save()
        drain()
    assert [page.text for page in document.pages.all()] == ["New"]
    assert not default_storage.exists(old.file.name)
    assert not default_storage.exists(old.small.name)


def test_deleted_document_takes_its_pages_along(django_capture_on_commit_callbacks):
    document = make_paper()
    drain()
    page = document.pages.get()
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert (DocumentPage.objects.count(), DocumentReading.objects.count()) == (0, 0)
    assert not default_storage.exists(page.small.name)


def test_work_that_a_killed_worker_left_is_begun_again_three_times():
    make_paper()
    DocumentReading.objects.update(state=ReadingState.WORKING, attempts=3)
    assert read_next().fault == "interrupted"
    assert "several times" in str(DocumentReading.objects.get().fault_message) or DocumentReading.objects.get().fault


def test_document_with_a_fault_keeps_its_reason_and_is_tried_again(counties, client):
    document = make_paper(counties.east.organization)
    good = document.file.name
    data = default_storage.open(good).read()
    default_storage.delete(good)
    default_storage.save(good, ContentFile(make_encrypted_pdf()))
    drain()
    assert DocumentReading.objects.get(document=document).fault == "encrypted"
    client.force_login(counties.east.editor)
    state = client.get(reverse("people_document_state", args=[document.public_id])).json()
    assert (state["state"], bool(state["message"])) == ("failed", True)
    retry = reverse("people_document_retry", args=[document.public_id])
    assert retry in client.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert retry in client.get(reverse("wagtaildocs:index")).content.decode()

    default_storage.delete(good)
    default_storage.save(good, ContentFile(data))
    client.force_login(counties.west.editor)
    assert client.post(retry).status_code == 404
    assert client.get(reverse("people_document_state", args=[document.public_id])).status_code == 404
    client.force_login(counties.east.editor)
    assert client.post(retry).status_code == 302
    drain()
    assert DocumentReading.objects.get(document=document).state == "ready"
    client.post(retry)
    assert DocumentReading.objects.get(document=document).state == "ready"


def test_slides_without_libreoffice_name_the_package(monkeypatch, tmp_path):
    document = make_paper(content=make_pptx("One"), suffix="pptx")
    monkeypatch.setattr("shutil.which", lambda name: None)
    drain()
    assert "libreoffice-impress" in DocumentReading.objects.get(document=document).fault_message


@pytest.mark.libreoffice
def test_slides_are_read():
    document = make_paper(content=make_pptx("Grafting", "Pruning"), suffix="pptx")
    want_pages(documents=[document])
    drain()
    assert [page.text for page in document.pages.all()] == ["Grafting", "Pruning"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"<!doctype html><script>x</script>", "web page"),
        ("a.pdf", make_encrypted_pdf(), "password"),
        ("a.pdf", make_pdf("One")[:150], "damaged"),
        ("a.pdf", make_pdf(*["x"] * 2001), "2001 pages"),
        ("a.pptx", make_bomb(), "500 MB"),
        ("a.docx", b"PK\x03\x04 nothing", "damaged"),
    ],
    ids=["web page", "password", "broken", "long", "bomb", "docx"],
)
def test_bad_upload_is_refused_with_its_reason_and_leaves_nothing(counties, client, name, data, words):
    counties.east.editor.preferred_language = "en"
    counties.east.editor.save()
    before = SchoolDocument.objects.count()
    answer = upload(client, counties.east, name, data)
    errors = answer.context["form"].errors["file"]
    assert (words in errors[0], len(errors)) == (True, 1)
    assert (SchoolDocument.objects.count(), DocumentReading.objects.count()) == (before, 0)


def test_good_upload_is_taken_and_read(counties, client):
    assert upload(client, counties.east, "a.PDF", make_pdf("Hello")).status_code == 302
    document = SchoolDocument.objects.get(title="Paper")
    drain()
    assert document.pages.get().text == "Hello"
    assert document.file.name.endswith(".pdf")


def test_pages_are_for_whom_the_document_is_for(counties, client):
    document = make_paper(counties.east.organization, title="Eastcanary paper")
    drain()
    page = document.pages.get()
    for address in (page.file.url, page.small.url):
        found = []
        for person in (counties.east.editor, counties.west.editor, counties.east.learner):
            client.force_login(person)
            found.append(client.get(address).status_code)
        assert found == [200, 404, 404]
        client.force_login(counties.east.editor)
        assert client.get(address)["Content-Type"] == "image/webp"
        client.logout()
        assert client.get(address).status_code == 404


def test_what_was_made_of_a_document_is_no_use_of_it():
    document = make_paper()
    drain()
    call_command("rebuild_references_index", verbosity=0)
    assert document.get_usage().count() == 0
