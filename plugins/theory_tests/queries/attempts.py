"""An attempt as its learner answers it, and as it was marked."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plugins.theory_tests.content import Content
from plugins.theory_tests.giving import words_of
from plugins.theory_tests.models import Attempt, AttemptAnswer, Mark, MarkStep, Shows
from plugins.theory_tests.rendering import ShownQuestion, shown, shown_question


def questions_of(attempt: Attempt) -> list[ShownQuestion]:
    """Return the questions of an attempt with what was answered, and nothing of what is right. One query."""
    return [
        shown_question(
            answer.version.content,
            answer.order,
            number=answer.number,
            points=answer.points,
            given=answer.given,
            revision=answer.revision,
        )
        for answer in attempt.answers.select_related("version")
    ]


@dataclass(frozen=True)
class MarkedQuestion:
    """A question as its learner sees it marked. What may not be seen yet is empty."""

    public_id: uuid.UUID
    number: int
    kind: str
    asked: SafeString
    given: str
    points: Decimal
    earned: Decimal | None
    right: str = ""
    said: tuple[SafeString, ...] = ()
    comments: tuple[str, ...] = ()
    criteria: tuple[dict[str, Any], ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether it got all its points."""
        return self.earned == self.points


def marked_questions(attempt: Attempt, shows: str) -> list[MarkedQuestion]:
    """Return the questions of a marked attempt as far as ``shows`` says. Three queries at most."""
    if shows not in (Shows.ANSWERS, Shows.EXPLANATIONS):
        return []
    answers = list(attempt.answers.select_related("version").prefetch_related("marks"))
    return [_marked(answer, explains=shows == Shows.EXPLANATIONS) for answer in answers]


def _marked(answer: AttemptAnswer, *, explains: bool) -> MarkedQuestion:
    content, marks = answer.version.content, list(answer.marks.all())
    last = marks[-1:] if marks and marks[-1].step in (MarkStep.AGREED, MarkStep.CORRECTED) else marks
    return MarkedQuestion(
        public_id=answer.public_id,
        number=answer.number,
        kind=content["kind"],
        asked=shown(content["text"], content["format"]),
        given=words_of(content, answer.given),
        points=answer.points,
        earned=answer.earned,
        right=right_of(content),
        said=tuple(_said(content, answer)) if explains else (),
        comments=tuple(text for mark in last for text in _comments(mark)),
        criteria=_criteria(last),
    )


def _comments(mark: Mark) -> Iterator[str]:
    if mark.reason:
        yield _("Corrected: %(reason)s") % {"reason": mark.reason}
    if mark.comment:
        yield mark.comment


def _criteria(marks: Sequence[Mark]) -> tuple[dict[str, Any], ...]:
    """Return the points by criterion, where one mark alone says them."""
    return tuple(marks[0].criteria) if len(marks) == 1 and len(marks[0].criteria) > 1 else ()


def right_of(content: Content) -> str:
    """Say what is right, in words; empty where somebody must judge."""
    answers, kind = content["answers"], content["kind"]
    if kind == "true_false":
        return _("True") if content["is_true"] else _("False")
    if kind == "matching":
        return words_of(content, {"pairs": {str(at): at for at, one in enumerate(answers) if one["text"].strip()}})
    if kind == "ordering":
        return words_of(content, {"places": {str(at): at + 1 for at in range(len(answers))}})
    if kind == "numerical":
        return "; ".join(_number(one) for one in answers if Decimal(one["percent"]) == 100)
    least = 0 if kind == "multiple" else 99
    right = [" ".join(one["text"].split()) for one in answers if Decimal(one["percent"]) > least]
    return "; ".join(right) if kind != "essay" else ""


def _number(answer: dict[str, str]) -> str:
    tolerance = Decimal(answer["tolerance"] or 0)
    return f"{answer['text']} ± {answer['tolerance']}" if tolerance else answer["text"]


def _said(content: Content, answer: AttemptAnswer) -> list[SafeString]:
    """Return what is said to whoever answered so, then the explanation."""
    texts = []
    if content["kind"] == "true_false" and answer.given:
        texts.append(content["right"] if answer.share else content["wrong"])
    texts += [content["answers"][at]["feedback"] for at in answer.given.get("choices", []) if content["answers"]]
    texts.append(content["explanation"])
    return [shown(text, content["format"]) for text in texts if text]
