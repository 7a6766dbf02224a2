"""Paragraphs of a document as the rich text of a lesson."""

from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from foundation.word.content import Paragraph, Run
from lessons.quality.links import is_address


def heading_tag(level: int) -> str:
    """Return the tag of a heading below the lesson's own: h3 or h4."""
    return "h3" if level <= 2 else "h4"


def inline(runs: Iterable[Run], refused: list[str] | None = None) -> SafeString:
    """Return runs with their links and looks; addresses that a lesson does not take are noted in ``refused``."""
    parts = []
    for run in _trimmed(list(runs)):
        text = mark_safe("<br/>".join(conditional_escape(line) for line in run.text.split("\n")))
        for tag, is_on in (("i", run.italic), ("b", run.bold)):
            if is_on and run.text.strip():
                text = format_html("<{0}>{1}</{0}>", mark_safe(tag), text)
        if run.address and is_address(run.address):
            text = format_html('<a href="{}">{}</a>', run.address, text)
        elif run.address and refused is not None:
            refused.append(run.address)
        parts.append(text)
    return mark_safe("".join(parts))


def _trimmed(runs: list[Run]) -> list[Run]:
    if runs:
        runs[0].text = runs[0].text.lstrip()
        runs[-1].text = runs[-1].text.rstrip()
    return [run for run in runs if run.text]


def rich_text(paragraphs: Sequence[Paragraph], refused: list[str]) -> str:
    """Return paragraphs, smaller headings and nested lists."""
    out: list[str] = []
    lists: list[str] = []
    for one in paragraphs:
        text = inline(one.runs, refused)
        if not one.depth:
            _close(out, lists, 0)
            tag = heading_tag(one.level) if one.level else "p"
            out.append(f"<{tag}>{text}</{tag}>")
            continue
        _open(out, lists, one.depth, "ol" if one.ordered else "ul")
        out.append(f"<li>{text}")
    _close(out, lists, 0)
    return "".join(out)


def _open(out: list[str], lists: list[str], depth: int, tag: str) -> None:
    """Bring the open lists to ``depth`` and begin its next item; a level is never skipped."""
    depth = min(depth, len(lists) + 1)
    _close(out, lists, depth)
    if len(lists) == depth and lists[-1] != tag:
        _close(out, lists, depth - 1)
    if len(lists) == depth:
        out.append("</li>")
    else:
        out.append(f"<{tag}>")
        lists.append(tag)


def _close(out: list[str], lists: list[str], depth: int) -> None:
    while len(lists) > depth:
        out.append(f"</li></{lists.pop()}>")
