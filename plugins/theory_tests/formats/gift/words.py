"""The words of a GIFT file: escapes, formats of texts, comments and what stands in them."""

import re

from plugins.theory_tests.formats.content import Text, TextFormat

HIDDEN = "\x00"
"""Stands for each character of a comment inside a question; ``decode`` lets none through from a file."""
ESCAPED = "~=#{}:\\"
"""What a backslash makes an ordinary character; ``\\n`` makes a line."""
CONTROL = re.compile(r"\\[~=#{}:\\n]|####|[~=#{}]|->")
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]\s*")
_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_WIDE = "\u3000"
_BLANK = (
    " \t\n\r\x0b\x0c\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + f"\u2028\u2029\u202f\u205f{_WIDE}\ufeff"
)
_BLANKS = re.compile(f"[{_BLANK}]{{2,}}|\n")
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f\x7f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]\x00-\x1f\x7f])+)\]")
_FLOWING = (TextFormat.MOODLE, TextFormat.PLAIN)


def unescaped(raw: str) -> str:
    """Return ``raw`` without its comments, and its escapes as what they stand for."""
    return _ESCAPE.sub(_meant, raw.replace(HIDDEN, ""))


def _meant(match: re.Match[str]) -> str:
    sign = match.group(1)
    return "\n" if sign == "n" else sign


def trimmed(text: str) -> str:
    """Return ``text`` without blanks around it, those of Chinese typesetting included."""
    return text.strip(_BLANK)


def is_blank(raw: str) -> bool:
    """Whether nothing stands in ``raw`` but blanks and comments."""
    return not raw.strip(_BLANK + HIDDEN)


def flowing(raw: str) -> str:
    """Return a text that is not marked up: its own lines flow, only ``\\n`` begins a new one.

    Blanks side by side become one, but for the wide ones of Chinese within a line: they leave room to fill in.
    """
    return unescaped(_BLANKS.sub(_one_blank, trimmed(raw.replace(HIDDEN, ""))))


def _one_blank(match: re.Match[str]) -> str:
    blanks = match.group()
    return blanks if _WIDE in blanks and "\n" not in blanks else " "


def rich(raw: str, default: TextFormat) -> Text:
    """Return the text in ``raw``, which may say how it is marked up."""
    shown = raw.replace(HIDDEN, "")
    named = _FORMAT.match(shown)
    text_format = TextFormat(named.group(1)) if named else default
    words = shown[named.end() :] if named else shown
    if text_format in _FLOWING:
        return Text(flowing(words), text_format)
    return Text(unescaped(trimmed(words)), text_format)


def optional(raw: str | None, default: TextFormat) -> Text | None:
    """Return the text in ``raw``, or ``None`` where there is none."""
    text = None if raw is None else rich(raw, default)
    return text if text is not None and trimmed(text.text) else None


def names_in(comments: list[str]) -> tuple[str | None, tuple[str, ...]]:
    """Return the id and the tags that stand in comments. Of several ids the one nearest to the question holds."""
    found = next((match for comment in reversed(comments) if (match := _ID.search(comment))), None)
    tags = [_name(match) for comment in comments for match in _TAG.finditer(comment)]
    return (_name(found).strip() or None) if found else None, tuple(tag for tag in tags if tag.strip())


def _name(match: re.Match[str]) -> str:
    return match.group(1).replace("\\]", "]")
