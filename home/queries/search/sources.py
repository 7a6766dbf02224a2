"""Where things are found: for each kind, what a reader may see of it, and how to narrow that."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from classes.models import LiveClassPage
from classes.queries.audience import classes_known_to
from forums.models import ForumPage, ForumText
from forums.queries.forum import forums_open_to
from forums.queries.search import texts_open_to
from foundation.search.excerpts import holds_all
from foundation.search.matching import newest_hits
from home.queries.search.asked import CLASS, FORUM, LESSON, POST, SESSION, Asked
from home.queries.search.hits import MOST, Hit, moment
from lessons.models import LessonPage
from people.audience import visible_to
from people.models import User
from people.queries.audience import pages_below, unrestricted

Reader = User | AnonymousUser


@dataclass(frozen=True)
class Source:
    """One kind: ``readable(user)`` is what a reader may see; the other names are ORM paths of what is asked of it."""

    kind: str
    readable: Callable[[Reader], QuerySet[Any]]
    title: str = "title"
    path: str = "path"
    at: str = "first_published_at"
    further: dict[str, str] = field(default_factory=dict)

    def hits(self, user: Reader, asked: Asked, places: list[str] | None) -> tuple[list[Hit], bool]:
        """Return what is found, and whether there is more than that.

        What was chosen besides words is left to whoever counts, unless there is more than can be counted.
        """
        readable = self.readable(user)
        found = self._fetch(readable, asked.words)
        if len(found) > MOST and asked.is_narrowed:
            readable = readable.filter(self._chosen(asked, places))
            found = self._fetch(readable, asked.words)
        is_more = len(found) > MOST
        if is_more and not asked.sort:
            found = self._fetch(readable, asked.words, titles_only=True)[:MOST] + found
        unique = {hit.pk: hit for hit in found}
        return list(unique.values())[:MOST], is_more

    def number(self, user: Reader, asked: Asked, places: list[str] | None) -> tuple[int, bool]:
        """Return how many are found with all that was chosen, and whether there are more: a third of fetching them."""
        readable = self.readable(user).filter(self._chosen(asked, places))
        number = newest_hits(readable, asked.words, most=MOST + 1).count()
        return min(number, MOST), number > MOST

    def _fetch(self, readable: QuerySet[Any], words: str, *, titles_only: bool = False) -> list[Hit]:
        names = [self.title, self.path, self.at, *self.further.values()]
        rows = newest_hits(readable, words, most=MOST + 1, titles_only=titles_only)
        hits, holds = [], holds_all(words)
        for pk, rank, title, path, at, *further in rows.values_list("pk", "search_rank", *names):
            values = dict(zip(self.further, further, strict=True))
            has_title = bool(title) and holds(title)
            hits.append(Hit(self.kind, pk, title or "", rank, moment(at), path, **values, has_title=has_title))
        return hits

    def _chosen(self, asked: Asked, places: list[str] | None) -> Q:
        chosen = Q() if places is None else pages_below(places, self.path)
        if asked.since:
            chosen &= Q(**{f"{self.at}__gte": asked.since})
        for name in ("category", "level"):
            if (value := getattr(asked, name)) and name in self.further:
                chosen &= Q(**{self.further[name]: value})
        if asked.forum and "forum" in self.further:
            chosen &= Q(forum__public_id=asked.forum)
        return chosen


def _lessons(user: Reader) -> QuerySet[LessonPage]:
    return unrestricted(user, visible_to(user, LessonPage.objects.live()))


def _classes(user: Reader) -> QuerySet[Any]:
    return unrestricted(user, classes_known_to(user))


def _sessions(user: Reader) -> QuerySet[LiveClassPage]:
    return unrestricted(user, visible_to(user, LiveClassPage.objects.live()))


def _forums(user: Reader) -> QuerySet[Any]:
    open_to = forums_open_to(user) if isinstance(user, User) else visible_to(user, ForumPage.objects.live())
    return unrestricted(user, open_to).annotate(held_at=Coalesce("opens_at", "first_published_at"))


def _posts(user: Reader) -> QuerySet[Any]:
    texts = texts_open_to(user) if isinstance(user, User) else ForumText.objects.none()
    # Only a thread has a title of its own: what stands in it is not found by that.
    return texts.annotate(place=F("forum__path"), own_title=Case(When(post=None, then=F("thread__title"))))


SOURCES = (
    Source(LESSON, _lessons, further={"category": "category__kind", "level": "level"}),
    Source(CLASS, _classes, at="starts_on"),
    Source(SESSION, _sessions, at="starts_at"),
    Source(FORUM, _forums, at="held_at"),
    Source(POST, _posts, title="own_title", path="place", at="written_at", further={"forum": "forum_id"}),
)
"""All but people, who have no words in an index."""
