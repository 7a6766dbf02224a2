"""Writes Moodle XML."""

import re
from collections.abc import Iterable
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

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
)
from plugins.theory_tests.formats.gift.writer import number_text
from plugins.theory_tests.formats.moodle.reader import FORMATS, KINDS

_FORMATS = {text_format: name for name, text_format in FORMATS.items()}
_KINDS = {kind: name for name, kind in KINDS.items()}
# What XML 1.0 cannot say.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HUNDRED, _NONE = Decimal(100), Decimal(0)


def write_moodle_xml(items: Iterable[Item]) -> str:
    """Return ``items`` as a file of Moodle XML. The gap of a missing word stands as five underscores."""
    body = "\n".join(_item(item) for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{body}\n</quiz>\n'


def _item(item: Item) -> str:
    if isinstance(item, Category):
        return f'<question type="category"><category>{_words(item.path)}</category></question>'
    parts = [
        f'<question type="{_KINDS[item.kind]}">',
        f"<name>{_words(item.title or '')}</name>",
        _text("questiontext", Text(item.whole_stem, item.stem.format, item.stem.files)),
        _optional("generalfeedback", item.general_feedback),
        f"<idnumber>{_plain(item.id)}</idnumber>" if item.id else "",
        *_answers(item),
        "<tags>" + "".join(f"<tag>{_words(tag)}</tag>" for tag in item.tags) + "</tags>" if item.tags else "",
        "</question>",
    ]
    return "\n".join(part for part in parts if part)


def _answers(item: Question) -> list[str]:
    if item.kind == Kind.CHOICE:
        single = f"<single>{'false' if item.is_multiple else 'true'}</single>"
        return [single, *(_choice(choice, _HUNDRED if choice.is_correct else _NONE) for choice in item.choices)]
    if item.kind == Kind.SHORT:
        return [_choice(choice, _HUNDRED) for choice in item.choices]
    if item.kind == Kind.NUMERICAL:
        return [_number(choice) for choice in item.numbers]
    if item.kind == Kind.MATCHING:
        return [_text("subquestion", pair.left, f"<answer>{_words(pair.right)}</answer>") for pair in item.pairs]
    if item.kind == Kind.TRUE_FALSE:
        return [_truth(item, True), _truth(item, False)]
    return []


def _choice(choice: Choice, otherwise: Decimal) -> str:
    weight = otherwise if choice.weight is None else choice.weight
    inner = _optional("feedback", choice.feedback)
    return _text(f'answer fraction="{weight:f}"', choice.text, inner)


def _number(choice: NumberChoice) -> str:
    weight = choice.weight if choice.weight is not None else (_HUNDRED if choice.is_correct else _NONE)
    number, tolerance = _number_and_tolerance(choice.accepted)
    inner = f"<tolerance>{tolerance}</tolerance>" + _optional("feedback", choice.feedback)
    return f'<answer fraction="{weight:f}">{_words(number)}{inner}</answer>'


def _number_and_tolerance(accepted: Accepted | None) -> tuple[str, str]:
    if accepted is None:
        return "*", "0"
    if isinstance(accepted, Exactly):
        return number_text(accepted.number), "0"
    if isinstance(accepted, Between):
        half = (accepted.high - accepted.low) / 2
        return number_text(accepted.low + half), number_text(half)
    return number_text(accepted.number), number_text(accepted.tolerance)


def _truth(item: Question, value: bool) -> str:
    is_right = item.is_true == value
    inner = _optional("feedback", item.right if is_right else item.wrong)
    return f'<answer fraction="{100 if is_right else 0}">{_words("true" if value else "false")}{inner}</answer>'


def _optional(name: str, text: Text | None) -> str:
    return "" if text is None else _text(name, text)


def _text(name: str, text: Text, inner: str = "") -> str:
    files = "".join(
        f'<file name={_attribute(one.name)} path={_attribute(one.path)} encoding="base64">{_plain(one.content)}</file>'
        for one in text.files
    )
    tag = f'{name} format="{_FORMATS[text.format]}"'
    return f"<{tag}>{_words(text.text)}{files}{inner}</{name.split()[0]}>"


def _words(text: str) -> str:
    return f"<text>{_plain(text)}</text>"


def _attribute(text: str) -> str:
    return quoteattr(_UNSAYABLE.sub("", text))


def _plain(text: str) -> str:
    return escape(_UNSAYABLE.sub("", text))
