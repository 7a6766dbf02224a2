import pytest
from django.db import connection
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from foundation.search.operations import WORDS, IndexFirstCharacters
from tests.factories.search import make_pages


def found(words):
    return {page.title for page in get_search_backend().search(words, Page)}


def has_first_characters():
    """Say whether the full-text table has an index of first characters; PostgreSQL's holds all beginnings."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [WORDS])
        return "prefix='1'" in cursor.fetchone()[0]


@pytest.mark.django_db
def test_index_stays_filled_when_it_is_made_anew():
    pages = make_pages(["山林防火", "防汛"])
    get_search_backend().add_bulk(Page, pages)
    assert has_first_characters()
    operation, editor = IndexFirstCharacters(), connection.SchemaEditorClass(connection)
    operation.database_backwards("home", editor, None, None)
    assert has_first_characters() is (connection.vendor != "sqlite")
    assert (found("防"), found("山林")) == ({"山林防火", "防汛"}, {"山林防火"})
    operation.database_forwards("home", editor, None, None)
    assert has_first_characters()
    assert (found("防"), found("山林")) == ({"山林防火", "防汛"}, {"山林防火"})


@pytest.mark.django_db
def test_index_made_anew_follows_what_is_saved_and_deleted():
    one, other = make_pages(["山林防火", "防汛"])
    get_search_backend().add_bulk(Page, [one, other])
    get_search_backend().delete(other)
    one.title = "山林巡护"
    Page.objects.filter(pk=one.pk).update(title=one.title)
    get_search_backend().add_bulk(Page, [one])
    assert (found("防"), found("护"), found("山")) == (set(), {"山林巡护"}, {"山林巡护"})
