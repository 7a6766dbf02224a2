"""Answers in words: a line, or several."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schoolhouse.feedback import AnswerPart, Counted, FeedbackQuestionKind, Question, QuestionResult

LINE_LENGTH = 200
"""The most characters of a short answer."""
TEXT_LENGTH = 2_000
"""The most characters of an answer in words."""


def _check(most: int) -> Callable[[Question, Any], str | None]:
    def check(question: Question, value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise ValidationError(_("Please answer in words."))
        value = value.replace("\x00", "").strip()
        if len(value) > most:
            raise ValidationError(_("An answer may have at most %(limit)d characters.") % {"limit": most})
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValidationError(_("Please answer in words.")) from error
        return value or None

    return check


def _ask(most: int, **more: Any) -> Callable[[Question], forms.Field]:
    def ask(question: Question) -> forms.Field:
        widget = forms.Textarea(attrs=more) if more else forms.TextInput()
        return forms.CharField(
            label=question.text,
            help_text=question.help,
            required=question.is_required,
            max_length=most,
            widget=widget,
        )

    return ask


def _sum_up(question: Question, parts: Sequence[Counted]) -> QuestionResult:
    # In the order of the alphabet, which tells nothing of who wrote when.
    texts = sorted(one.part.text for one in parts for _time in range(one.count) if one.part.text)
    return QuestionResult(texts=texts)


def _kind(label: Any, icon: str, most: int, **more: Any) -> FeedbackQuestionKind:
    return FeedbackQuestionKind(
        label=label,
        icon=icon,
        fields=dict,
        freeze=lambda value: {},
        ask=_ask(most, **more),
        check=_check(most),
        parts=lambda question, answer: [AnswerPart(text=answer)],
        sum_up=_sum_up,
        tests=("contains",),
    )


LINE = _kind(gettext_lazy("A short answer in words"), "minus", LINE_LENGTH)
TEXT = _kind(gettext_lazy("In words"), "pilcrow", TEXT_LENGTH, rows=3)
