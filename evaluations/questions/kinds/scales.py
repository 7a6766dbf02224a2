"""Scales with words at their ends, and stars."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from evaluations.questions.kinds.counting import counts_of, level_of, mean_of
from evaluations.questions.languages import BilingualBlock, pair_of
from schoolhouse.feedback import AnswerPart, Counted, Distribution, FeedbackQuestionKind, Question, QuestionResult, said

FEWEST, MOST = 2, 10
"""Levels of a scale."""
WORDS_UP_TO = 5
"""Up to so many levels the words stand on the ends themselves; more leave no room on a phone."""


def _fields() -> dict[str, blocks.Block]:
    ends: Any = {"required": False, "max_length": 40}
    return {
        "levels": blocks.IntegerBlock(label=gettext_lazy("Levels"), default=5, min_value=FEWEST, max_value=MOST),
        "low": BilingualBlock(label=gettext_lazy("Word for the lowest"), **ends),
        "high": BilingualBlock(label=gettext_lazy("Word for the highest"), **ends),
    }


def _freeze(value: Mapping[str, Any]) -> dict[str, Any]:
    levels = value.get("levels") or 5
    if not FEWEST <= levels <= MOST:
        raise ValidationError(_("A scale has from %(fewest)d to %(most)d levels.") % {"fewest": FEWEST, "most": MOST})
    return {"levels": levels, "low": pair_of(value.get("low")), "high": pair_of(value.get("high"))}


def _labels(question: Question) -> list[str]:
    labels = [str(level) for level in range(1, levels_of(question.settings) + 1)]
    labels[0] = said(question.settings.get("low")) or labels[0]
    labels[-1] = said(question.settings.get("high")) or labels[-1]
    return labels


def _ask(question: Question) -> forms.Field:
    levels = levels_of(question.settings)
    labels = _labels(question) if levels <= WORDS_UP_TO else [str(level) for level in range(1, levels + 1)]
    field = radio(question, labels)
    low, high = said(question.settings.get("low")), said(question.settings.get("high"))
    if levels > WORDS_UP_TO and (low or high):
        ends = [f"{level}: {word}" for level, word in ((1, low), (levels, high)) if word]
        field.help_text = " ".join(filter(None, [question.help, " · ".join(ends)]))
    return field


def radio(question: Question, labels: Sequence[str]) -> forms.TypedChoiceField:
    """Return a field of which one of ``labels`` is chosen; it gives their places, from 1."""
    return forms.TypedChoiceField(
        label=question.text,
        help_text=question.help,
        required=question.is_required,
        choices=list(enumerate(labels, start=1)),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )


def levels_of(settings: Mapping[str, Any]) -> int:
    """Return how many levels were frozen."""
    return int(settings.get("levels") or 5)


def _check(question: Question, value: Any) -> int | None:
    return level_of(value, levels_of(question.settings))


def number_part(question: Question, answer: int) -> list[AnswerPart]:
    """Store a level or the place of a choice."""
    return [AnswerPart(number=answer)]


def _sum_up(labels: Sequence[str], parts: Sequence[Counted]) -> QuestionResult:
    counts = counts_of(parts, len(labels))
    mean = mean_of(counts)
    return QuestionResult(labels=labels, distributions=[Distribution(counts, mean=mean)], mean=mean)


def _condition_value(settings: Mapping[str, Any], typed: str) -> str:
    levels = levels_of(settings)
    if not typed.strip().isdecimal() or not 1 <= int(typed) <= levels:
        raise ValidationError(_("Compare with a number from 1 to %(most)d.") % {"most": levels})
    return str(int(typed))


TESTS = ("equals", "at_least", "at_most")

SCALE = FeedbackQuestionKind(
    label=gettext_lazy("Scale"),
    icon="order",
    fields=_fields,
    freeze=_freeze,
    ask=_ask,
    check=_check,
    parts=number_part,
    sum_up=lambda question, parts: _sum_up(_labels(question), parts),
    layout="scale",
    levels=levels_of,
    tests=TESTS,
    condition_value=_condition_value,
)


def _stars(question: Question) -> list[str]:
    return [f"{number} ★" for number in range(1, levels_of(question.settings) + 1)]


STARS = FeedbackQuestionKind(
    label=gettext_lazy("Stars"),
    icon="pick",
    fields=dict,
    freeze=lambda value: {"levels": 5},
    ask=lambda question: radio(question, _stars(question)),
    check=_check,
    parts=number_part,
    sum_up=lambda question, parts: _sum_up(_stars(question), parts),
    layout="scale",
    levels=levels_of,
    tests=TESTS,
    condition_value=_condition_value,
)
