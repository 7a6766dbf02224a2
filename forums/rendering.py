"""From Markdown to safe HTML. Posts are rendered once and stored with ``RENDERER_VERSION``."""

import html
import unicodedata

import nh3
from markdown_it import MarkdownIt

RENDERER_VERSION = 1
"""Raise this when the same text would give other HTML; ``manage.py`` jobs may then render stored posts anew."""

_ALLOWED_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_URL_SCHEMES = {"http", "https", "mailto", "tel"}

# Line breaks stay as typed: people write a post as they write a message.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable(
    ["table", "strikethrough"]
)
_markdown.disable("image")


def _shift_headings(html: str) -> str:
    """Make a post's first-level headings third-level ones: the page's own come above them."""
    for old, new in (("h2", "h4"), ("h1", "h3")):
        html = html.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")
    return html


def render_post(body: str) -> str:
    """Render Markdown ``body`` to sanitized HTML; raw HTML in it is shown as text."""
    return nh3.clean(
        _shift_headings(_markdown.render(body)),
        tags=_ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        url_schemes=_URL_SCHEMES,
        link_rel="nofollow ugc noopener",
    ).strip()


def says_something(rendered: str) -> bool:
    """Say whether rendered HTML shows a reader anything: a link's definition or invisible characters do not."""
    text = html.unescape(nh3.clean(rendered, tags=set()))
    return any(unicodedata.category(character)[0] not in "ZC" for character in text)
