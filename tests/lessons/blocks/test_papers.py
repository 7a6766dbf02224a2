"""Documents in lessons: a card with the first page, and all pages with their words."""

import json
import re

import pytest
from django.core.exceptions import ValidationError

from foundation.jobs import drain
from lessons.actions.papers import refresh_lessons_showing
from lessons.blocks.papers import DocumentBlock, DocumentPagesBlock
from lessons.catalogue.facts import facts_of
from lessons.models import LessonPage
from people.models import DocumentReading, Role
from tests.factories.documents import make_paper, make_pdf
from tests.factories.people import make_document, make_organization, make_user
from tests.lessons.blocks.pages import published, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_WORK_ROOT = tmp_path / "work"


def with_pages(document):
    page = published(("document_pages", {"document": document.pk, "caption": "Look closely"}))
    page.save_revision().publish()
    return page


def test_document_shows_its_first_page_kind_length_and_size(client):
    document = make_paper(make_organization())
    drain()
    text = shown(client, published(("document", {"document": document.pk, "caption": "For the field"})))
    assert document.pages.get().small.url in text
    assert "PDF · 2 pages · " in text
    assert f'<a href="{document.url}">Paper</a>' in text
    assert "For the field" in text
    answer = client.get(document.url)
    assert answer["Content-Disposition"].startswith("inline")


def test_document_without_pages_shows_its_kind(client):
    document = make_document(make_organization())
    text = shown(client, published(("document", {"document": document.pk, "caption": ""})))
    assert "document-card__sign" in text
    assert "TXT" in text


def test_document_of_an_older_lesson_still_shows():
    document = make_document(make_organization())
    block = DocumentBlock()
    values = block.bulk_to_python([document.pk, {"document": document.pk, "caption": "New"}])
    assert [value["document"] for value in values] == [document, document]
    assert block.to_python(document.pk)["document"] == document
    assert block.get_prep_value(values[0])["document"] == document.pk


def test_lesson_shows_pages_with_their_words_to_its_readers(client):
    document = make_paper(make_organization())
    page = with_pages(document)
    assert "still being prepared" in shown(client, page)
    drain()
    text = shown(client, page)
    pages = list(document.pages.all())
    assert len(pages) == 2
    assert re.findall(r'alt="([^"]*)" loading="lazy"', text) == ["Page 1: Hello orchard", "Page 2: Second page"]
    assert "<p>Second page</p>" in text
    assert f'width="{pages[0].width}" height="{pages[0].height}"' in text
    assert [client.get(one.file.url).status_code for one in pages] == [200, 200]


def test_lesson_is_found_by_the_words_of_its_pages_and_counts_them():
    page = with_pages(make_paper(make_organization(), content=make_pdf(*["Chrysanthemum"] * 9)))
    assert not LessonPage.objects.search("chrysanthemum").get_queryset().exists()
    drain()
    assert page.pk in [found.pk for found in LessonPage.objects.search("chrysanthemum")]
    assert LessonPage.objects.get(pk=page.pk).estimated_minutes == 3


def test_minutes_counted_anew_are_shown_at_once():
    document = make_paper(make_organization(), content=make_pdf(*["Chrysanthemum"] * 9))
    page = with_pages(document)
    drain()
    LessonPage.objects.filter(pk=page.pk).update(estimated_minutes=1)
    assert facts_of(page.locale.language_code).lessons[page.pk].minutes == 1
    refresh_lessons_showing(public_id=document.public_id)
    assert facts_of(page.locale.language_code).lessons[page.pk].minutes == 3


def test_pages_cost_their_readers_the_same_however_many(django_assert_num_queries):
    block = DocumentPagesBlock()
    for count in (1, 30):
        document = make_paper(make_organization(), content=make_pdf(*["x"] * count))
        with_pages(document)
        drain()
        value = block.to_python({"document": document.pk, "caption": ""})
        with django_assert_num_queries(2):  # how far the document is, its pages
            assert str(block.render(value)).count("<img") == count


def test_pages_are_refused_of_what_has_none_or_cannot_be_read():
    block = DocumentPagesBlock()
    document = make_paper()
    block.clean(block.to_python({"document": document.pk, "caption": ""}))
    DocumentReading.objects.update(state="failed", fault="encrypted")
    for one in (document, make_document()):
        with pytest.raises(ValidationError):
            block.clean(block.to_python({"document": one.pk, "caption": ""}))


def test_draft_has_its_pages_made_too():
    document = make_paper(make_organization())
    page = published()
    page.body = json.dumps([{"type": "document_pages", "value": {"document": document.pk, "caption": ""}, "id": "1"}])
    page.save_revision()
    drain()
    assert document.pages.count() == 2


def test_pages_of_a_document_with_readers_of_its_own_are_for_those(client):
    organization = make_organization()
    document = make_paper(organization, audience="organization", audience_organization=organization)
    page = with_pages(document)
    drain()
    member = make_user(role=Role.LEARNER, organization=organization)
    other = make_user(role=Role.LEARNER, organization=make_organization())
    for person, sees in ((member, True), (other, False), (member, True)):
        client.force_login(person)
        assert ("Second page" in shown(client, page)) == sees
    assert not LessonPage.objects.search("orchard").get_queryset().exists()
