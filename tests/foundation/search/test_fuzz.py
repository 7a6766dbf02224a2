"""Random text and random questions: no error, and Chinese found exactly where it stands. Failures print their seed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText

from foundation.search.tokens import HAN, clean
from tests.factories.search import make_pages

HARDLY_ANY_HAN = st.text("土地合同5Gab ,，。\"'\\:*!&|()-\x00\u200b😀\U00020bb7\ufa19", max_size=12)
ANY_TEXT = st.one_of(HARDLY_ANY_HAN, st.text(max_size=30))


def questions(texts):
    """Give questions of any shape that ask for these texts."""
    return st.recursive(
        st.one_of(texts.map(Phrase), texts.map(Fuzzy), st.builds(PlainText, texts, st.sampled_from(["and", "or"]))),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(And),
            st.lists(inner, max_size=3).map(Or),
            inner.map(Not),
            inner.map(lambda query: Boost(query, 2)),
        ),
        max_leaves=8,
    )


# PostgreSQL drops English stop words such as "a" from a question: neither they nor their opposite find anything.
NO_STOP_WORDS = st.text("土地合同5G ,，。\"'\\:*!&|()-\x00😀", max_size=12)
HAN_TEXT = st.text("土地合同", min_size=1, max_size=3)
FUZZ = settings(
    max_examples=80, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def pages(db):
    pages = make_pages(["土地合同", "合同，土地", "地合 Land 5G", "调解"])
    get_search_backend().add_bulk(Page, pages)
    return pages


@FUZZ
@given(questions(ANY_TEXT))
def test_any_question_is_answered(pages, query):
    backend = get_search_backend()
    assert len(backend.search(query, Page)) == backend.search(query, Page).count()
    assert len(backend.search(query, Page, order_by_relevance=False)) == backend.search(query, Page).count()
    list(backend.autocomplete(query, Page)[:5])


@FUZZ
@given(st.lists(ANY_TEXT, min_size=1, max_size=5), HAN_TEXT)
def test_chinese_is_found_where_it_stands_in_any_text(pages, texts, question):
    backend = get_search_backend()
    for page, text in zip(pages, texts, strict=False):
        page.title = text
    backend.add_bulk(Page, pages)
    found = {page.pk for page in backend.search(question, Page)}
    assert found == {page.pk for page in pages if question in clean(page.title)}


@FUZZ
@given(questions(NO_STOP_WORDS))
def test_a_question_and_its_opposite_part_the_pages(pages, query):
    backend = get_search_backend()
    indexed = Page.objects.filter(pk__in=[page.pk for page in pages])
    found = {page.pk for page in backend.search(Not(Not(query)), indexed)}
    rest = {page.pk for page in backend.search(Not(query), indexed)}
    assert (found & rest, found | rest) == (set(), {page.pk for page in pages})


def test_han_is_one_class_of_characters():
    import re

    assert re.fullmatch(f"[{HAN}]+", "土〇々\U00020bb7\U000323af")
    assert not re.search(f"[{HAN}]", "a5，。ひカ한😀")
