"""Searching by permission."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from classes.models import TrainingClassPage
from forums.models import ForumPage
from forums.queries.forum import forums_open_to
from foundation.search.excerpts import highlight
from lessons.models import LessonPage
from people.audience import visible_to
from people.models import User

MOST_RESULTS = 300
"""The most pages of one kind that a search looks at: nobody pages further."""


@dataclass(frozen=True)
class Found:
    """One result: its page, what it is, and its text in pieces, those that were searched for marked."""

    page: Page
    kind: str | Promise
    pieces: list[tuple[str, bool]]


def search_pages(user: User | AnonymousUser, words: str) -> list[Found]:
    """Return lessons, classes and forums that ``user`` may open and that hold ``words``, lessons first."""
    found = [Found(page, _("Lesson"), highlight(page.intro, words)) for page in _visible(LessonPage, user, words)]
    classes = _visible(TrainingClassPage, user, words)
    found += [Found(page, _("Training class"), highlight(page.intro, words)) for page in classes]
    if isinstance(user, User):
        readable = forums_open_to(user).filter(pk__in=_matching(ForumPage, words))
        found += [Found(page, _("Forum"), highlight(page.intro, words)) for page in readable]
    return found


def _matching(model: type[Page], words: str) -> list[int]:
    """Ids of the best matching live pages of one kind, best first."""
    return [page.pk for page in model.objects.live().search(words)[:MOST_RESULTS]]


def _visible(model: type[Page], user: User | AnonymousUser, words: str) -> list[Page]:
    """The best matching pages of one kind that ``user`` may see, best first."""
    ranked = _matching(model, words)
    pages = {page.pk: page for page in visible_to(user, model.objects.filter(pk__in=ranked))}
    return [pages[pk] for pk in ranked if pk in pages]
