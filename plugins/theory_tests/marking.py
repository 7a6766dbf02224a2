"""Marking by the software: one table of kinds, each with the rule by which an answer is worth a part of its points.

A rule takes the content of the question, what was given (see ``AttemptAnswer.given``) and the paper's rule for multiple
choice, and returns the part, 0 to 1. It knows nothing of databases.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import translate
from functools import lru_cache
from typing import Any

from plugins.theory_tests.content import ANYTHING, Content, number_of

Given = dict[str, Any]
Rule = Callable[[Content, Given, str], Decimal]
NONE, ALL = Decimal(0), Decimal(1)
_STEP, _CENT = Decimal("0.000001"), Decimal("0.01")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "、": ",", "。": ".", "《": "<", "》": ">", "—": "-"})
_ENDS = ".,;:!?"


def normalized(text: str) -> str:
    """Return an answer in words as it is compared: full and half width, case, blanks and ends of sentences are one."""
    words = " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold().split())
    words = re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", words)
    return words.rstrip(_ENDS).strip() or words


def number_in(text: str) -> Decimal | None:
    """Return the number that somebody wrote, full width or not, with a comma or a point; ``None`` for anything else."""
    said = "".join(unicodedata.normalize("NFKC", text).split()).replace("−", "-").replace("。", ".")
    if _THOUSANDS.fullmatch(said):
        said = said.replace(",", "")
    if re.search(r"[^0-9+\-.,eE]", said):
        return None
    return number_of(said.replace(",", ".")) if said.count(",") <= 1 else None


def _percents(content: Content) -> list[Decimal]:
    return [Decimal(answer["percent"]) / 100 for answer in content["answers"]]


def _single(content: Content, given: Given, multiple: str) -> Decimal:
    chosen = given.get("choices", [])
    return _percents(content)[chosen[0]] if len(chosen) == 1 else NONE


def _multiple(content: Content, given: Given, multiple: str) -> Decimal:
    percents, chosen = _percents(content), set(given.get("choices", []))
    right = {at for at, share in enumerate(percents) if share > 0}
    if multiple == "sum":
        return ALL if chosen == right else sum((percents[at] for at in chosen), NONE)
    if chosen == right:
        return ALL
    if multiple == "whole" or not chosen <= right:
        return NONE
    return sum((percents[at] for at in chosen), NONE)


def _true_false(content: Content, given: Given, multiple: str) -> Decimal:
    return ALL if given.get("choices") == [int(content["is_true"])] else NONE


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    """Return what fits an accepted answer: ``*`` stands for anything, as in Moodle, and nothing else for more."""
    escaped = re.sub(r"([?\[])", r"[\1]", normalized(text))
    return re.compile(translate(escaped))


def _short(content: Content, given: Given, multiple: str) -> Decimal:
    said = normalized(given.get("text", ""))
    fits = [
        Decimal(answer["percent"]) / 100
        for answer in content["answers"]
        if said and _pattern(answer["text"]).match(said)
    ]
    return max(fits, default=NONE)


def _numerical(content: Content, given: Given, multiple: str) -> Decimal:
    said = number_in(given.get("text", ""))
    fits = [NONE]
    for answer in content["answers"]:
        share, number = Decimal(answer["percent"]) / 100, number_of(answer["text"])
        if number is None:
            if answer["text"].strip() == ANYTHING and given.get("text", "").strip():
                fits.append(share)
        elif said is not None and abs(said - number) <= Decimal(answer["tolerance"] or 0):
            fits.append(share)
    return max(fits)


def _matching(content: Content, given: Given, multiple: str) -> Decimal:
    answers, pairs = content["answers"], given.get("pairs", {})
    asked = [at for at, answer in enumerate(answers) if answer["text"].strip()]
    right = sum(
        str(at) in pairs and answers[pairs[str(at)]]["match"].strip() == answers[at]["match"].strip() for at in asked
    )
    return Decimal(right) / len(asked) if asked else NONE


def _ordering(content: Content, given: Given, multiple: str) -> Decimal:
    places, count = given.get("places", {}), len(content["answers"])
    right = sum(places.get(str(at)) == at + 1 for at in range(count))
    return Decimal(right) / count if count else NONE


RULES: dict[str, Rule | None] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "short": _short,
    "numerical": _numerical,
    "matching": _matching,
    "ordering": _ordering,
    "essay": None,
}
"""The table. ``None``: somebody reads it."""


def share_of(content: Content, given: Given, multiple: str) -> Decimal | None:
    """Return what part of its points an answer is worth, 0 to 1; ``None`` where somebody must read it."""
    rule = RULES[content["kind"]]
    if not given:
        return NONE
    if rule is None:
        return None
    return min(max(rule(content, given, multiple), NONE), ALL).quantize(_STEP)


def earned(share: Decimal, points: Decimal) -> Decimal:
    """Return the points for a part of ``points``, in hundredths."""
    return (share * points).quantize(_CENT, ROUND_HALF_UP)
