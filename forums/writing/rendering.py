"""From Markdown to safe HTML. Posts are rendered once and stored with ``RENDERER_VERSION``."""

import html
import re
import unicodedata

import nh3
from markdown_it import MarkdownIt

from forums.writing.parts import ALLOWED_CLASSES, FILE_ADDRESS, IMAGE_ATTRIBUTES, NO_PARTS, Parts, add_rules, texts_of

RENDERER_VERSION = 3
"""Raise this when the same text would give other HTML: a job, and ``manage.py forums render``, render posts anew."""

_ALLOWED_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "img", "li", "ol", "p", "pre", "s", "span", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "img": IMAGE_ATTRIBUTES, "ol": {"start"}}
_IMAGE = re.compile(r'<img [^>]*?\balt="([^"]*)"[^>]*>')
_LINK = re.compile(r"(https?://[^/]|mailto:|tel:|/(?!/)|#|\?)", re.IGNORECASE)
_URL_SCHEMES = {"http", "https", "mailto", "tel"}

# Line breaks stay as typed: people write a post as they write a message.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable(
    ["table", "strikethrough"]
)
add_rules(_markdown)
# Anything else stays text: a browser could read a damaged scheme otherwise than we do.
_markdown.validateLink = lambda url: _LINK.match(url) is not None  # type: ignore[method-assign]


def _shift_headings(html: str) -> str:
    """Make a post's first-level headings third-level ones: the page's own come above them."""
    for old, new in (("h2", "h4"), ("h1", "h3")):
        html = html.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")
    return html


def render_post(body: str, parts: Parts = NO_PARTS) -> str:
    """Render Markdown ``body`` to sanitized HTML; raw HTML in it is shown as text.

    ``parts`` are the people that it may name and the pictures and files that it may show.
    """
    return nh3.clean(
        _shift_headings(_markdown.render(body, {"parts": parts})),
        tags=_ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        attribute_filter=_only_own_images,
        allowed_classes=ALLOWED_CLASSES,
        url_schemes=_URL_SCHEMES,
        link_rel="nofollow ugc noopener",
    ).strip()


def _only_own_images(tag: str, name: str, value: str) -> str | None:
    """Leave no picture an address but that of a file of ours."""
    if tag == "img" and name in ("src", "srcset"):
        return value if FILE_ADDRESS.match(value) and "//" not in value else None
    return value


def texts_in(body: str) -> list[str]:
    """Return the plain texts of Markdown in which somebody may be named."""
    return list(texts_of(_markdown.parse(body)))


def words_of(rendered: str) -> str:
    """Return the words of rendered HTML in one line, for a short quotation: without what it quotes itself."""
    own = nh3.clean(_IMAGE.sub(r"\1", rendered), tags=set(), attributes={}, clean_content_tags={"blockquote"})
    return " ".join(html.unescape(own).split()) or " ".join(text_of(rendered).split())


def says_something(rendered: str) -> bool:
    """Say whether rendered HTML shows a reader anything: a link's definition or invisible characters do not."""
    return "<img " in rendered or any(unicodedata.category(character)[0] not in "ZC" for character in text_of(rendered))


def text_of(rendered: str) -> str:
    """Return all words of rendered HTML, also what it quotes and what its pictures show."""
    return html.unescape(nh3.clean(_IMAGE.sub(r"\1", rendered), tags=set()))
