"""Searching the school by permission: pages, what was said in forums, and people.

``search(user, asked)`` answers a question. Each kind of thing is a source (``sources``, ``people``): a queryset of what
the reader may see, narrowed by words in the same query. So counts, facets and pages are right, and nothing is taken
away afterwards. A source gives at most ``MOST`` hits, the newest first and those whose title fits in any case; with
fewer than that, every count is exact. What is shown of a hit is read only for the hits of one page (``cards``).
"""

from home.queries.search.asked import KINDS, SORTS, WHEN, Asked
from home.queries.search.cards import Card, cards_of
from home.queries.search.hits import MOST, Hit
from home.queries.search.results import Count, Facet, Group, Results, search
from home.queries.search.suggestions import suggestions

__all__ = [
    "KINDS",
    "MOST",
    "SORTS",
    "WHEN",
    "Asked",
    "Card",
    "Count",
    "Facet",
    "Group",
    "Hit",
    "Results",
    "cards_of",
    "search",
    "suggestions",
]
