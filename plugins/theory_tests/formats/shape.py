"""The JSON of ``questions parse``: the shape that the npm package ``gift-pegjs`` gives what it reads.

Of two feedbacks of a statement GIFT writes the one for a wrong judgment first. ``gift-pegjs`` calls the first one
``trueFeedback`` whatever is right, and so does this for GIFT.
"""

from decimal import Decimal
from typing import Any

from plugins.theory_tests.formats.content import (
    Accepted,
    Between,
    Category,
    Exactly,
    Item,
    Kind,
    NumberChoice,
    Question,
    Text,
    TextFormat,
)


def as_json(item: Item, *, file_format: str = "gift") -> dict[str, Any]:
    """Return ``item`` as what ``json.dumps`` takes."""
    if isinstance(item, Category):
        return {"type": "Category", "title": item.path}
    shape: dict[str, Any] = {
        "id": item.id,
        "tags": list(item.tags) or None,
        "type": str(item.kind),
        "title": item.title,
        "stem": _text(Text(item.whole_stem, item.stem.format, item.stem.files)),
        "hasEmbeddedAnswers": item.tail is not None,
    }
    if item.kind != Kind.DESCRIPTION:
        shape["globalFeedback"] = _text(item.general_feedback)
    return shape | _answers(item, file_format)


def _answers(item: Question, file_format: str) -> dict[str, Any]:
    if item.kind == Kind.TRUE_FALSE:
        first, second = item.wrong, item.right
        if file_format != "gift" and item.is_true:
            first, second = second, first
        return {"isTrue": item.is_true, "trueFeedback": _text(first), "falseFeedback": _text(second)}
    if item.kind == Kind.MATCHING:
        return {"matchPairs": [{"subquestion": _text(pair.left), "subanswer": pair.right} for pair in item.pairs]}
    if item.kind == Kind.NUMERICAL:
        if item.is_single_number and item.numbers[0].accepted is not None:
            return {"choices": _accepted(item.numbers[0].accepted)}
        return {"choices": [_number_choice(choice, item.stem.format) for choice in item.numbers]}
    if item.kind in (Kind.CHOICE, Kind.SHORT):
        return {"choices": [_choice(one.is_correct, one.weight, _text(one.text), one.feedback) for one in item.choices]}
    return {}


def _number_choice(choice: NumberChoice, text_format: TextFormat) -> dict[str, Any]:
    accepted = choice.accepted
    text = _text(Text("*", text_format)) if accepted is None else _accepted(accepted)
    return _choice(choice.is_correct, choice.weight, text, choice.feedback)


def _choice(is_correct: bool, weight: Decimal | None, text: Any, feedback: Text | None) -> dict[str, Any]:
    return {
        "isCorrect": is_correct,
        "weight": None if weight is None else plain_number(weight),
        "text": text,
        "feedback": _text(feedback),
    }


def _accepted(accepted: Accepted) -> dict[str, Any]:
    if isinstance(accepted, Exactly):
        return {"type": "simple", "number": plain_number(accepted.number)}
    if isinstance(accepted, Between):
        return {
            "type": "high-low",
            "numberHigh": plain_number(accepted.high),
            "numberLow": plain_number(accepted.low),
        }
    return {"type": "range", "number": plain_number(accepted.number), "range": plain_number(accepted.tolerance)}


def _text(text: Text | None) -> dict[str, Any] | None:
    if text is None:
        return None
    shape: dict[str, Any] = {"format": str(text.format), "text": text.text}
    if text.files:
        shape["files"] = [{"name": one.name, "path": one.path, "content": one.content} for one in text.files]
    return shape


def plain_number(number: Decimal) -> int | float:
    """Return ``number`` as JSON writes it: whole numbers without a point."""
    return int(number) if number == number.to_integral_value() and abs(number) < 10**15 else float(number)
