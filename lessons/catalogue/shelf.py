"""What a page of the catalogue shows: cards, facets with their counts, what was chosen."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lessons.catalogue.links import Series, links_in
from lessons.catalogue.wanted import FACETS, CatalogueFilter, Length, OwnProgress, Sorting
from lessons.models import LessonLevel, LessonPage
from lessons.queries.catalogue import Shelf, pages_of, shelf_for
from lessons.queries.views import recent_views

LESSONS_PER_PAGE = 24
MOST_OPTIONS = 12
"""Of tags and organizations the most frequent are offered."""
SERIES_SHOWN = 4


@dataclass(frozen=True)
class Option:
    """A value of a facet that can be chosen."""

    facet: str
    value: str
    label: str
    count: int
    is_chosen: bool = False
    depth: int = 0

    @property
    def id(self) -> str:
        """The same for a value wherever it stands, so that the keyboard's place is kept."""
        return f"{self.facet}-{zlib.crc32(self.value.encode()):08x}"


@dataclass(frozen=True)
class FacetShown:
    """A facet with its values; of ``single`` ones one is chosen, or all."""

    name: str
    label: str
    options: list[Option]
    single: bool = False


@dataclass(frozen=True)
class SeriesShown:
    """A series as far as the reader may see it."""

    series: Series
    lessons: int
    minutes: int
    finished: int


def shelf_context(request: HttpRequest, language: str, within: QuerySet[LessonPage] | None = None) -> dict[str, Any]:
    """Return what the catalogue shows to the reader, of all lessons or of those ``within`` an organization's list."""
    wanted = CatalogueFilter.from_query(request.GET)
    shelf = shelf_for(request.user, language, wanted, within)
    page = Paginator(shelf.found, LESSONS_PER_PAGE).get_page(request.GET.get("page"))
    facets = [facet for facet in _facets(shelf, wanted, request) if facet.options]
    if within is not None:
        facets = [facet for facet in facets if facet.name != "organization"]
    is_front = page.number == 1 and not wanted.is_narrow and within is None
    return {
        "page_obj": page,
        "lessons": _cards(shelf, page.object_list),
        "wanted": wanted,
        "facets": facets,
        "chips": list(_chips(wanted, facets)),
        "sortings": [one for one in Sorting if one != Sorting.BEST or wanted.words],
        "series": list(_series(shelf, language))[:SERIES_SHOWN] if is_front else [],
        "micro_minutes": shelf.ground.micro_minutes,
        "content_language": language,
    }


def _cards(shelf: Shelf, facts: Iterable[Any]) -> list[LessonPage]:
    pages, views = pages_of(list(facts)), recent_views()
    for page in pages:
        page.own_progress = shelf.progress.get(page.translation_key)
        page.recent_views = views.get(page.translation_key, 0)
    return pages


def _facets(shelf: Shelf, wanted: CatalogueFilter, request: HttpRequest) -> Iterator[FacetShown]:
    yield FacetShown("category", _("Course system"), list(_branches(shelf, wanted)), single=True)
    yield FacetShown("length", _("Length"), _fixed(shelf, wanted, "length", Length.choices))
    yield FacetShown("level", _("Level"), _fixed(shelf, wanted, "level", LessonLevel.choices))
    films = _fixed(shelf, wanted, "film", [("yes", _("With a film or recording"))])
    yield FacetShown("film", _("Films"), films)
    if request.user.is_authenticated:
        yield FacetShown("progress", _("My progress"), _fixed(shelf, wanted, "progress", OwnProgress.choices))
    yield FacetShown("tag", _("Tags"), _frequent(shelf, wanted, "tag", {}))
    names = shelf.facts.organization_names
    owners = _frequent(shelf, wanted, "organization", names)
    if len(owners) > 1 or wanted.organization:
        yield FacetShown("organization", _("From"), owners)


def _branches(shelf: Shelf, wanted: CatalogueFilter) -> Iterator[Option]:
    """Give the tops of the course system, and below what is chosen the next level."""
    system, counts = shelf.ground.system, shelf.chosen.counts["category"]
    chosen = {branch.pk for asked in wanted.category for branch in system.wanted(asked)}
    opened = chosen | {above.pk for pk in chosen for above in system.above(pk)}
    for branch in system:
        is_shown = branch.depth == 0 or branch.parent in opened
        if is_shown and (counts[str(branch.key)] or branch.pk in opened):
            count, is_chosen = counts[str(branch.key)], branch.pk in chosen
            yield Option("category", str(branch.key), branch.name, count, is_chosen, branch.depth)


def _fixed(shelf: Shelf, wanted: CatalogueFilter, name: str, choices: Iterable[tuple[Any, Any]]) -> list[Option]:
    """Return all values of a facet, where more than nothing can be told apart by it."""
    counts, chosen = shelf.chosen.counts[name], getattr(wanted, name)
    options = [Option(name, value, str(label), counts[value], value in chosen) for value, label in choices]
    return options if any(option.count or option.is_chosen for option in options) else []


def _frequent(shelf: Shelf, wanted: CatalogueFilter, name: str, labels: Mapping[str, str]) -> list[Option]:
    counts, chosen = shelf.chosen.counts[name], getattr(wanted, name)
    values = [value for value, _count in sorted(counts.items(), key=lambda one: (-one[1], one[0])) if value]
    shown = [*chosen, *(value for value in values if value not in chosen)][: max(MOST_OPTIONS, len(chosen))]
    return [Option(name, value, labels.get(value, value), counts[value], value in chosen) for value in shown]


def _chips(wanted: CatalogueFilter, facets: Iterable[FacetShown]) -> Iterator[tuple[str, str]]:
    """Give what was chosen, each with the address without it."""
    if wanted.words:
        yield f"“{wanted.words}”", wanted.without("words").query()
    labels = {(option.facet, option.value): option.label for facet in facets for option in facet.options}
    for name in FACETS:
        for value in getattr(wanted, name):
            yield labels.get((name, value), value), wanted.without(name, value).query()


def _series(shelf: Shelf, language: str) -> Iterator[SeriesShown]:
    for one in links_in(language).series:
        lessons = [fact for fact in one.lessons if fact.pk in shelf.visible]
        if len(lessons) > 1:
            finished = sum(shelf.ground.states.get(fact.key) == OwnProgress.COMPLETED for fact in lessons)
            yield SeriesShown(one, len(lessons), sum(fact.minutes for fact in lessons), finished)
