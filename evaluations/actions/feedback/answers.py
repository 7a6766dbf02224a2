"""What an answer may be, and how it is stored."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from evaluations.models import FeedbackAnswer, FeedbackForm, FeedbackQuestion, FeedbackResponse, QuestionKind
from schoolhouse.refusals import Refusal

TEXT_LENGTH = 2_000
"""The most characters of an answer in words."""
Answers = Mapping[int, int | str | None]


def check_answers(form: FeedbackForm, answers: Answers) -> dict[int, int | str]:
    """Return what is fit to store of ``answers``, which map question ids to a level (from 1), to words or ``None``.

    Raises ``Refusal`` naming the question when an answer is missing or out of range.
    """
    checked = ((question, _checked(question, answers.get(question.pk))) for question in form.questions.all())
    return {question.pk: value for question, value in checked if value is not None}


def write_answers(response: FeedbackResponse, checked: Mapping[int, int | str]) -> None:
    """Store what ``check_answers`` returned as the answers of ``response``."""
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(
            response=response,
            question_id=question,
            number=value if isinstance(value, int) else None,
            text=value if isinstance(value, str) else "",
        )
        for question, value in checked.items()
    )


def _checked(question: FeedbackQuestion, value: int | str | None) -> int | str | None:
    """Return the answer fit to store, or refuse it naming the question."""
    if isinstance(value, str):
        value = value.replace("\x00", "").strip() or None
    if value is None:
        if question.is_required:
            raise Refusal(_("Please answer: %(question)s") % {"question": question.text}, code="missing", status=400)
        return None
    if question.kind == QuestionKind.TEXT:
        if not isinstance(value, str) or len(value) > TEXT_LENGTH:
            raise Refusal(_("An answer may have at most %(limit)d characters.") % {"limit": TEXT_LENGTH}, status=400)
        return value
    if not isinstance(value, int) or not 1 <= value <= len(question.level_labels):
        raise Refusal(_("Please choose one of the answers: %(question)s") % {"question": question.text}, status=400)
    return value
