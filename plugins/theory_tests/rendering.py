"""Texts of questions as safe HTML, and questions as they stand on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import nh3
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from plugins.theory_tests.content import Content

_TAGS = {
    "a", "b", "blockquote", "br", "code", "em", "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "s", "strong",
    "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def shown(text: str, format: str) -> SafeString:
    """Return ``text`` as HTML that can do no harm: no scripts, pictures or looks of its own."""
    if format == "html":
        made = text
    elif format == "markdown":
        made = _MARKDOWN.render(text)
    else:
        made = linebreaks(text, autoescape=True)
    cleaned = nh3.clean(made, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"})
    return mark_safe(cleaned.strip())


@dataclass(frozen=True)
class ShownOption:
    """An option as it is offered: ``value`` is its place on the page, which says nothing of what is right."""

    value: str
    words: SafeString
    is_chosen: bool = False
    at: int = 0


@dataclass(frozen=True)
class ShownQuestion:
    """A question as learners read it, with what they have answered so far and nothing of what is right.

    ``options`` are what may be chosen, or the right sides of pairs, or the things to put in order; ``lefts`` the left
    sides, each with the value that was chosen for it.
    """

    number: int
    kind: str
    points: Decimal
    asked: SafeString
    options: tuple[ShownOption, ...] = ()
    lefts: tuple[tuple[str, SafeString, str], ...] = ()
    text: str = ""
    revision: int = 0
    is_answered: bool = False

    @property
    def places(self) -> range:
        """The places that things to put in order may have."""
        return range(1, len(self.options) + 1)


def shown_question(
    content: Content, order: Sequence[int], *, number: int, points: Decimal, given: Any = None, revision: int = 0
) -> ShownQuestion:
    """Return a question for its page. ``order`` is that of its answers, ``given`` what was answered."""
    kind, answers, given = content["kind"], content["answers"], given or {}
    options: tuple[ShownOption, ...] = ()
    lefts: tuple[tuple[str, SafeString, str], ...] = ()
    if kind == "true_false":
        said = given.get("choices", [])
        options = (
            ShownOption("1", escape(_("True")), said == [1], 1),
            ShownOption("0", escape(_("False")), said == [0], 0),
        )
    elif kind in ("single", "multiple"):
        chosen = set(given.get("choices", []))
        options = tuple(
            ShownOption(str(place), shown(answers[at]["text"], content["format"]), at in chosen, at)
            for place, at in enumerate(order, 1)
        )
    elif kind == "matching":
        places = {at: str(place) for place, at in enumerate(order, 1)}
        options = tuple(
            ShownOption(str(place), escape(answers[at]["match"]), False, at) for place, at in enumerate(order, 1)
        )
        pairs = given.get("pairs", {})
        lefts = tuple(
            (str(at), shown(one["text"], content["format"]), places.get(pairs.get(str(at), -1), ""))
            for at, one in enumerate(answers)
            if one["text"].strip()
        )
    elif kind == "ordering":
        put = given.get("places", {})
        options = tuple(
            ShownOption(str(place), shown(answers[at]["text"], content["format"]), False, put.get(str(at), 0))
            for place, at in enumerate(order, 1)
        )
    return ShownQuestion(
        number=number,
        kind=kind,
        points=points,
        asked=shown(content["text"], content["format"]),
        options=options,
        lefts=lefts,
        text=given.get("text", ""),
        revision=revision,
        is_answered=bool(given),
    )
