"""One of several, several of several, and a choice for each row of a matrix."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import blocks

from evaluations.questions.kinds.counting import counts_of, level_of
from evaluations.questions.kinds.scales import number_part, radio
from evaluations.questions.kinds.widgets import MatrixField
from evaluations.questions.languages import BilingualBlock, pair_of
from schoolhouse.feedback import AnswerPart, Counted, Distribution, FeedbackQuestionKind, Question, QuestionResult, said

MOST_OPTIONS, MOST_ROWS, MOST_COLUMNS = 30, 20, 7


def _list(label: Any, fewest: int, most: int) -> blocks.ListBlock:
    return blocks.ListBlock(BilingualBlock(max_length=120), label=label, min_num=fewest, max_num=most)


def _frozen(values: Any, fewest: int, most: int, message: str) -> list[dict[str, str]]:
    """Return the texts of a list; raises ``ValidationError`` where they are too few, too many or two are the same."""
    pairs = [pair for pair in map(pair_of, values or ()) if any(pair.values())]
    if not fewest <= len(pairs) <= most:
        raise ValidationError(message % {"fewest": fewest, "most": most})
    for name in ("en", "zh"):
        words = [pair[name].casefold() for pair in pairs if pair[name]]
        if len(set(words)) < len(words):
            raise ValidationError(_("Two of them are the same."))
    return pairs


def _options(value: Mapping[str, Any]) -> list[dict[str, str]]:
    return _frozen(value.get("options"), 2, MOST_OPTIONS, _("Give from %(fewest)d to %(most)d choices."))


def _labels(question: Question, name: str = "options") -> list[str]:
    return [said(pair) for pair in question.settings.get(name, ())]


def _condition_value(settings: Mapping[str, Any], typed: str) -> str:
    """Find the choice that an editor typed, in either language or by its place."""
    wanted = typed.strip().casefold()
    for place, pair in enumerate(settings["options"], start=1):
        if wanted in {word.casefold() for word in pair.values() if word} or wanted == str(place):
            return str(place)
    raise ValidationError(_("“%(value)s” is none of the choices.") % {"value": typed})


def _sum_up(question: Question, parts: Sequence[Counted]) -> QuestionResult:
    labels = _labels(question)
    return QuestionResult(labels=labels, distributions=[Distribution(counts_of(parts, len(labels)))])


SINGLE = FeedbackQuestionKind(
    label=gettext_lazy("One of several"),
    icon="radio-full",
    fields=lambda: {"options": _list(gettext_lazy("Choices"), 2, MOST_OPTIONS)},
    freeze=lambda value: {"options": _options(value)},
    ask=lambda question: radio(question, _labels(question)),
    check=lambda question, value: level_of(value, len(question.settings["options"])),
    parts=number_part,
    sum_up=_sum_up,
    tests=("equals",),
    condition_value=_condition_value,
)


def _multiple_fields() -> dict[str, blocks.Block]:
    most = blocks.IntegerBlock(
        label=pgettext_lazy("choices", "At most"),
        required=False,
        min_value=1,
        max_value=MOST_OPTIONS,
        help_text=gettext_lazy("How many may be chosen; empty: as many as one likes."),
    )
    return {"options": _list(gettext_lazy("Choices"), 2, MOST_OPTIONS), "most": most}


def _ask_multiple(question: Question) -> forms.Field:
    most = question.settings.get("most")
    hint = _("Choose at most %(most)d.") % {"most": most} if most else _("You may choose several.")
    return forms.TypedMultipleChoiceField(
        label=question.text,
        help_text=" ".join(filter(None, [question.help, hint])),
        required=question.is_required,
        choices=list(enumerate(_labels(question), start=1)),
        coerce=int,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
    )


def _check_multiple(question: Question, value: Any) -> list[int] | None:
    if value in (None, "", []):
        return None
    if not isinstance(value, list):
        raise ValidationError(_("Please choose one of the answers."))
    chosen = sorted({level_of(one, len(question.settings["options"])) or 0 for one in value})
    most = question.settings.get("most")
    if 0 in chosen or (most and len(chosen) > most):
        raise ValidationError(_("Choose at most %(most)d.") % {"most": most or len(question.settings["options"])})
    return chosen


MULTIPLE = FeedbackQuestionKind(
    label=gettext_lazy("Several of several"),
    icon="list-ul",
    fields=_multiple_fields,
    freeze=lambda value: {"options": _options(value), "most": value.get("most")},
    ask=_ask_multiple,
    check=_check_multiple,
    parts=lambda question, answer: [AnswerPart(part=str(number), number=number) for number in answer],
    sum_up=_sum_up,
    tests=("contains",),
    condition_value=_condition_value,
)


def _matrix_fields() -> dict[str, blocks.Block]:
    return {
        "rows": _list(pgettext_lazy("matrix", "Rows"), 1, MOST_ROWS),
        "columns": _list(pgettext_lazy("matrix", "Columns"), 2, MOST_COLUMNS),
    }


def _freeze_matrix(value: Mapping[str, Any]) -> dict[str, Any]:
    rows = _frozen(value.get("rows"), 1, MOST_ROWS, _("Give from %(fewest)d to %(most)d rows."))
    columns = _frozen(value.get("columns"), 2, MOST_COLUMNS, _("Give from %(fewest)d to %(most)d columns."))
    return {"rows": rows, "columns": columns}


def _ask_matrix(question: Question) -> forms.Field:
    return MatrixField(
        rows=_labels(question, "rows"),
        columns=_labels(question, "columns"),
        label=question.text,
        help_text=question.help,
        required=question.is_required,
    )


def _check_matrix(question: Question, value: Any) -> dict[str, int] | None:
    if value in (None, "", {}):
        return None
    rows = {str(place) for place in range(1, len(question.settings["rows"]) + 1)}
    if not isinstance(value, Mapping) or not set(value) <= rows:
        raise ValidationError(_("Please choose one of the answers."))
    columns = len(question.settings["columns"])
    chosen = {row: level for row in value if (level := level_of(value[row], columns)) is not None}
    if question.is_required and len(chosen) < len(rows):
        raise ValidationError(_("Please answer every row."))
    return chosen or None


def _sum_up_matrix(question: Question, parts: Sequence[Counted]) -> QuestionResult:
    labels = _labels(question, "columns")
    rows = [
        Distribution(counts_of(parts, len(labels), str(place)), label)
        for place, label in enumerate(_labels(question, "rows"), start=1)
    ]
    return QuestionResult(labels=labels, distributions=rows)


MATRIX = FeedbackQuestionKind(
    label=gettext_lazy("Matrix"),
    icon="table",
    fields=_matrix_fields,
    freeze=_freeze_matrix,
    ask=_ask_matrix,
    check=_check_matrix,
    parts=lambda question, answer: [AnswerPart(part=row, number=column) for row, column in answer.items()],
    sum_up=_sum_up_matrix,
    layout="matrix",
)
