"""Reads Moodle XML."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from plugins.theory_tests.formats.content import (
    Category,
    Choice,
    EmbeddedFile,
    Exactly,
    Item,
    Kind,
    NumberChoice,
    Pair,
    Question,
    Text,
    TextFormat,
    Within,
)
from plugins.theory_tests.formats.decoding import decode
from plugins.theory_tests.formats.faults import MOST_FAULTS, Fault, Reading, UnreadableText
from plugins.theory_tests.formats.moodle.tree import Element, read_tree

MOST_QUESTIONS = 10_000
"""The most questions that one file may hold."""
FORMATS = {
    "html": TextFormat.HTML,
    "moodle_auto_format": TextFormat.MOODLE,
    "plain_text": TextFormat.PLAIN,
    "markdown": TextFormat.MARKDOWN,
}
KINDS = {
    "multichoice": Kind.CHOICE,
    "truefalse": Kind.TRUE_FALSE,
    "shortanswer": Kind.SHORT,
    "numerical": Kind.NUMERICAL,
    "matching": Kind.MATCHING,
    "essay": Kind.ESSAY,
    "description": Kind.DESCRIPTION,
}
_LOST = (
    *("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "hint"),
    *("graderinfo", "responsetemplate", "units"),
)
_BESIDE_WORDS = ("file", "feedback", "answer", "tolerance")
_HUNDRED = Decimal(100)


class _Unread(Exception):
    def __init__(self, at: Element, message: str) -> None:
        self.fault = Fault(at.line, at.column, message)
        super().__init__(message)


def read_moodle_xml(data: bytes | str) -> Reading:
    """Read a file of Moodle XML. What cannot be read is named in ``faults``, and the rest is read all the same."""
    reading = Reading()
    try:
        root = read_tree(decode(data if isinstance(data, bytes) else data.encode()))
        if root.name != "quiz":
            message = _("This is no file of questions: it holds “%(name)s”, not “quiz”.") % {"name": root.name[:40]}
            raise UnreadableText(message, root.line, root.column)
    except UnreadableText as error:
        return Reading(faults=[error.fault])
    for element in root.children:
        try:
            if len(reading.items) >= MOST_QUESTIONS:
                raise _Unread(element, _("There are more than %(most)s questions.") % {"most": MOST_QUESTIONS})
            reading.items.append(_item(element, reading))
        except _Unread as unread:
            reading.faults.append(unread.fault)
            if len(reading.items) >= MOST_QUESTIONS or len(reading.faults) >= MOST_FAULTS:
                break
    if not reading.items and not reading.faults:
        reading.faults.append(Fault(root.line, root.column, _("There is no question in this file.")))
    reading.sort()
    return reading


def _item(element: Element, reading: Reading) -> Item:
    kind = element.attributes.get("type", "")
    if element.name != "question":
        raise _Unread(element, _("“%(name)s” is no question.") % {"name": element.name[:40]})
    if kind == "category":
        path = element.said("category")
        if not path:
            raise _Unread(element, _("This category has no name."))
        return Category(path, element.line, element.column)
    if kind not in KINDS:
        raise _Unread(element, _("Questions of the kind “%(kind)s” are not read.") % {"kind": kind[:40]})
    _name_losses(element, reading)
    return _question(element, KINDS[kind])


def _name_losses(element: Element, reading: Reading) -> None:
    for name in _LOST:
        for lost in element.all(name):
            if lost.words or lost.all("unit"):
                message = _("“%(name)s” is not kept.") % {"name": name}
                reading.faults.append(Fault(lost.line, lost.column, message, is_loss=True))
    case = element.find("usecase")
    if case is not None and case.text == "1":
        message = _("Capital and small letters are one to us: “usecase” is not kept.")
        reading.faults.append(Fault(case.line, case.column, message, is_loss=True))


def _question(element: Element, kind: Kind) -> Question:
    asked = element.find("questiontext")
    if asked is None:
        raise _Unread(element, _("This question asks nothing."))
    stem = _text(asked, TextFormat.HTML)
    tags = element.find("tags")
    parts = _PARTS[kind](element, stem.format) if kind in _PARTS else {}
    return Question(
        kind,
        stem=stem,
        title=element.said("name") or None,
        id=element.said("idnumber") or None,
        tags=tuple(words for tag in (tags.all("tag") if tags else ()) if (words := tag.words or tag.text)),
        general_feedback=_optional(element.find("generalfeedback"), stem.format),
        line=element.line,
        column=element.column,
        **parts,
    )


def _text(element: Element, default: TextFormat) -> Text:
    named = element.attributes.get("format", "")
    within = [child for text in element.all("text") for child in text.children]
    if element.find("text") is None and element.text:
        within = [child for child in element.children if child.name not in _BESIDE_WORDS]
    marked_up = next(iter(within), None)
    if marked_up is not None:
        message = _(
            "“<%(name)s>” stands in a text as an element. Write “&lt;” for its “<”, or put the text into CDATA."
        )
        raise _Unread(marked_up, message % {"name": marked_up.name[:40]})
    files = tuple(
        EmbeddedFile(one.attributes.get("name", ""), one.attributes.get("path", "/"), "".join(one.text.split()))
        for one in element.all("file")
    )
    return Text(element.words, FORMATS.get(named, default), files)


def _optional(element: Element | None, default: TextFormat) -> Text | None:
    text = None if element is None else _text(element, default)
    return text if text is not None and (text.text or text.files) else None


def _answers(element: Element) -> list[Element]:
    answers = element.all("answer")
    if not answers:
        raise _Unread(element, _("This question has no answers."))
    return answers


def _number(element: Element, said: str) -> Decimal:
    try:
        number = Decimal(said.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(said) > 50 or abs(number.adjusted()) > 99:
        raise _Unread(element, _("“%(text)s” is no number.") % {"text": said.strip()[:40]})
    return number


def _fraction(answer: Element) -> Decimal:
    fraction = _number(answer, answer.attributes.get("fraction", "0") or "0")
    if abs(fraction) > _HUNDRED:
        raise _Unread(answer, _("A weight stands between -100 and 100."))
    return fraction


def _choices(element: Element, stem: TextFormat) -> dict[str, Any]:
    is_multiple = element.said("single").lower() in ("false", "0")
    choices = []
    for answer in _answers(element):
        fraction, text = _fraction(answer), _text(answer, stem)
        if not text.text and not text.files:
            raise _Unread(answer, _("This answer is empty."))
        is_right = not is_multiple and fraction == _HUNDRED
        weight = None if is_right or not fraction else fraction
        choices.append(Choice(text, is_right, weight, _optional(answer.find("feedback"), stem)))
    return {"choices": tuple(choices)}


def _accepted_words(element: Element, stem: TextFormat) -> dict[str, Any]:
    choices = []
    for answer in _answers(element):
        fraction, text = _fraction(answer), _text(answer, TextFormat.MOODLE)
        if not text.text:
            raise _Unread(answer, _("This answer is empty."))
        weight = None if fraction == _HUNDRED else fraction
        choices.append(Choice(text, True, weight, _optional(answer.find("feedback"), stem)))
    return {"choices": tuple(choices)}


def _accepted_numbers(element: Element, stem: TextFormat) -> dict[str, Any]:
    numbers = []
    for answer in _answers(element):
        fraction, said = _fraction(answer), answer.words
        accepted = None
        if said != "*":
            number, tolerance = _number(answer, said), _number(answer, answer.said("tolerance") or "0")
            accepted = Within(number, tolerance) if tolerance else Exactly(number)
        weight = None if fraction == _HUNDRED or (accepted is None and not fraction) else fraction
        is_correct = accepted is not None or bool(fraction)
        numbers.append(NumberChoice(accepted, is_correct, weight, _optional(answer.find("feedback"), stem)))
    return {"numbers": tuple(numbers), "is_single_number": len(numbers) == 1 and numbers[0].is_alone}


def _pairs(element: Element, stem: TextFormat) -> dict[str, Any]:
    pairs = []
    for part in element.all("subquestion"):
        right = part.said("answer")
        if not right:
            raise _Unread(part, _("This answer is empty."))
        pairs.append(Pair(_text(part, stem), right))
    if not pairs:
        raise _Unread(element, _("This question has no answers."))
    return {"pairs": tuple(pairs)}


def _truth(element: Element, stem: TextFormat) -> dict[str, Any]:
    answers = {answer.words.lower(): answer for answer in _answers(element)}
    if not answers.keys() <= {"true", "false"}:
        raise _Unread(element, _("A statement is either true or false."))
    right = [name for name, answer in answers.items() if _fraction(answer) == _HUNDRED]
    if len(right) != 1:
        raise _Unread(element, _("Of a statement, one of true and false must be right."))
    said = {name: _optional(answer.find("feedback"), stem) for name, answer in answers.items()}
    is_true = right[0] == "true"
    return {"is_true": is_true, "right": said.get(right[0]), "wrong": said.get("false" if is_true else "true")}


_PARTS = {
    Kind.CHOICE: _choices,
    Kind.SHORT: _accepted_words,
    Kind.NUMERICAL: _accepted_numbers,
    Kind.MATCHING: _pairs,
    Kind.TRUE_FALSE: _truth,
}
