"""Looks through a lesson as it stands, published or not."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import StructValue
from wagtail.models import Page
from wagtail.rich_text import RichText

from lessons.completion.films import KINDS as FILMS
from lessons.models.pages import LessonLevel, LessonPage
from lessons.quality.kinds import Finding
from lessons.quality.links import Placed, check_links
from lessons.quality.reading import PARAGRAPHS, Link, RichPieces, is_empty, values_in
from lessons.reading_time import estimated_minutes
from lessons.recordings.blocks import is_played
from people.models import OrganizationFile, SchoolImage

MOST_MINUTES = {LessonLevel.BASIC: 20, LessonLevel.INTERMEDIATE: 40, LessonLevel.ADVANCED: 60}
"""How long reading may take at each level."""
LONG_PARAGRAPH = 500
"""Characters. Two thirds of a phone's screen, twice over."""
WITHOUT_HEADINGS = 1_500
"""Characters up to which a text does without headings."""


def check_lesson(lesson: LessonPage) -> list[Finding]:
    """Return everything that is to be remarked on ``lesson``, in the order of the page."""
    if not lesson.body:
        return [Finding("empty", "body")]
    found = [] if lesson.intro.strip() else [Finding("no_intro", "intro")]
    links: list[Placed] = []
    headings = _Headings()
    length = 0
    for block in lesson.body:
        path = f"body.{block.id}"
        if is_empty(block.value):
            found.append(Finding("empty_block", path))
            continue
        if block.block_type in FILMS and isinstance(block.value, StructValue):
            found += _check_film(block, path)
        for value in values_in(block.value):
            if isinstance(value, RichText):
                rich = RichPieces(value.source)
                links += [(path, link) for link in rich.links]
                found += [*headings.check(rich, path), *_check_paragraphs(rich, path)]
                length += sum(len(piece.text) for piece in rich.pieces)
            elif isinstance(value, OrganizationFile):
                found += _check_file(value, path)
            elif isinstance(value, Page):
                links.append((path, Link("card", str(value.pk), value.title)))
        headings.note(block.block_type)
    return [*found, *_check_whole(lesson, headings, length), *check_links(lesson, links)]


class _Headings:
    """The last level of a heading; the blocks of headings stand on the second level of the page."""

    def __init__(self) -> None:
        self.level = 1
        self.has_any = False

    def note(self, block_type: str) -> None:
        """Take a block of its own."""
        if block_type == "heading":
            self.level, self.has_any = 2, True

    def check(self, rich: RichPieces, path: str) -> Iterator[Finding]:
        """Go through the headings of a rich text; a first one may be of the third level: it cannot be higher."""
        for piece in rich.pieces:
            if piece.tag[0] == "h" and piece.text.strip():
                level = int(piece.tag[1])
                if level > max(self.level + 1, 3):
                    yield Finding("heading_skips", path, {"name": piece.text.strip()[:60]})
                self.level, self.has_any = level, True


def _check_film(block: Any, path: str) -> Iterator[Finding]:
    media = block.value.get("media")
    name = (media and media.title) or block.value.get("caption") or block.value.get("address") or "…"
    if block.block_type == "video" and not block.value.get("captions"):
        yield Finding("captions", path, {"name": name})
    if not is_played(block.value):
        yield Finding("film_elsewhere", path, {"name": name})
    elif not getattr(media, "duration", 0):
        yield Finding("film_length", path, {"name": name})


def _check_file(file: OrganizationFile, path: str) -> Iterator[Finding]:
    # A block may give a picture other words than its own, or say that there is nothing to be read out.
    words: str | None = getattr(file, "contextual_alt_text", None)
    if words is None:
        words = str(getattr(file, "default_alt_text", ""))
    if isinstance(file, SchoolImage) and not words.strip() and not getattr(file, "decorative", False):
        yield Finding("alt_text", path, {"name": file.title})
    if not file.license:
        yield Finding("license", path, {"name": file.title})


def _check_paragraphs(rich: RichPieces, path: str) -> Iterator[Finding]:
    for piece in rich.pieces:
        if piece.tag in PARAGRAPHS and len(piece.text) > LONG_PARAGRAPH * _breadth(piece.text):
            yield Finding("long_paragraph", path, {"length": len(piece.text), "name": piece.text.strip()[:30] + "…"})


def _breadth(text: str) -> int:
    """Return how many letters say about as much as a Han character."""
    return 3 if sum(letter.isascii() for letter in text) > len(text) / 2 else 1


def _check_whole(lesson: LessonPage, headings: _Headings, length: int) -> Iterator[Finding]:
    if length > WITHOUT_HEADINGS and not headings.has_any:
        yield Finding("no_headings", "body")
    minutes = estimated_minutes(lesson.body)
    most = most_minutes(lesson)
    if minutes > most:
        yield Finding("too_long", "body", {"minutes": minutes, "most": most})


def most_minutes(lesson: LessonPage) -> int:
    """Return how long reading may take at the lesson's level."""
    return MOST_MINUTES.get(LessonLevel(lesson.level), 60)
