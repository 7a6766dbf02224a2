"""A number."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from evaluations.questions.languages import BilingualBlock, pair_of
from schoolhouse.feedback import AnswerPart, Counted, FeedbackQuestionKind, Question, QuestionResult, said

LIMIT = Decimal(10) ** 9
"""Numbers lie between this and its opposite, with at most four places."""


def _fields() -> dict[str, blocks.Block]:
    return {
        "least": blocks.DecimalBlock(label=gettext_lazy("Lowest that is taken"), required=False),
        "most": blocks.DecimalBlock(label=gettext_lazy("Highest that is taken"), required=False),
        "places": blocks.IntegerBlock(
            label=gettext_lazy("Places behind the point"), default=0, min_value=0, max_value=4
        ),
        "unit": BilingualBlock(label=gettext_lazy("Unit"), required=False, max_length=20),
    }


def _freeze(value: Mapping[str, Any]) -> dict[str, Any]:
    least, most = value.get("least"), value.get("most")
    if any(one is not None and abs(one) > LIMIT for one in (least, most)):
        raise ValidationError(_("Numbers have at most nine digits."))
    if least is not None and most is not None and least > most:
        raise ValidationError(_("The lowest is above the highest."))
    return {
        "least": None if least is None else str(least),
        "most": None if most is None else str(most),
        "places": value.get("places") or 0,
        "unit": pair_of(value.get("unit")),
    }


def _bounds(question: Question) -> tuple[Decimal, Decimal]:
    least, most = question.settings.get("least"), question.settings.get("most")
    return (-LIMIT if least is None else Decimal(least)), (LIMIT if most is None else Decimal(most))


def _ask(question: Question) -> forms.Field:
    least, most = _bounds(question)
    unit = said(question.settings.get("unit"))
    field = forms.DecimalField(
        label=f"{question.text} ({unit})" if unit else question.text,
        help_text=question.help,
        required=question.is_required,
        min_value=None if least == -LIMIT else least,
        max_value=None if most == LIMIT else most,
        max_digits=13,
        decimal_places=question.settings.get("places", 0),
    )
    field.widget.attrs["inputmode"] = "decimal"
    return field


def _check(question: Question, value: Any) -> str | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValidationError(_("This is no number.")) from error
    least, most = _bounds(question)
    if not number.is_finite() or not least <= number <= most:
        raise ValidationError(_("This number is not between the lowest and the highest."))
    step = Decimal(1).scaleb(-int(question.settings.get("places", 0)))
    if number != number.quantize(step):
        raise ValidationError(_("This number has too many places."))
    return str(number.quantize(step))


def _sum_up(question: Question, parts: Sequence[Counted]) -> QuestionResult:
    values = sorted((one.part.amount, one.count) for one in parts if one.part.amount is not None)
    total = sum(count for _value, count in values)
    if not total:
        return QuestionResult()
    places = Decimal(1).scaleb(-max(1, int(question.settings.get("places", 0))))
    mean = (sum((value * count for value, count in values), Decimal(0)) / total).quantize(places)
    figures = [(_("Mean"), str(mean)), (_("Lowest"), _plain(values[0][0])), (_("Highest"), _plain(values[-1][0]))]
    return QuestionResult(figures=figures)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _condition_value(settings: Mapping[str, Any], typed: str) -> str:
    try:
        number = Decimal(typed.strip())
    except InvalidOperation as error:
        raise ValidationError(_("Compare with a number.")) from error
    if not number.is_finite() or abs(number) > LIMIT:
        raise ValidationError(_("Compare with a number."))
    return _plain(number)


NUMBER = FeedbackQuestionKind(
    label=gettext_lazy("Number"),
    icon="decimal",
    fields=_fields,
    freeze=_freeze,
    ask=_ask,
    check=_check,
    parts=lambda question, answer: [AnswerPart(amount=Decimal(answer))],
    sum_up=_sum_up,
    tests=("equals", "at_least", "at_most"),
    condition_value=_condition_value,
)
