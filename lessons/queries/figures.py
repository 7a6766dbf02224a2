"""How lessons fared in a period: for the report of editors."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from lessons.catalogue.tree import in_tree_order
from lessons.models import LessonCategory, LessonPage, LessonProgress, LessonViewDay
from people.models import Organization
from people.queries.ownership import with_owner

_CATEGORY = ("category__translation_key", "category__name", "category__organization__name")


@dataclass
class Figures:
    """One line of the report: a lesson, or all lessons of a category."""

    name: str
    category: str
    organization: str
    lessons: int = 1
    views: int = 0
    begun: int = 0
    finished: int = 0
    pk: int | None = None
    category_key: uuid.UUID | None = None
    category_of: str = ""


def lesson_figures(
    pages: QuerySet[LessonPage], since: datetime.date | None, until: datetime.date | None
) -> list[Figures]:
    """Return the figures of each lesson of ``pages``, whichever language it was read in.

    A lesson is named as in the language in which it was written first. Four queries, however many lessons.
    """
    first = pages.order_by().values("translation_key").annotate(first=Min("pk")).values("first")
    named = with_owner(LessonPage.objects.filter(pk__in=first)).values_list(
        "pk", "translation_key", "title", "owning_organization", *_CATEGORY
    )
    rows = list(named.order_by("title", "pk"))
    owners = dict(Organization.objects.filter(pk__in={row[3] for row in rows}).values_list("pk", "name"))
    keys = pages.order_by().values("translation_key")
    views, progress = _views(keys, since, until), _progress(keys, since, until)
    return [
        Figures(
            title,
            name or "",
            owners.get(owner, ""),
            1,
            views.get(key, 0),
            *progress.get(key, (0, 0)),
            pk,
            category,
            category_owner or "",
        )
        for pk, key, title, owner, category, name, category_owner in rows
    ]


def category_figures(lessons: Iterable[Figures]) -> list[Figures]:
    """Add up the figures of lessons by category, in whichever language.

    Categories of two organizations may have the same name; each line says whose its category is.
    """
    found: dict[uuid.UUID | None, Figures] = {}
    for one in lessons:
        line = Figures(one.category or "–", one.category, one.category_of, 0, category_key=one.category_key)
        total = found.setdefault(one.category_key, line)
        total.lessons += 1
        total.views += one.views
        total.begun += one.begun
        total.finished += one.finished
    return list(found.values())


def in_order(lines: Iterable[Figures], *, finished_first: bool = False) -> list[Figures]:
    """Return lines with the most viewed first, or those that were finished the most often."""

    def place(one: Figures) -> tuple[int, int, str, str]:
        first, then = (one.finished, one.views) if finished_first else (one.views, one.finished)
        return -first, -then, one.name, one.organization

    return sorted(lines, key=place)


def below(categories: Iterable[LessonCategory]) -> Q:
    """Return the condition that a lesson belongs to one of ``categories``, or below it, in any language."""
    keys = {category.translation_key for category in categories}
    fields = ("pk", "translation_key", "name", "kind", "parent_id")
    rows = LessonCategory.objects.order_by("locale_id", "sort_order", "name").values_list(*fields)
    wanted: set[int] = set()
    for branch in in_tree_order(rows):
        if branch.key in keys or branch.parent in wanted:
            wanted.add(branch.pk)
    return Q(category__in=wanted)


def _views(
    keys: QuerySet[LessonPage, Any], since: datetime.date | None, until: datetime.date | None
) -> dict[uuid.UUID, int]:
    days = LessonViewDay.objects.filter(translation_key__in=keys)
    if since:
        days = days.filter(day__gte=since)
    if until:
        days = days.filter(day__lte=until)
    return dict(days.order_by().values_list("translation_key").annotate(total=Sum("views")))


def _progress(
    keys: QuerySet[LessonPage, Any], since: datetime.date | None, until: datetime.date | None
) -> dict[uuid.UUID, tuple[int, int]]:
    def within(field: str) -> Q:
        condition = Q(**{f"{field}__isnull": False})
        condition &= Q(**{f"{field}__date__gte": since}) if since else Q()
        return condition & (Q(**{f"{field}__date__lte": until}) if until else Q())

    rows = LessonProgress.objects.filter(translation_key__in=keys).order_by().values_list("translation_key")
    counts = rows.annotate(
        begun=Count("pk", filter=within("started_at")), finished=Count("pk", filter=within("completed_at"))
    )
    return {key: (begun, finished) for key, begun, finished in counts}
