"""What the page of a lesson shows around it: prerequisites, its place in series, related lessons.

Texts are shared by all readers who see the same lessons there; what is done is filled in for each reader.
"""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.fragments import kept_text, kept_value
from lessons.catalogue.facts import Fact, facts_of, micro_minutes
from lessons.catalogue.links import MOST_RELATED, Series, links_in, related_to
from lessons.catalogue.prerequisites import asked_first
from lessons.models import LessonPage
from lessons.queries.catalogue import pages_of, readable
from people.published import published_version


def beside_marks(
    lesson: LessonPage, request: HttpRequest, finished: Collection[uuid.UUID] = frozenset()
) -> dict[str, str]:
    """Return the marks of a published lesson's page that show what stands around it. No query as a rule."""
    key, language = lesson.translation_key, lesson.locale.language_code
    first, related = asked_first(lesson), related_to(key, language)
    several = links_in(language).series_of.get(key, ())
    named = {fact for one in (first, related, *(each.lessons for each in several)) for fact in one}
    if not named:
        return {}
    seen = readable(request.user, named)
    marks: dict[str, str] = {}
    if first:
        marks["prerequisites"] = prerequisites_text(first, seen, finished, request)
    if places := [place for one in several if (place := _place(one, key, seen))]:
        marks["series"], marks["series_end"] = (
            _series_text(part, places, language, request) for part in ("head", "end")
        )
    if shown := [fact for fact in related if fact.pk in seen][:MOST_RELATED]:
        marks["related"] = _related_text(shown, request)
    return marks


def prerequisites_text(
    first: Iterable[Fact], seen: Collection[int], finished: Collection[uuid.UUID], request: HttpRequest
) -> SafeString:
    """Return what has to be studied first, with what of it is done; titles only of what the reader may see."""
    first = list(first)
    missing = [fact for fact in first if fact.key not in finished]
    addresses = _addresses([fact for fact in first if fact.pk in seen], request)
    rows = (
        (_state(fact.key in finished), format_html('<a href="{}">{}</a>', addresses[fact.pk], fact.title))
        if fact.pk in addresses
        else (_state(fact.key in finished), _("A lesson that is not open to you"))
        for fact in first
    )
    items = format_html_join("", "<li>{}{}</li>", rows)
    kind = "lamp" if missing else "ok"
    heading = _("Study these first") if missing else _("You have finished what comes before")
    return format_html(
        '<section class="first first--{}" aria-labelledby="first"><h2 class="first__title" id="first">{}</h2>'
        '<ul class="first__list">{}</ul></section>',
        kind,
        heading,
        items,
    )


def _state(is_done: bool) -> SafeString:
    word = _("Finished") if is_done else _("Not finished")
    kind, sign = ("ok", "✓") if is_done else ("open", "○")
    mark = '<span class="first__mark first__mark--{}"><span aria-hidden="true">{}</span>'
    return format_html(mark + '<span class="visually-hidden">{}: </span></span>', kind, sign, word)


def _addresses(facts: Iterable[Fact], request: HttpRequest) -> dict[int, str]:
    """Return the addresses of lessons, found once for each version of what is published."""
    facts = list(facts)
    name = ("lessons.addresses", tuple(fact.pk for fact in facts), request.get_host(), published_version())
    return kept_value(name, lambda: {page.pk: page.get_url(request) or "" for page in pages_of(facts)})  # type: ignore[no-any-return]


def _place(series: Series, key: uuid.UUID, seen: Collection[int]) -> dict[str, Any] | None:
    """Return where a lesson stands among those of a series that the reader may see."""
    lessons = [fact for fact in series.lessons if fact.pk in seen or fact.key == key]
    at = next(number for number, fact in enumerate(lessons) if fact.key == key)
    if len(lessons) < 2:
        return None
    return {
        "series": (series.key, series.title),
        "number": at + 1,
        "total": len(lessons),
        "previous": lessons[at - 1].pk if at else 0,
        "next": lessons[at + 1].pk if at + 1 < len(lessons) else 0,
    }


def _series_text(part: str, places: list[dict[str, Any]], language: str, request: HttpRequest) -> SafeString:
    def context() -> dict[str, Any]:
        facts = facts_of(language).lessons
        wanted = [facts[place[way]] for place in places for way in ("previous", "next") if place[way] in facts]
        pages = {page.pk: page for page in pages_of(wanted)}
        shown = [
            {**place, "previous": pages.get(place["previous"]), "next": pages.get(place["next"])} for place in places
        ]
        return {"places": shown, "language": language}

    name = ("series", part, language, published_version(), tuple(tuple(place.items()) for place in places))
    return kept_text(name, f"lessons/_series_{part}.html", context, request=request)


def _related_text(shown: list[Fact], request: HttpRequest) -> SafeString:
    def context() -> dict[str, Any]:
        return {"related": pages_of(shown), "micro_minutes": micro_minutes()}

    name = ("related", published_version(), tuple(fact.pk for fact in shown))
    return kept_text(name, "lessons/_related.html", context, request=request)
