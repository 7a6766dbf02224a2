"""What one may be about to ask for: titles of pages that begin to match."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from foundation.prepared.once import one_question
from foundation.search.matching import matching
from foundation.search.tokens import query_terms
from home.queries.search.asked import POST
from home.queries.search.sources import SOURCES
from people.models import User

MOST_SUGGESTED = 8


def suggestions(user: User | AnonymousUser, words: str) -> list[str]:
    """Return titles of pages that ``user`` may see and that hold ``words``, whose last one may be unfinished."""
    if not query_terms(words):
        return []
    titles: dict[str, Any] = {}
    with one_question():
        for source in SOURCES:
            if source.kind != POST and len(titles) < MOST_SUGGESTED:
                found = matching(source.readable(user), words, autocomplete=True).order_by()
                titles |= dict.fromkeys(found.values_list("title", flat=True)[:MOST_SUGGESTED])
    return list(titles)[:MOST_SUGGESTED]
