"""The front door in the API: searching the school."""

import datetime
import uuid
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from home.queries.search import Asked, Card, Count, Results, cards_of, search
from home.queries.search.asked import KINDS, MOST_CHARACTERS
from lessons.models import LessonLevel
from lessons.models.category import LessonCategoryKind
from schoolhouse.api import PageAsked, PageOf, Trouble

router = Router(tags=["search"], auth=None)


class SearchAsked(PageAsked):
    """What to look for. ``category`` and ``level`` narrow lessons, ``forum`` narrows posts; a page of all kinds has the
    best of each kind after each other."""

    q: str = Field(max_length=MOST_CHARACTERS)
    kind: str = Field("", pattern=f"^({'|'.join(KINDS)})?$", description=f"One of {', '.join(KINDS)}; empty for all.")
    organization: uuid.UUID | None = None
    category: LessonCategoryKind | None = None
    level: LessonLevel | None = None
    forum: uuid.UUID | None = None
    when: str = Field("", pattern="^(week|month|year)?$")
    sort: str = Field("", pattern="^(new)?$", description="new: the newest first; else the best first.")


class Piece(Schema):
    """A part of a text, and whether it was looked for."""

    text: str
    is_hit: bool


class Found(Schema):
    """Something that was found; ``url`` is empty where the reader may know of it and go no further."""

    kind: str
    title: str
    title_pieces: list[Piece]
    excerpt: list[Piece]
    facts: list[str]
    url: str
    at: datetime.datetime | None


class Counted(Schema):
    """How many there are; with ``is_more`` at least that many."""

    count: int
    is_more: bool


class KindCounted(Counted):
    """How many of one kind there are."""

    kind: str
    label: str


class ChoiceCounted(Counted):
    """A value by which one may narrow, for the parameter of that name."""

    value: str
    label: str


class FacetShown(Schema):
    """A way to narrow."""

    name: str
    label: str
    choices: list[ChoiceCounted]


class SearchPage(PageOf[Found]):
    """A page of what was found, how much there is of each kind, and how one may narrow it."""

    is_more: bool
    kinds: list[KindCounted]
    facets: list[FacetShown]


@router.get("/search", response={200: SearchPage, 422: Trouble}, url_name="search", summary="Search")
def search_school(request: HttpRequest, asked: Query[SearchAsked]) -> dict[str, Any]:
    """Find lessons, classes, forums, posts and people among what one may see."""
    results = search(request.user, Asked.from_query(request.GET))
    kind = results.asked.kind
    hits = [hit for group in results.groups if kind in ("", group.kind) for hit in group.hits]
    start = (asked.page - 1) * asked.page_size
    cards = cards_of(hits[start : start + asked.page_size], results.asked.words, request)
    return {
        "items": [_found(card) for card in cards],
        "count": results.total.number,
        "page": asked.page,
        "page_size": asked.page_size,
        "is_more": results.total.is_more,
        **_counts(results),
    }


def _counts(results: Results) -> dict[str, Any]:
    return {
        "kinds": [{"kind": one.kind, "label": str(one.label), **_counted(one.count)} for one in results.groups],
        "facets": [
            {
                "name": facet.name,
                "label": str(facet.label),
                "choices": [
                    {"value": one.value, "label": str(one.label), **_counted(one.count)} for one in facet.choices
                ],
            }
            for facet in results.facets
        ],
    }


def _counted(count: Count) -> dict[str, Any]:
    return {"count": count.number, "is_more": count.is_more}


def _found(card: Card) -> dict[str, Any]:
    return {
        "kind": card.kind,
        "title": card.heading,
        "title_pieces": [{"text": text, "is_hit": is_hit} for text, is_hit in card.title],
        "excerpt": [{"text": text, "is_hit": is_hit} for text, is_hit in card.excerpt],
        "facts": list(card.facts),
        "url": card.url,
        "at": card.at,
    }
