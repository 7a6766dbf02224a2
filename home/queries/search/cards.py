"""What is shown of a hit: its title and the passage that matched, both marked, and where it belongs."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.rich_text import get_text_for_indexing

from classes.models import LiveClassPage, TrainingClassPage
from forums.models import ForumPage, ForumText
from forums.queries.forum import class_titles
from forums.writing.rendering import text_of
from foundation.fragments import kept_value
from foundation.search.excerpts import highlight
from home.queries.search.asked import CLASS, FORUM, LESSON, PERSON, POST, SESSION
from home.queries.search.hits import Hit
from home.queries.search.people import addresses_of, administered_among
from lessons.models import LessonPage
from lessons.permissions import held_back_among
from people.models import RoleAssignment, User
from people.models.role import list_roles
from people.published import published_version

WIDTH = 110
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Card:
    """One result. ``title`` and ``excerpt`` are pieces of plain text, each with whether it was searched for."""

    kind: str
    title: Pieces
    url: str
    excerpt: Pieces
    facts: tuple[str, ...]
    at: datetime.datetime | None

    @property
    def heading(self) -> str:
        """The title without marks."""
        return "".join(text for text, _hit in self.title)

    @property
    def passage(self) -> str:
        """The excerpt without marks."""
        return "".join(text for text, _hit in self.excerpt)


def cards_of(hits: Sequence[Hit], words: str, request: HttpRequest) -> list[Card]:
    """Return what is shown of ``hits``, which the reader may see, in their order; what is gone by now is left out.

    A few queries for each kind among them, however many there are.
    """
    made: dict[tuple[str, int], Card] = {}
    for kind, make in _MAKERS.items():
        if of_kind := [hit for hit in hits if hit.kind == kind]:
            made |= {(kind, pk): card for pk, card in make(of_kind, words, request).items()}
    return [made[hit.kind, hit.pk] for hit in hits if (hit.kind, hit.pk) in made]


def _card(hit: Hit, title: str, url: str | None, text: str, words: str, *facts: object) -> Card:
    return Card(
        hit.kind,
        highlight(title, words, width=0),
        url or "",
        highlight(" ".join(text.split()), words, width=WIDTH),
        tuple(str(fact) for fact in facts if fact),
        hit.at,
    )


def _lessons(hits: list[Hit], words: str, request: HttpRequest) -> dict[int, Card]:
    lessons = LessonPage.objects.live().select_related("category", "locale").in_bulk([hit.pk for hit in hits])
    held_back = held_back_among(request.user, lessons.values())
    return {
        hit.pk: _card(
            hit,
            lesson.title,
            lesson.get_url(request),
            lesson.intro if lesson in held_back else f"{lesson.intro}\n{_body_of(lesson)}",
            words,
            lesson.category and lesson.category.name,
            lesson.get_level_display(),
        )
        for hit in hits
        if (lesson := lessons.get(hit.pk))
    }


def _body_of(lesson: LessonPage) -> str:
    """Return the words of a lesson's body and of its documents that are for all its readers, kept until one changes."""

    def read() -> str:
        return "\n".join(lesson.body.stream_block.get_searchable_content(lesson.body))

    return str(kept_value(("home.search.lesson", lesson.pk, published_version()), read))


def _classes(hits: list[Hit], words: str, request: HttpRequest) -> dict[int, Card]:
    pages = TrainingClassPage.objects.live().in_bulk([hit.pk for hit in hits])
    return {
        hit.pk: _card(hit, page.title, page.get_url(request), page.intro, words, _days(page))
        for hit in hits
        if (page := pages.get(hit.pk))
    }


def _days(page: TrainingClassPage) -> str:
    return f"{date_format(page.starts_on)} – {date_format(page.ends_on)}"


def _in_class(
    model: Any, text: Callable[[Any], str], when: str
) -> Callable[[list[Hit], str, HttpRequest], dict[int, Card]]:
    """Return what makes cards of pages that stand in a class."""

    def make(hits: list[Hit], words: str, request: HttpRequest) -> dict[int, Card]:
        pages = model.objects.live().in_bulk([hit.pk for hit in hits])
        classes = class_titles(list(pages.values()))
        return {
            hit.pk: _card(
                hit,
                page.title,
                page.get_url(request),
                text(page),
                words,
                classes.get(page.pk),
                _time(getattr(page, when)),
            )
            for hit in hits
            if (page := pages.get(hit.pk))
        }

    return make


def _time(moment: datetime.datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""


def _posts(hits: list[Hit], words: str, request: HttpRequest) -> dict[int, Card]:
    related = ("post__author", "thread__prompt", "forum")
    texts = ForumText.objects.select_related(*related).in_bulk([hit.pk for hit in hits])
    cards = {}
    for hit in hits:
        row = texts.get(hit.pk)
        if row is None or (row.post and row.post.is_hidden):
            continue
        if row.post:
            url, text = reverse("forums:post", args=[row.post.public_id]), text_of(row.post.body_html)
            facts = (row.post.author_name, row.forum.title)
        else:
            url = reverse("forums:thread", args=[row.thread.public_id])
            text = row.thread.prompt.body if row.thread.prompt else ""
            facts = ("", row.forum.title)
        cards[hit.pk] = _card(hit, row.thread.title, url, text, words, *facts, _time(row.written_at))
    return cards


def _people(hits: list[Hit], words: str, request: HttpRequest) -> dict[int, Card]:
    by = request.user
    if not isinstance(by, User):
        return {}
    people = User.objects.in_bulk([hit.pk for hit in hits])
    addresses = addresses_of(by, list(people.values()))
    administered = administered_among(by, list(people.values()))
    held: dict[int, list[RoleAssignment]] = {}
    roles = RoleAssignment.objects.filter(user__in=people).select_related("organization")
    for role in roles.order_by("organization__path"):
        held.setdefault(role.user_id, []).append(role)
    return {
        hit.pk: _card(
            hit,
            person.full_name,
            addresses.get(hit.pk),
            "",
            words,
            person.account_name if hit.pk in administered else "",
            list_roles(held.get(hit.pk, [])),
        )
        for hit in hits
        if (person := people.get(hit.pk))
    }


_MAKERS: dict[str, Callable[[list[Hit], str, HttpRequest], dict[int, Card]]] = {
    LESSON: _lessons,
    CLASS: _classes,
    SESSION: _in_class(LiveClassPage, lambda page: get_text_for_indexing(page.intro), "starts_at"),
    FORUM: _in_class(ForumPage, lambda page: page.intro, "opens_at"),
    POST: _posts,
    PERSON: _people,
}
