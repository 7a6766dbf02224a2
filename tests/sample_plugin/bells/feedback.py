"""A question that is answered in strokes of a bell."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from schoolhouse.feedback import AnswerPart, Counted, FeedbackQuestionKind, Question, QuestionResult


def ask(question: Question) -> forms.Field:
    """Ask for a number of strokes."""
    most = question.settings["most"]
    return forms.IntegerField(
        label=question.text, required=question.is_required, min_value=1, max_value=most, help_text=question.help
    )


def check(question: Question, value: Any) -> int | None:
    """Take a number of strokes."""
    if value is None or value == "":
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= question.settings["most"]:
        raise ValidationError(_("That many strokes are not rung."))
    return value


def sum_up(question: Question, parts: Sequence[Counted]) -> QuestionResult:
    """Say how many strokes there were."""
    strokes = sum((one.part.number or 0) * one.count for one in parts)
    return QuestionResult(figures=[(str(_("Strokes")), str(strokes))])


STROKES = FeedbackQuestionKind(
    label=_("Strokes of a bell"),
    icon="order",
    fields=lambda: {"most": blocks.IntegerBlock(label=_("At most"), default=12, min_value=1)},
    freeze=lambda value: {"most": value.get("most") or 12},
    ask=ask,
    check=check,
    parts=lambda question, answer: [AnswerPart(number=answer)],
    sum_up=sum_up,
    tests=("at_least",),
)
