"""The passages of a lesson that a new text may be suggested for, and putting it there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import escape
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.rich_text import RichText

_ELEMENT = re.compile(r"(<(p|li|h[2-6])\b[^>]*>)(.*?)(?=</\2>|<ul|<ol)", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Passage:
    """A text of a lesson; ``path`` as Wagtail's comments name the place, several passages of one block share it."""

    path: str
    text: str
    kind: str = "p"


def passages_of(lesson: Any) -> Iterator[Passage]:
    """Give the passages of a draft in their order."""
    if lesson.intro.strip():
        yield Passage("intro", lesson.intro, "intro")
    for block in lesson.body:
        path = f"body.{block.id}"
        yield from _passages(path, block.block, block.value)


def _passages(path: str, block: Any, value: Any) -> Iterator[Passage]:
    if isinstance(block, RichTextBlock):
        for match in _ELEMENT.finditer(value.source if isinstance(value, RichText) else ""):
            if text := plain(match[3]):
                yield Passage(path, text, match[2])
    elif type(block) in (CharBlock, TextBlock):
        if str(value or "").strip():
            yield Passage(path, str(value), "h2" if block.name == "heading" else "p")
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            if isinstance(child, RichTextBlock) or type(child) in (CharBlock, TextBlock):
                yield from _passages(f"{path}.{name}", child, value.get(name))


def plain(html: str) -> str:
    """Return the text of one element."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", html))).strip()


def put(lesson: Any, path: str, before: str, after: str) -> bool:
    """Put ``after`` where ``before`` stands in the draft ``lesson``; ``False`` where it does not stand there now.

    Raises Django's ``ValidationError`` where the place does not take such a text: a heading may be so long.
    """
    field, _dot, rest = path.partition(".")
    if field == "intro":
        if lesson.intro != before:
            return False
        lesson.intro = after
        return True
    block_id, _dot, name = rest.partition(".")
    child = next((one for one in lesson.body if str(one.id) == block_id), None)
    if field != "body" or child is None:
        return False
    if name:
        block, value = getattr(child.block, "child_blocks", {}).get(name), child.value.get(name)
    else:
        block, value = child.block, child.value
    changed = _changed(block, value, before, after)
    if changed is None:
        return False
    if name:
        child.value[name] = changed
    else:
        child.value = changed
    return True


def _changed(block: Any, value: Any, before: str, after: str) -> Any:
    if not isinstance(value, RichText):
        if value != before or block is None:
            return None
        # What is written on one line has no end of line within.
        return block.clean(after if isinstance(block, TextBlock) else " ".join(after.split()))
    for match in _ELEMENT.finditer(value.source):
        if plain(match[3]) == before:
            text = escape(after).replace("\n", "<br/>")
            return RichText(f"{value.source[: match.start(3)]}{text}{value.source[match.end(3) :]}")
    return None
