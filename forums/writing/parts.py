"""What a post carries besides its words, as its text shows it: people that it names, its pictures and files.

Only what is given shows; whatever else looks like a name or a picture stays text or a link.
"""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from forums.writing.names import split_at_names

FILE_ADDRESS = re.compile(r"/forums/files/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")
"""Where a picture or file of a post is fetched; this is how a text names it."""
SMALL_WIDTH = 480
"""The longest side of a picture's small version, in pixels."""
ALLOWED_CLASSES = {"a": {"post__file", "post__image"}, "span": {"mention"}}
IMAGE_ATTRIBUTES = {"src", "srcset", "sizes", "alt", "width", "height", "loading"}
_SIZES = "(min-width: 48rem) 42rem, 92vw"


class FileShown(NamedTuple):
    """A picture (with its size in pixels) or, without one, another file."""

    width: int = 0
    height: int = 0

    @property
    def is_image(self) -> bool:
        """Whether it can be shown within the text."""
        return self.width > 0


@dataclass(frozen=True)
class Parts:
    """``names`` are written behind an ``@``; ``files`` go by their public id."""

    names: frozenset[str] = frozenset()
    files: Mapping[str, FileShown] = field(default_factory=dict)


NO_PARTS = Parts()


def files_named_in(body: str) -> list[uuid.UUID]:
    """Return the public ids of the files that a text names, each once, in their order."""
    return [uuid.UUID(found) for found in dict.fromkeys(FILE_ADDRESS.findall(body))]


def add_rules(markdown: MarkdownIt) -> None:
    """Teach ``markdown`` names, pictures and files, as ``render(body, {"parts": …})`` gives them."""
    markdown.core.ruler.push("forum_parts", _mark_parts)
    markdown.add_render_rule("mention", _render_mention)
    markdown.add_render_rule("image", _render_image)


def texts_of(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the plain texts in which a name may stand: not those of code, links, or of what is quoted."""
    for inline in _inlines(tokens):
        for token, is_linked in _with_links(inline.children or []):
            if token.type == "text" and not is_linked:
                yield token.content


def _inlines(tokens: Sequence[Token]) -> Iterator[Token]:
    quoted = 0
    for token in tokens:
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "inline" and not quoted:
            yield token


def _with_links(children: Sequence[Token]) -> Iterator[tuple[Token, bool]]:
    depth = 0
    for token in children:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        yield token, depth > 0


def _mark_parts(state: StateCore) -> None:
    parts: Parts = state.env.get("parts", NO_PARTS)
    for inline in state.tokens:
        if inline.type == "inline":
            for token, is_linked in _with_links(inline.children or []):
                token.meta["is_linked"] = is_linked
                if token.type == "link_open" and _known(parts, token.attrGet("href")):
                    token.attrSet("class", "post__file")
    if parts.names:
        for inline in _inlines(state.tokens):
            inline.children = [new for token in inline.children or [] for new in _split(token, parts)]


def _split(token: Token, parts: Parts) -> list[Token]:
    if token.type != "text" or token.meta.get("is_linked"):
        return [token]
    pieces = split_at_names(token.content, parts.names)
    return [Token("mention" if is_name else "text", "", 0, content=piece) for piece, is_name in pieces]


def _known(parts: Parts, address: Any) -> FileShown | None:
    found = FILE_ADDRESS.fullmatch(str(address or ""))
    return parts.files.get(found.group(1)) if found else None


def _render_mention(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f'<span class="mention">{escapeHtml(tokens[index].content)}</span>'


def _render_image(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A picture of the post itself; any other stays a link, as nothing is loaded from elsewhere."""
    token = tokens[index]
    address, linked = str(token.attrGet("src") or ""), bool(token.meta.get("is_linked"))
    alt = escapeHtml(self.renderInlineAsText(token.children or [], options, env))
    shown = _known(env.get("parts", NO_PARTS), address)
    if shown is None or not shown.is_image:
        return alt if linked else f'!<a href="{escapeHtml(address)}">{alt}</a>'
    scale = min(1, SMALL_WIDTH / max(shown.width, shown.height))
    image = (
        f'<img src="{address}small/" srcset="{address}small/ {round(shown.width * scale)}w, {address} {shown.width}w" '
        f'sizes="{_SIZES}" alt="{alt}" width="{shown.width}" height="{shown.height}" loading="lazy">'
    )
    return image if linked else f'<a class="post__image" href="{address}">{image}</a>'
