"""A picture or a file."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schoolhouse.feedback import AnswerPart, Counted, FeedbackQuestionKind, Question, QuestionResult


def _ask(question: Question) -> forms.Field:
    if question.is_anonymous:
        hint = _("A picture. Where and when it was taken, and its name, are not kept.")
        accepted = "image/*"
    else:
        types = settings.FORUM_FILE_TYPES
        hint = _("A picture, or a file of one of these kinds: %(kinds)s.") % {"kinds": ", ".join(types)}
        accepted = ",".join(["image/*", *(f".{one}" for one in types)])
    return forms.FileField(
        label=question.text,
        help_text=" ".join(filter(None, [question.help, hint])),
        required=question.is_required,
        widget=forms.FileInput(attrs={"accept": accepted}),
    )


def _check(question: Question, value: Any) -> str | None:
    """Take the public id of a file that was kept; whether there is one is asked when it is stored."""
    if value is None or value == "":
        return None
    try:
        return str(uuid.UUID(value))
    except (ValueError, TypeError, AttributeError) as error:
        raise ValidationError(_("Please choose the file again.")) from error


def _sum_up(question: Question, parts: Sequence[Counted]) -> QuestionResult:
    return QuestionResult(files=sorted(one.part.file for one in parts if one.part.file))


FILE = FeedbackQuestionKind(
    label=gettext_lazy("Picture or file"),
    icon="upload",
    fields=dict,
    freeze=lambda value: {},
    ask=_ask,
    check=_check,
    parts=lambda question, answer: [AnswerPart(file=answer)],
    sum_up=_sum_up,
)
