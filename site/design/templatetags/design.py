"""The components that are faster or safer as tags than as included templates.

Widths are attributes of ``<progress>`` and SVG, never inline styles: the content security policy refuses those.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..icons import ICONS
from ..languages import language_tag

register = template.Library()

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_ICONS = {
    name: mark_safe(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawing}</svg>')
    for name, drawing in ICONS.items()
}


@register.simple_tag
def icon(name: str, label: str = "", modifier: str = "") -> SafeString:
    """Draw an icon; it is hidden from screen readers unless ``label`` says what it means.

    ``modifier="after"`` is for an icon behind the words of a button.
    """
    drawing = _ICONS[name]
    if modifier:
        drawing = mark_safe(drawing.replace('class="icon"', f'class="icon icon--{modifier}"', 1))
    if label:
        return format_html('{}<span class="visually-hidden">{}</span>', drawing, label)
    return drawing


@register.simple_tag
def pill(text: Any, kind: str = "") -> SafeString:
    """Show a word of state; ``kind`` is ok, lamp, bad or plain, empty for the day's blue."""
    return format_html('<span class="pill{}">{}</span>', f" pill--{kind}" if kind else "", text)


def initials(name: str) -> str:
    """Return what stands in an avatar: the last Han character of a name, else up to two initials."""
    han = _HAN.findall(name)
    if han:
        return str(han[-1])
    words = [word for word in re.split(r"[\s\-_.]+", name) if word]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """Show a person (or a name) as a round of initials; decoration: the name must stand beside it."""
    name = person if isinstance(person, str) else getattr(person, "full_name", "") or str(person)
    modifier = f" avatar--{size}" if size else ""
    return format_html('<span class="avatar{}" aria-hidden="true">{}</span>', modifier, initials(name))


@register.simple_tag
def progress(percent: float | Decimal | None, label: str = "") -> SafeString:
    """Show progress from 0 to 100; ``label`` says of what, for screen readers."""
    value = round(max(0, min(100, percent or 0)))
    return format_html(
        '<progress class="progress" value="{}" max="100" aria-label="{}">{} %</progress>',
        value,
        label or _("Progress"),
        value,
    )


@register.simple_tag
def distribution(counts: Sequence[int], label: str = "") -> SafeString:
    """Show how answers spread from the lowest level to the highest as one bar of five shades."""
    total = sum(counts)
    if not total:
        return format_html('<svg class="distribution" role="img" aria-label="{}"></svg>', label or _("No answers yet"))
    start, pieces = 0.0, []
    for place, count in enumerate(counts):
        width = 100 * count / total
        level = round(1 + 4 * place / max(1, len(counts) - 1))
        pieces.append((f"level-{level}", f"{start:.2f}%", f"{width:.2f}%"))
        start += width
    spoken = ", ".join(f"{place}: {count}" for place, count in enumerate(counts, start=1))
    return format_html(
        '<svg class="distribution" role="img" aria-label="{}">{}</svg>',
        f"{label} ({spoken})" if label else spoken,
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="100%"/>', pieces),
    )


@register.simple_tag(takes_context=True)
def content_lang(context: Context) -> SafeString | str:
    """Write the ``lang`` attribute of the content where it differs from the interface.

    A view may pass ``content_language``; else the language of ``page`` counts.
    """
    code = context.get("content_language")
    page = context.get("page")
    if not code and page is not None and getattr(page, "locale_id", None):
        code = page.locale.language_code
    face = context.get("design")
    if not code or (face is not None and face.language_tag == language_tag(code)):
        return ""
    return format_html(' lang="{}"', language_tag(code))


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, FileInput):
        return "file"
    return "control"


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, layout: str = "", low: str = "", high: str = "") -> dict[str, Any]:
    """Show one field: label, hint, control, error.

    ``layout="scale"`` sets radio buttons side by side, with ``low`` and ``high`` below their ends.
    """
    return {
        "low": low,
        "high": high,
        "field": bound,
        "kind": _kind(bound),
        "layout": layout,
        "optional": not bound.field.required and _kind(bound) != "check",
    }
