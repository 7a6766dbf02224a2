"""Texts of questions as safe HTML."""

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

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
