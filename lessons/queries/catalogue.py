"""Which lessons someone may study."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.http import QueryDict

from lessons.models import LessonCategory, LessonLevel, LessonPage
from people.audience import visible_to
from people.models import User

MOST_FOUND = 500
"""The most lessons that a search for words looks at."""


@dataclass(frozen=True)
class CatalogueFilter:
    """What was asked for in the address of the catalogue; values that do not exist are dropped."""

    category: str = ""
    level: str = ""
    words: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "CatalogueFilter":
        """Read ``?category=``, ``?level=`` and ``?q=``."""
        level = query.get("level", "")
        return cls(
            category=query.get("category", "")[:40],
            level=level if level in LessonLevel.values else "",
            words=query.get("q", "").replace("\x00", "").strip()[:100],
        )


def lessons_for(user: User | AnonymousUser, language: str, wanted: CatalogueFilter) -> QuerySet[LessonPage]:
    """Live lessons in ``language`` that ``user`` may see and that match ``wanted``, newest first."""
    lessons = visible_to(user, LessonPage.objects.live().filter(locale__language_code=language))
    if wanted.category:
        lessons = lessons.filter(category__kind=wanted.category)
    if wanted.level:
        lessons = lessons.filter(level=wanted.level)
    if wanted.words:
        # Searched first and filtered afterwards: the search index knows nothing of audiences.
        found = [page.pk for page in LessonPage.objects.live().search(wanted.words)[:MOST_FOUND]]
        lessons = lessons.filter(pk__in=found)
    return lessons.select_related("category").order_by("-first_published_at", "-pk")


def categories_with_counts(user: User | AnonymousUser, language: str) -> list[tuple[LessonCategory, int]]:
    """Categories in ``language`` that have lessons for ``user``, in the order of the course system, with how many."""
    lessons = visible_to(user, LessonPage.objects.live().filter(locale__language_code=language))
    counts = dict(lessons.order_by().values_list("category_id").annotate(n=Count("pk")))
    categories = LessonCategory.objects.filter(pk__in=[pk for pk in counts if pk])
    return [(category, counts[category.pk]) for category in categories]
