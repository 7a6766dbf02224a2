"""The words that are listed for a forum."""

from dataclasses import dataclass

from forums.models import ForumPage, ListedWord
from foundation.fragments import kept_value
from people.published import published_version

MOST_WORDS = 5000
"""So many listed words of the whole server are heeded, the first of them."""


@dataclass(frozen=True)
class Listed:
    """A listed word as it is compared and shown, where it holds and what it does."""

    path: str
    plain: str
    words: str
    action: str
    note: str


def words_for(forum: ForumPage) -> list[Listed]:
    """Return the listed words of the forum's organization and of all above it.

    Asks only after something was published or the list was changed.
    """
    rows = kept_value(("forums.writing.words", published_version()), _all_words)
    organization = forum.organization if rows else None
    return [row for row in rows if organization is not None and organization.path.startswith(row.path)]


def _all_words() -> tuple[Listed, ...]:
    rows = ListedWord.objects.order_by("pk").values_list("organization__path", "plain", "words", "action", "note")
    return tuple(Listed(*row) for row in rows[:MOST_WORDS])
