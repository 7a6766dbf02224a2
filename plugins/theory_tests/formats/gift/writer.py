"""Writes GIFT as Moodle does: one question after another, an empty line between them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from plugins.theory_tests.formats.content import (
    Accepted,
    Between,
    Category,
    Choice,
    Exactly,
    Item,
    Kind,
    NumberChoice,
    Question,
    Text,
    TextFormat,
)

_SIGNS = re.compile(r"[~=#{}:\\]")
# Would be read as a format, a comment or a weight.
_MISTAKABLE = re.compile(r"\s*(?:\[(?:html|markdown|plain|moodle)\]|//|%|\[$)")


def write_gift(items: Iterable[Item]) -> str:
    """Return ``items`` as a GIFT file.

    GIFT has no files inside texts: they are left out. It has no way to write ``->`` in what is matched or accepted in
    words first: an arrow ``→`` stands there instead.
    """
    return "\n\n".join(_item(item) for item in items) + "\n"


def _item(item: Item) -> str:
    if isinstance(item, Category):
        return f"$CATEGORY: {item.path}"
    lines = [_names(item)] if item.id or item.tags else []
    title = f"::{escaped(item.title)}::" if item.title else ""
    is_marked = item.stem.format != TextFormat.MOODLE
    stem = _text(item.stem, TextFormat.MOODLE, marked=is_marked)
    answers = "" if item.kind == Kind.DESCRIPTION else "{" + _answers(item) + "}"
    tail = "" if item.tail is None else " " + _text(Text(item.tail, item.stem.format), item.stem.format)
    gap = " " if item.tail is not None and stem else ""
    return "\n".join([*lines, f"{title}{stem}{gap}{answers}{tail}"])


def _names(item: Question) -> str:
    names = [f"[id:{_bracketed(item.id)}]"] if item.id else []
    return "// " + " ".join([*names, *(f"[tag:{_bracketed(tag)}]" for tag in item.tags)])


def _bracketed(name: str) -> str:
    return name.replace("]", "\\]")


def escaped(text: str) -> str:
    """Return ``text`` so that nothing in it is a sign of GIFT."""
    return _SIGNS.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _text(text: Text, default: TextFormat, *, marked: bool = False) -> str:
    words = escaped(text.text)
    if marked or text.format != default or _MISTAKABLE.match(words):
        return f"[{text.format}]{words}"
    return words


def _answers(item: Question) -> str:
    general = item.general_feedback
    after = "" if general is None else "####" + _text(general, item.stem.format)
    if item.kind == Kind.ESSAY:
        return after
    if item.kind == Kind.TRUE_FALSE:
        return ("TRUE" if item.is_true else "FALSE") + _judgments(item) + after
    if item.kind == Kind.NUMERICAL and item.is_single_number:
        return f"#{_accepted(item.numbers[0].accepted)}{after}"
    lines = _lines(item)
    return (
        ("#" if item.kind == Kind.NUMERICAL else "") + "".join(f"\n\t{line}" for line in [*lines, after] if line) + "\n"
    )


def _judgments(item: Question) -> str:
    default = item.stem.format
    first = "" if item.wrong is None else _text(item.wrong, default)
    second = "" if item.right is None else "#" + _text(item.right, default)
    return f"#{first}{second}" if first or second else ""


def _lines(item: Question) -> list[str]:
    default = item.stem.format
    if item.kind == Kind.MATCHING:
        return [f"={_arrowless(_text(pair.left, default))} -> {escaped(pair.right)}" for pair in item.pairs]
    if item.kind == Kind.NUMERICAL:
        return [_number_line(choice, default) for choice in item.numbers]
    choices = item.choices
    if item.kind == Kind.SHORT:
        # The first answer tells words from pairs.
        first = replace(choices[0], text=replace(choices[0].text, text=_arrowless(choices[0].text.text)))
        choices = (first, *choices[1:])
    return [_choice_line(choice, default) for choice in choices]


def _arrowless(text: str) -> str:
    return text.replace("->", "→")


def _choice_line(choice: Choice, default: TextFormat) -> str:
    sign = "=" if choice.is_correct else "~"
    return f"{sign}{_weight(choice.weight)}{_text(choice.text, default)}{_feedback(choice.feedback, default)}"


def _number_line(choice: NumberChoice, default: TextFormat) -> str:
    sign = "=" if choice.is_correct else "~"
    number = "*" if choice.accepted is None else _accepted(choice.accepted)
    return f"{sign}{_weight(choice.weight)}{number}{_feedback(choice.feedback, default)}"


def _weight(weight: Decimal | None) -> str:
    return "" if weight is None else f"%{weight:f}%"


def _feedback(feedback: Text | None, default: TextFormat) -> str:
    return "" if feedback is None else "#" + _text(feedback, default)


def _accepted(accepted: Accepted | None) -> str:
    if accepted is None:
        return "*"
    if isinstance(accepted, Exactly):
        return number_text(accepted.number)
    if isinstance(accepted, Between):
        return f"{number_text(accepted.low)}..{number_text(accepted.high)}"
    return f"{number_text(accepted.number)}:{number_text(accepted.tolerance)}"


def number_text(number: Decimal) -> str:
    """Return ``number`` in figures, or with an exponent where that would be very long."""
    plain = f"{number:f}"
    return plain if len(plain) <= 40 else f"{number:E}"
