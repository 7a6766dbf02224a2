"""Reads what stands between the braces of a GIFT question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from plugins.theory_tests.formats.content import (
    Accepted,
    Between,
    Choice,
    Exactly,
    Kind,
    NumberChoice,
    Pair,
    Question,
    Text,
    TextFormat,
    Within,
)
from plugins.theory_tests.formats.faults import Misread
from plugins.theory_tests.formats.gift import words

_NUMBER = r"[-+]?(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?"
_SIMPLE = re.compile(rf"({_NUMBER})(?:\s*\\?:\s*({_NUMBER}))?")
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})")
_WEIGHT = re.compile(rf"[\s\x00]*%[ \t]*({_NUMBER})[ \t]*%")
_TRUTH = re.compile(r"[\s\x00]*(TRUE|T|FALSE|F)[\s\x00]*(?=#|\Z)")
_LONGEST_NUMBER = 50
MOST_SIGNS = 1000
"""The most signs, such as ``=``, ``~`` and ``#``, in the answers of one question."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One answer as it stands: ``sign`` is ``=``, ``~`` or nothing, ``feedback`` what follows its ``#``."""

    sign: str
    at: int
    raw: str
    weight: Decimal | None = None
    feedback: str | None = None


def read_answers(shown: str, start: int, end: int, text_format: TextFormat) -> Question:
    """Return a question with the answers between ``start`` and ``end``. Raises ``Misread``."""
    marks = [(found.start(), found.group()) for found in words.CONTROL.finditer(shown, start, end)]
    general = next((at for at, sign in marks if sign == "####"), None)
    feedback = None if general is None else words.optional(shown[general + 4 : end], text_format)
    end = end if general is None else general
    signs = [(at, sign) for at, sign in marks if at < end and sign in ("=", "~", "#", "->")]
    if len(signs) > MOST_SIGNS:
        raise Misread(start, _("This question has too many answers."))
    body = shown[start:end]
    first = start + len(body) - len(body.lstrip(" \t\n\x0b\x0c\xa0\u3000\x00"))
    if first >= end:
        return Question(Kind.ESSAY, general_feedback=feedback)
    answers = _read(shown, first, end, signs, text_format)
    return _with(answers, feedback)


def _with(question: Question, feedback: Text | None) -> Question:
    return replace(question, general_feedback=feedback)


def _read(shown: str, first: int, end: int, signs: list[tuple[int, str]], text_format: TextFormat) -> Question:
    if shown[first] == "#":
        return _numerical(shown, first + 1, end, [mark for mark in signs if mark[0] > first], text_format)
    divisions = [mark for mark in signs if mark[1] in "=~"]
    if not divisions:
        return _undivided(shown, first, end, signs, text_format)
    if divisions[0][0] != first:
        raise Misread(first, _("An answer begins with “=” or “~”. Write “\\=” or “\\~” where it is part of the text."))
    parts = list(_parts(shown, first, end, signs))
    arrows = [at for at, sign in signs if sign == "->"]
    is_wrong_offered = any(part.sign == "~" for part in parts)
    if not is_wrong_offered and arrows and (pairs := _pairs(shown, end, signs, text_format)):
        return Question(Kind.MATCHING, pairs=pairs)
    choices = tuple(_choice(part, text_format) for part in parts)
    return Question(Kind.CHOICE if is_wrong_offered else Kind.SHORT, choices=choices)


def _parts(shown: str, start: int, end: int, signs: list[tuple[int, str]]) -> Iterator[_Part]:
    """Yield what stands from ``start`` on, divided at each ``=`` and ``~``."""
    divisions = [(at, sign) for at, sign in signs if sign in "=~" and at >= start]
    hashes = [at for at, sign in signs if sign == "#"]
    bounds = [*(at for at, _sign in divisions[1:]), *([end] if divisions else [])]
    for (at, sign), stop in zip(divisions, bounds, strict=True):
        yield _part(shown, sign, at, at + 1, stop, hashes)


def _part(shown: str, sign: str, at: int, start: int, stop: int, hashes: list[int]) -> _Part:
    weight = _WEIGHT.match(shown, start, stop)
    percent = None
    if weight:
        start, percent = weight.end(), _percent(weight)
    mark = next((one for one in hashes if start <= one < stop), None)
    if mark is None:
        return _Part(sign, at, shown[start:stop], percent)
    return _Part(sign, at, shown[start:mark], percent, shown[mark + 1 : stop])


def _percent(found: re.Match[str]) -> Decimal:
    if len(found.group(1)) > _LONGEST_NUMBER or abs(Decimal(found.group(1))) > 100:
        raise Misread(found.start(1), _("A weight stands between -100 and 100."))
    return Decimal(found.group(1))


