"""Makes a question of what stands in a school's own file: its words, its options and its answer line."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from plugins.theory_tests.formats.content import Choice, Exactly, Kind, NumberChoice, Question, Text, TextFormat

LETTERS = "ABCDEFGH"
SINGLE, MULTIPLE, TRUTH, GAP, ESSAY, NUMBER = "single", "multiple", "truth", "gap", "essay", "number"
KIND_WORDS = {
    "单项选择": SINGLE,
    "单选": SINGLE,
    "多项选择": MULTIPLE,
    "多选": MULTIPLE,
    "不定项": MULTIPLE,
    "判断": TRUTH,
    "是非": TRUTH,
    "填空": GAP,
    "计算": NUMBER,
    "数值": NUMBER,
    "简答": ESSAY,
    "问答": ESSAY,
    "论述": ESSAY,
    "案例": ESSAY,
    "single": SINGLE,
    "multiple": MULTIPLE,
    "true": TRUTH,
    "short": GAP,
    "gap": GAP,
    "numerical": NUMBER,
    "essay": ESSAY,
}
_TRUE = frozenset({"对", "正确", "√", "✓", "✔", "是", "t", "true", "yes", "right"})
_FALSE = frozenset({"错", "错误", "不正确", "×", "✗", "✕", "x", "否", "f", "false", "no", "wrong"})
_NOT_LETTERS = re.compile(r"[\s,，、;；.．和]+")
_ALTERNATIVES = re.compile(r"\s*[|｜]\s*")
_PLACES = 5
_PLAIN = TextFormat.PLAIN


class Misbuilt(Exception):
    """What was written makes no question; the message says why."""


@dataclass
class Asked:
    """A question as it stands in a file. ``kind`` is one of the constants above, or empty where none is said."""

    line: int
    column: int = 1
    kind: str = ""
    words: str = ""
    options: list[str] = field(default_factory=list)
    answer: str = ""
    explanation: str = ""
    tags: tuple[str, ...] = ()
    difficulty: int | None = None


def kind_of(words: str) -> str:
    """Return the kind that a heading or a cell names, empty where it names none."""
    lowered = words.casefold()
    found = next((kind for word, kind in KIND_WORDS.items() if word in lowered), "")
    return found or (SINGLE if "选择" in lowered or "choice" in lowered else "")


def truth_of(answer: str) -> bool | None:
    """Return what an answer says of a statement, ``None`` where it says neither."""
    said = answer.strip().strip("。.（）()").casefold()
    return True if said in _TRUE else False if said in _FALSE else None


def letters_of(answer: str) -> str:
    """Return the letters of options that an answer names, empty where it is anything else."""
    said = _NOT_LETTERS.sub("", answer).upper()
    return "".join(sorted(set(said))) if said and all(letter in LETTERS for letter in said) else ""


def build(asked: Asked) -> Question:
    """Return the question. Raises ``Misbuilt``."""
    if not asked.words:
        raise Misbuilt(_("This question asks nothing."))
    kind = asked.kind or _guess(asked)
    if kind != ESSAY and not asked.answer:
        raise Misbuilt(_("The answer is missing."))
    made = _MAKERS[kind](asked)
    explanation = "\n".join(part for part in (asked.answer if kind == ESSAY else "", asked.explanation) if part)
    return Question(
        made.pop("kind"),
        stem=Text(asked.words, _PLAIN),
        tags=asked.tags,
        general_feedback=Text(explanation, _PLAIN) if explanation else None,
        difficulty=asked.difficulty,
        line=asked.line,
        column=asked.column,
        **made,
    )


def _guess(asked: Asked) -> str:
    if asked.options:
        return MULTIPLE if len(letters_of(asked.answer)) > 1 else SINGLE
    if truth_of(asked.answer) is not None:
        return TRUTH
    return GAP if "__" in asked.words else ESSAY


def _choice(asked: Asked) -> dict[str, Any]:
    right = letters_of(asked.answer)
    if len(asked.options) < 2:
        raise Misbuilt(_("A choice needs at least two options."))
    if not all(asked.options):
        raise Misbuilt(_("Option %(letter)s is empty.") % {"letter": LETTERS[asked.options.index("")]})
    beyond = [letter for letter in right if LETTERS.index(letter) >= len(asked.options)]
    if not right or beyond:
        raise Misbuilt(_("The answer “%(answer)s” names no option.") % {"answer": asked.answer[:40]})
    if asked.kind == MULTIPLE or (not asked.kind and len(right) > 1):
        share = (Decimal(100) / len(right)).quantize(Decimal(1).scaleb(-_PLACES)).normalize()
        weights = {letter: share if letter in right else Decimal(-100) for letter in LETTERS}
        choices = [Choice(Text(text, _PLAIN), False, weights[LETTERS[at]]) for at, text in enumerate(asked.options)]
    elif len(right) > 1:
        raise Misbuilt(_("Of a single choice one option is right, not %(answer)s.") % {"answer": right})
    else:
        choices = [Choice(Text(text, _PLAIN), LETTERS[at] == right) for at, text in enumerate(asked.options)]
    return {"kind": Kind.CHOICE, "choices": tuple(choices)}


def _truth(asked: Asked) -> dict[str, Any]:
    is_true = truth_of(asked.answer)
    if is_true is None:
        raise Misbuilt(_("The answer “%(answer)s” says neither right nor wrong.") % {"answer": asked.answer[:40]})
    return {"kind": Kind.TRUE_FALSE, "is_true": is_true}


def _gap(asked: Asked) -> dict[str, Any]:
    accepted = [text for text in _ALTERNATIVES.split(asked.answer) if text]
    return {"kind": Kind.SHORT, "choices": tuple(Choice(Text(text, _PLAIN), True) for text in accepted)}


def _number(asked: Asked) -> dict[str, Any]:
    if not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,10})?", asked.answer.strip()):
        raise Misbuilt(_("“%(text)s” is no number.") % {"text": asked.answer[:40]})
    number = NumberChoice(Exactly(Decimal(asked.answer.strip())))
    return {"kind": Kind.NUMERICAL, "numbers": (number,), "is_single_number": True}


def _essay(_asked: Asked) -> dict[str, Any]:
    return {"kind": Kind.ESSAY}


_MAKERS = {SINGLE: _choice, MULTIPLE: _choice, TRUTH: _truth, GAP: _gap, NUMBER: _number, ESSAY: _essay}
