"""What is found in a large corpus, against the plain truth: ``question in text``.

SEARCH_PARAGRAPHS=12000 asks the same of a larger corpus.
"""

import os
from itertools import pairwise

import pytest
from django.db import connection, transaction
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Not, PlainText

from tests.factories.search import HAN, make_pages, make_paragraphs, make_questions

PARAGRAPHS = int(os.environ.get("SEARCH_PARAGRAPHS", "2000"))
QUESTIONS = 320


@pytest.fixture(scope="module")
def _corpus(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        pages = make_pages(make_paragraphs(PARAGRAPHS))
        for start in range(0, PARAGRAPHS, 1000):
            get_search_backend().add_bulk(Page, pages[start : start + 1000])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what PostgreSQL does by itself after a while
        yield
        transaction.set_rollback(True)


@pytest.fixture
def corpus(_corpus, db):
    """Every title of the corpus."""
    return make_paragraphs(PARAGRAPHS)


def found(results):
    return set(results.get_queryset().values_list("title", flat=True))


def titles(query, **options):
    return found(get_search_backend().search(query, Page.objects.order_by(), order_by_relevance=False, **options))


def completed(query):
    return found(get_search_backend().autocomplete(query, Page))


@pytest.mark.parametrize("ask", [titles, completed])
def test_chinese_questions_find_all_and_nothing_else(corpus, ask):
    wrong = {}
    for question in make_questions(corpus, QUESTIONS):
        expected = {text for text in corpus if question in text}
        if ask(question) != expected:
            wrong[question] = (len(ask(question)), len(expected))
    assert wrong == {}


def test_chinese_questions_of_two_words_find_both(corpus):
    for one, other in pairwise(make_questions(corpus, 60, seed=7)):
        assert titles(f"{one} {other}") == {text for text in corpus if one in text and other in text}
        assert titles(f"{one} {other}", operator="or") == {text for text in corpus if one in text or other in text}
        assert titles(And([PlainText(one), Not(PlainText(other))])) == {
            text for text in corpus if one in text and other not in text
        }


def test_corpus_is_large_and_questions_of_every_length(corpus):
    questions = list(make_questions(corpus, QUESTIONS))
    assert len(corpus) >= 2000
    assert {len(question) for question in questions} == set(range(1, 9))
    assert all(HAN.fullmatch(question) for question in questions)
