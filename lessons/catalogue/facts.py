"""What the catalogue knows of every published lesson in a language: enough to choose, to count and to sort by."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail.models import PageViewRestriction

from lessons.catalogue.kept import kept_until_published
from lessons.models import LessonPage, LessonPageTag, LessonSettings
from lessons.models.settings import MICRO_MINUTES
from people.models import Organization, OrganizationPage
from people.queries.ownership import with_owner


@dataclass(frozen=True, slots=True)
class Fact:
    """One lesson. It says who the audience is, never whether somebody belongs to it.

    ``is_restricted`` says that a view restriction of Wagtail's stands at its page or above, not whom it lets in.
    """

    pk: int
    key: uuid.UUID
    title: str
    category: int | None
    level: str
    minutes: int
    has_film: bool
    published_at: datetime.datetime | None
    audience: str
    audience_path: str | None
    organization: str
    is_restricted: bool
    tags: tuple[str, ...]

    @property
    def newest_first(self) -> tuple[float, int]:
        """A key that sorts the newest lesson first."""
        return (-self.published_at.timestamp() if self.published_at else 0.0, -self.pk)


@dataclass(frozen=True)
class Facts:
    """All lessons of a language, by number; names of the organizations that own them, by public id."""

    lessons: dict[int, Fact]
    organization_names: dict[str, str]

    @cached_property
    def has_restricted(self) -> bool:
        """Say whether a view restriction stands anywhere among them."""
        return any(fact.is_restricted for fact in self.lessons.values())

    @cached_property
    def by_key(self) -> dict[uuid.UUID, Fact]:
        """The same by translation key."""
        return {fact.key: fact for fact in self.lessons.values()}


_FIELDS = (
    "pk",
    "translation_key",
    "title",
    "category_id",
    "level",
    "estimated_minutes",
    "has_film",
    "first_published_at",
    "audience",
    "audience_organization__path",
    "path",
    "owning_organization",
)


@kept_until_published
def facts_of(language: str) -> Facts:
    """Return what is known of the published lessons in ``language``. Four queries, once for each version."""
    tags = _tags(language)
    owners = {pk: (str(public_id), name) for pk, public_id, name in _owners()}
    lessons = LessonPage.objects.live().filter(locale__language_code=language)
    closed = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    found = {}
    for row in with_owner(lessons).values_list(*_FIELDS):
        *values, path, owner = row
        organization, is_restricted = owners.get(owner, ("", ""))[0], path.startswith(closed)
        plain: Any = values
        found[row[0]] = Fact(*plain, organization, is_restricted, tuple(tags.get(row[0], ())))  # type: ignore[call-arg]
    used = {fact.organization for fact in found.values()}
    return Facts(found, {key: name for key, name in owners.values() if key in used})


@kept_until_published
def micro_minutes() -> int:
    """Return the school's limit: a lesson that takes less is a micro-lesson."""
    return LessonSettings.objects.values_list("micro_minutes", flat=True).first() or MICRO_MINUTES


def _tags(language: str) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = defaultdict(list)
    rows = LessonPageTag.objects.filter(content_object__live=True, content_object__locale__language_code=language)
    for lesson, name in rows.order_by("tag__name").values_list("content_object_id", "tag__name"):
        tags[lesson].append(name)
    return tags


def _owners() -> list[tuple[int, uuid.UUID, str]]:
    publishing = Organization.objects.filter(pk__in=OrganizationPage.objects.values("organization"))
    return list(publishing.order_by().values_list("pk", "public_id", "name"))
