"""What is asked and what is right, as data that is kept: made of the bank's questions and of those in files."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from plugins.theory_tests.formats.content import (
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

Content = dict[str, Any]
HUNDRED, NOTHING = Decimal(100), Decimal(0)
ANYTHING = "*"
_KINDS = {
    Kind.TRUE_FALSE: "true_false",
    Kind.SHORT: "short",
    Kind.NUMERICAL: "numerical",
    Kind.MATCHING: "matching",
    Kind.ESSAY: "essay",
}
_FILE_KINDS = {kind: file_kind for file_kind, kind in _KINDS.items()}
_FILE_KINDS |= {"single": Kind.CHOICE, "multiple": Kind.CHOICE}
# In whose answers no text is empty.
_SAYS_ALL = ("single", "multiple", "short", "numerical", "ordering")
# A third and a third and a third, as Moodle rounds them.
_NEARLY = Decimal("0.01")


def make_content(*, kind: str, text: str, format: str, answers: Iterable[Mapping[str, Any]], **said: Any) -> Content:
    """Return what is asked and what is right.

    ``said`` are ``is_true``, ``right``, ``wrong``, ``explanation`` and ``rubric``, which stands there only where it
    says something.
    """
    rubric = str(said.get("rubric") or "").strip() if kind == "essay" else ""
    return {
        **({"rubric": rubric} if rubric else {}),
        "kind": kind,
        "text": text,
        "format": format,
        "is_true": bool(said.get("is_true")) and kind == "true_false",
        "right": said.get("right", ""),
        "wrong": said.get("wrong", ""),
        "explanation": said.get("explanation", ""),
        "answers": [
            {
                "text": answer.get("text") or "",
                "match": answer.get("match") or "",
                "percent": number_text(answer.get("percent")),
                "tolerance": number_text(answer.get("tolerance")),
                "feedback": answer.get("feedback") or "",
            }
            for answer in answers
        ],
    }


def fingerprint_of(content: Content) -> str:
    """Return what tells two contents apart."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def number_of(said: str) -> Decimal | None:
    """Return the number that ``said`` is, ``None`` where it is none."""
    try:
        number = Decimal(said.strip().replace("，", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= 30 else None


def problems_of(content: Content) -> list[str]:
    """Return what is wrong with a question, in sentences; nothing where it can be asked."""
    answers, kind = content["answers"], content["kind"]
    percents = [Decimal(answer["percent"] or 0) for answer in answers]
    best = max(percents, default=NOTHING)
    found = []
    if not content["text"].strip():
        found.append(_("This question asks nothing."))
    if kind in ("single", "multiple", "short", "numerical", "ordering") and not all(
        answer["text"].strip() for answer in answers
    ):
        found.append(_("An answer is empty."))
    if kind in ("single", "multiple") and len(answers) < 2:
        found.append(_("A choice needs at least two options."))
    if kind == "single" and percents.count(HUNDRED) != 1:
        found.append(_("Of a single choice exactly one option is worth 100 percent."))
    if kind == "multiple" and abs(sum(one for one in percents if one > 0) - HUNDRED) > _NEARLY:
        found.append(_("What is right in a multiple choice must add up to 100 percent."))
    if kind in ("short", "numerical") and best != HUNDRED:
        found.append(_("One answer must be worth 100 percent."))
    if kind == "numerical":
        found += _problems_of_numbers(answers)
    if kind == "matching":
        found += _problems_of_pairs(answers)
    if kind == "ordering" and len(answers) < 2:
        found.append(_("Putting in order needs at least two things."))
    return found + problems_of_rubric(content.get("rubric", ""))


@dataclass(frozen=True)
class Criterion:
    """A line of a rubric: the most ``points`` for it, and what is looked at."""

    points: Decimal
    words: str


def criteria_of(rubric: str) -> list[Criterion]:
    """Return the criteria of a rubric. Raises ``ValueError`` with the number of a line that is none."""
    found = []
    for number, line in enumerate(rubric.splitlines(), 1):
        if not line.strip():
            continue
        said, _space, words = unicodedata.normalize("NFKC", line).strip().partition(" ")
        points = number_of(said)
        if points is None or not 0 < points <= HUNDRED or points * 2 % 1 or not words.strip():
            raise ValueError(number)
        found.append(Criterion(points, words.strip()))
    return found


def problems_of_rubric(rubric: str) -> list[str]:
    """Return what is wrong with a rubric, in sentences."""
    try:
        count = len(criteria_of(rubric))
    except ValueError as error:
        said = _("Line %(line)s of the rubric: begin with points, whole or half, then a space and what is looked at.")
        return [said % {"line": error.args[0]}]
    return [_("A rubric has at most 10 criteria.")] if count > 10 else []


TOO_FAR = Decimal(10) ** 12
"""A tolerance is kept with 12 places before the point."""


def _is_no_number(text: str) -> bool:
    return text.strip() != ANYTHING and number_of(text) is None


def _problems_of_numbers(answers: list[dict[str, str]]) -> list[str]:
    found = []
    if any(_is_no_number(answer["text"]) for answer in answers):
        found.append(_("An answer is no number."))
    if any(Decimal(answer["tolerance"] or 0) >= TOO_FAR for answer in answers):
        found.append(_("An answer is no number."))
    if any(Decimal(answer["tolerance"] or 0) < 0 for answer in answers):
        found.append(_("A number gives or takes nothing below zero; of a range the lower number stands first."))
    return found


def _problems_of_pairs(answers: list[dict[str, str]]) -> list[str]:
    found = []
    if sum(bool(answer["text"].strip()) for answer in answers) < 2:
        found.append(_("Matching needs at least two pairs."))
    if not all(answer["match"].strip() for answer in answers):
        found.append(_("A pair has no right side."))
    return found


def content_from(question: Question) -> Content:
    """Return the content of a question of a file; texts that are marked up in different ways all become HTML."""
    texts = _texts(question)
    formats = {text.format for text in texts if text.text}
    plain = {TextFormat.PLAIN, TextFormat.MOODLE}
    shared = TextFormat.PLAIN if formats <= plain else next(iter(formats)) if len(formats) == 1 else TextFormat.HTML

    def said(text: Text | None) -> str:
        return "" if text is None else _in_format(text, shared)

    return make_content(
        kind=_kind(question),
        text=_in_format(Text(question.whole_stem, question.stem.format), shared),
        format=str(shared),
        is_true=question.is_true,
        right=said(question.right),
        wrong=said(question.wrong),
        explanation=said(question.general_feedback),
        answers=[*_choices(question, said), *_numbers(question, said), *_pairs(question, said)],
    )


def _kind(question: Question) -> str:
    if question.kind == Kind.CHOICE:
        return "multiple" if question.is_multiple else "single"
    return _KINDS[question.kind]


def _texts(question: Question) -> list[Text]:
    answers = [text for choice in question.choices for text in (choice.text, choice.feedback)]
    numbers = [choice.feedback for choice in question.numbers]
    pairs = [pair.left for pair in question.pairs]
    said = [question.stem, question.right, question.wrong, question.general_feedback]
    return [text for text in (*said, *answers, *numbers, *pairs) if text is not None]


def _in_format(text: Text, shared: TextFormat) -> str:
    if text.format == shared or shared != TextFormat.HTML:
        return text.text.strip()
    if text.format == TextFormat.MARKDOWN:
        return MarkdownIt("commonmark", {"html": False}).render(text.text).strip()
    return escape(text.text, quote=False).replace("\n", "<br>")


def _choices(question: Question, said: Any) -> list[dict[str, Any]]:
    worth = HUNDRED if question.kind == Kind.SHORT else None
    return [
        {
            "text": said(choice.text),
            "percent": (worth or (HUNDRED if choice.is_correct else NOTHING))
            if choice.weight is None
            else choice.weight,
            "feedback": said(choice.feedback),
        }
        for choice in question.choices
    ]


def _numbers(question: Question, said: Any) -> list[dict[str, Any]]:
    made = []
    for choice in question.numbers:
        worth = HUNDRED if choice.is_correct and choice.accepted is not None else NOTHING
        number, tolerance = ANYTHING, NOTHING
        if isinstance(choice.accepted, Between):
            tolerance = (choice.accepted.high - choice.accepted.low) / 2
            number = f"{(choice.accepted.low + tolerance).normalize():f}"
        elif choice.accepted is not None:
            number = f"{choice.accepted.number:f}"
            tolerance = choice.accepted.tolerance if isinstance(choice.accepted, Within) else NOTHING
        percent = worth if choice.weight is None else choice.weight
        made.append({"text": number, "percent": percent, "tolerance": tolerance, "feedback": said(choice.feedback)})
    return made


def _pairs(question: Question, said: Any) -> list[dict[str, Any]]:
    return [{"text": said(pair.left), "match": pair.right} for pair in question.pairs]


def question_from(content: Content, *, title: str = "", id_number: str = "", tags: Iterable[str] = ()) -> Question:
    """Return the question of a file that ``content`` is."""
    text_format = TextFormat(content["format"])

    def text(words: str) -> Text | None:
        return Text(words, text_format) if words else None

    if content["kind"] == "ordering":
        # Neither format has a word for it: the places are matched.
        places = [{"text": str(place), "match": one["text"]} for place, one in enumerate(content["answers"], 1)]
        content = {**content, "kind": "matching", "answers": places}
    kind = _FILE_KINDS[content["kind"]]
    said: dict[str, Any] = {}
    if kind in (Kind.CHOICE, Kind.SHORT):
        said["choices"] = tuple(_choice(answer, content["kind"], text) for answer in content["answers"])
    elif kind == Kind.NUMERICAL:
        numbers = tuple(_number_choice(answer, text) for answer in content["answers"])
        said = {"numbers": numbers, "is_single_number": len(numbers) == 1 and numbers[0].is_alone}
    elif kind == Kind.MATCHING:
        pairs = content["answers"]
        said["pairs"] = tuple(Pair(Text(pair["text"], text_format), pair["match"]) for pair in pairs)
    return Question(
        kind,
        stem=Text(content["text"], text_format),
        title=title or None,
        id=id_number or None,
        tags=tuple(tags),
        is_true=content["is_true"],
        right=text(content["right"]),
        wrong=text(content["wrong"]),
        general_feedback=text(content["explanation"]),
        **said,
    )


def _choice(answer: dict[str, str], kind: str, text: Any) -> Choice:
    percent = Decimal(answer["percent"] or 0)
    is_right = kind == "short" or (kind == "single" and percent == HUNDRED)
    without = HUNDRED if is_right else NOTHING
    return Choice(text(answer["text"]), is_right, None if percent == without else percent, text(answer["feedback"]))


def _number_choice(answer: dict[str, str], text: Any) -> NumberChoice:
    percent, feedback = Decimal(answer["percent"] or 0), text(answer["feedback"])
    weight = None if percent == HUNDRED else percent
    number = number_of(answer["text"])
    if number is None:
        return NumberChoice(None, bool(percent), None if not percent else weight, feedback)
    tolerance = Decimal(answer["tolerance"] or 0)
    return NumberChoice(Within(number, tolerance) if tolerance else Exactly(number), True, weight, feedback)


def number_text(number: Any) -> str:
    """Return a number as it is kept: the same one always in the same figures."""
    value = Decimal(number or 0)
    return f"{value.normalize():f}" if value else "0"