def _choice(part: _Part, text_format: TextFormat) -> Choice:
    text = words.rich(part.raw, text_format)
    if not words.trimmed(text.text):
        raise Misread(part.at, _("This answer is empty."))
    return Choice(text, part.sign == "=", part.weight, words.optional(part.feedback, text_format))


def _pairs(shown: str, end: int, signs: list[tuple[int, str]], text_format: TextFormat) -> tuple[Pair, ...]:
    """Return the pairs, none where the first answer is none. Raises ``Misread`` for a later one that is none."""
    starts = [at for at, sign in signs if sign == "="]
    found = [
        _pair(shown, start, stop, [mark for mark in signs if start < mark[0] < stop], text_format)
        for start, stop in zip(starts, [*starts[1:], end], strict=True)
    ]
    pairs = tuple(one for one in found if isinstance(one, Pair))
    wrong = next((one for one in found if isinstance(one, Misread)), None)
    if wrong is None:
        return pairs
    first = found[0]
    have_arrows = all(isinstance(one, Pair) or shown[one.offset] == "-" for one in found)
    if isinstance(first, Pair) or shown[first.offset] == "#" or (pairs and have_arrows):
        raise wrong
    return ()


def _pair(shown: str, start: int, stop: int, signs: list[tuple[int, str]], text_format: TextFormat) -> Pair | Misread:
    """Return the pair between ``start`` and ``stop``, or why it is none."""
    feedback = next((at for at, sign in signs if sign == "#"), None)
    arrow = next((at for at, sign in signs if sign == "->"), None)
    if arrow is None or (feedback is not None and feedback < arrow):
        return Misread(start, _("This pair has no arrow “->”."))
    right = words.flowing(shown[arrow + 2 : stop if feedback is None else feedback])
    if not words.trimmed(right):
        return Misread(arrow, _("Nothing stands behind this arrow."))
    if feedback is not None:
        return Misread(feedback, _("A pair has no feedback. Write “\\#” where it is part of the text."))
    return Pair(words.rich(shown[start + 1 : arrow], text_format), right)


def _undivided(shown: str, first: int, end: int, signs: list[tuple[int, str]], text_format: TextFormat) -> Question:
    """Read a statement that is true or false, or one answer in words."""
    truth = _TRUTH.match(shown, first, end)
    hashes = [at for at, sign in signs if sign == "#"]
    if truth is None:
        part = _part(shown, "=", first, first, end, hashes)
        return Question(Kind.SHORT, choices=(_choice(part, text_format),))
    wrong = right = None
    if hashes:
        stops = [*hashes[1:2], end]
        wrong = words.optional(shown[hashes[0] + 1 : stops[0]], text_format)
        right = words.optional(shown[hashes[1] + 1 : end], text_format) if len(hashes) > 1 else None
    return Question(Kind.TRUE_FALSE, is_true=truth.group(1)[0] in "tT", wrong=wrong, right=right)


def _numerical(shown: str, start: int, end: int, signs: list[tuple[int, str]], text_format: TextFormat) -> Question:
    divisions = [at for at, sign in signs if sign in "=~"]
    hashes = [at for at, sign in signs if sign == "#"]
    stop = divisions[0] if divisions else end
    parts = []
    if not words.is_blank(shown[start:stop]):
        parts.append(_part(shown, "=", start, start, stop, hashes))
    is_missing = words.is_blank(parts[0].raw) if parts else not divisions
    if is_missing:
        raise Misread(start - 1, _("Here a number is missing."))
    parts += _parts(shown, start, end, signs)
    is_single = not divisions and parts[0].feedback is None and parts[0].weight is None
    numbers = tuple(_number_choice(part, text_format) for part in parts)
    return Question(Kind.NUMERICAL, numbers=numbers, is_single_number=is_single)


def _number_choice(part: _Part, text_format: TextFormat) -> NumberChoice:
    feedback = words.optional(part.feedback, text_format)
    raw = words.trimmed(part.raw.replace(words.HIDDEN, ""))
    accepted = None
    if raw not in ("", "*"):
        accepted = read_number(raw)
        if accepted is None:
            raise Misread(part.at, _("“%(text)s” is no number.") % {"text": raw[:40]})
    return NumberChoice(accepted, part.sign == "=", part.weight, feedback)


def read_number(raw: str) -> Accepted | None:
    """Return the number, the number with its tolerance, or the range that ``raw`` says; ``None`` for anything else."""
    if len(raw) > 2 * _LONGEST_NUMBER:
        return None
    if found := _RANGE.fullmatch(raw):
        return Between(Decimal(found.group(1)), Decimal(found.group(2)))
    if found := _SIMPLE.fullmatch(raw):
        number = Decimal(found.group(1))
        return Exactly(number) if found.group(2) is None else Within(number, Decimal(found.group(2)))
    return None
