"""What a reader asks for, as it stands in the address."""

import datetime
import uuid
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.search.tokens import query_terms
from lessons.models import LessonLevel
from lessons.models.category import LessonCategoryKind

LESSON, CLASS, SESSION, FORUM, POST, PERSON = "lesson", "class", "session", "forum", "post", "person"
KINDS: dict[str, str | Promise] = {
    LESSON: _("Lessons"),
    CLASS: _("Training classes"),
    SESSION: _("Live classes"),
    FORUM: _("Forums"),
    POST: _("Threads and posts"),
    PERSON: _("People"),
}
"""The kinds of things that are found, in the order in which they are shown."""
DAYS = {"week": 7, "month": 31, "year": 366}
WHEN: dict[str, str | Promise] = {
    "week": _("In the last week"),
    "month": _("In the last month"),
    "year": _("In the last year"),
}
SORTS: dict[str, str | Promise] = {"": _("Best first"), "new": _("Newest first")}
MOST_CHARACTERS = 200


@dataclass(frozen=True)
class Asked:
    """A question; values that do not exist were dropped. ``category`` and ``level`` are asked of lessons alone,
    ``forum`` of posts alone."""

    words: str = ""
    kind: str = ""
    organization: uuid.UUID | None = None
    category: str = ""
    level: str = ""
    forum: uuid.UUID | None = None
    when: str = ""
    sort: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "Asked":
        """Read ``?q=``, ``kind``, ``organization``, ``category``, ``level``, ``forum``, ``when`` and ``sort``."""
        asked = cls(
            words=clean_words(query.get("q", "")),
            kind=_one_of(KINDS, query.get("kind")),
            organization=_uuid(query.get("organization")),
            category=_one_of(LessonCategoryKind.values, query.get("category")),
            level=_one_of(LessonLevel.values, query.get("level")),
            forum=_uuid(query.get("forum")),
            when=_one_of(WHEN, query.get("when")),
            sort=_one_of(SORTS, query.get("sort")),
        )
        return asked.fitting()

    def fitting(self) -> "Asked":
        """Return the question without what its kind does not have."""
        lessons = {} if self.kind == LESSON else {"category": "", "level": ""}
        posts = {} if self.kind == POST else {"forum": None}
        return replace(self, **lessons, **posts)  # type: ignore[arg-type]

    @property
    def can_be_answered(self) -> bool:
        """Whether there is anything to look for: punctuation and pictures are not."""
        return bool(query_terms(self.words))

    @property
    def is_narrowed(self) -> bool:
        """Whether more was chosen than words, kind and order."""
        return bool(self.organization or self.category or self.level or self.forum or self.when)

    @property
    def since(self) -> datetime.datetime | None:
        """The earliest moment asked for."""
        return timezone.now() - datetime.timedelta(days=DAYS[self.when]) if self.when else None


def clean_words(typed: str) -> str:
    """Return what was typed, in one line and not too long; half characters and control characters are spaces."""
    readable = "".join(one if one.isprintable() else " " for one in typed[: MOST_CHARACTERS * 4])
    return " ".join(readable.split())[:MOST_CHARACTERS]


def _one_of(known: object, value: str | None) -> str:
    return value if value and value in known else ""  # type: ignore[operator]


def _uuid(value: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if value else None
    except ValueError:
        return None
