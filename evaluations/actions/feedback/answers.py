"""What an answer may be, and how it is stored."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from evaluations.actions.feedback.tallying import add_answers
from evaluations.models import (
    FeedbackAnswer,
    FeedbackFile,
    FeedbackForm,
    FeedbackFormVersion,
    FeedbackQuestion,
    FeedbackResponse,
    FeedbackSurvey,
)
from evaluations.queries.feedback.questionnaire import questionnaire_of
from evaluations.questions.asking import Asked, Questionnaire, guarded
from evaluations.questions.kinds.words import TEXT_LENGTH
from people.models import User
from schoolhouse.feedback import AnswerPart
from schoolhouse.refusals import Refusal

__all__ = ["TEXT_LENGTH", "Answers", "check_answers", "write_all", "write_answers"]

Answers = Mapping[str, Any]
"""By the names of questions (``evaluations.questions.asking.answer_name``): what their kinds take, or ``None``."""


def check_answers(of: FeedbackSurvey | FeedbackFormVersion | FeedbackForm, answers: Answers) -> dict[str, Any]:
    """Return what is fit to store of ``answers``: plain JSON by the names of questions, to keep and to write later.

    ``of`` is the survey that is answered; of a version, or the newest version of a form, nothing is asked once for
    each instructor, as nobody instructs. Answers to questions that are not asked, given the other answers, are left
    out. Raises ``Refusal`` naming the question when an answer is missing or out of range.
    """
    asked = _questionnaire(of).asked
    checked: dict[str, Any] = {}
    for name, one in asked.items():
        if one.kind is None or not one.is_shown(checked, asked):
            continue
        value = _checked(one, answers.get(name))
        if value is not None:
            checked[name] = value
    _refuse_lost_files(of, asked, checked)
    return checked


def write_answers(response: FeedbackResponse, checked: Mapping[str, Any]) -> None:
    """Store what ``check_answers`` returned, perhaps a while ago, as the answers of ``response``."""
    write_all(response.survey, [(response, checked)])


def write_all(survey: FeedbackSurvey, filled: Iterable[tuple[FeedbackResponse, Mapping[str, Any]]]) -> None:
    """Store the answers of many responses to ``survey`` at once, in the order given, and count them.

    The caller holds the row of the survey, so that no two count at the same time.
    """
    asked = questionnaire_of(survey).asked
    by_key = {one.question.key: one for one in reversed(asked.values())}
    keys = dict(FeedbackQuestion.objects.filter(version=survey.version_id).values_list("key", "pk"))
    rows: list[tuple[FeedbackAnswer, str]] = []
    for response, checked in filled:
        for name, value in checked.items():
            key, _at, about = name.partition("@")
            # Who instructs may have changed since: what was said about somebody stays said.
            known = asked.get(name) or by_key.get(key)
            if key in keys and known is not None:
                parts = guarded(known, "parts", value) or ()
                rows.extend(_row(response, keys[key], part, about) for part in parts)
    kept = _about_instructors(rows)
    FeedbackAnswer.objects.bulk_create(kept, batch_size=500)
    add_answers(survey, kept)


def _row(response: FeedbackResponse, question: int, part: AnswerPart, about: str) -> tuple[FeedbackAnswer, str]:
    row = FeedbackAnswer(
        response=response,
        question_id=question,
        part=part.part,
        number=part.number,
        amount=part.amount,
        text=part.text,
        data=part.data,
        file_id=uuid.UUID(part.file) if part.file else None,
    )
    return row, about


def _about_instructors(rows: Iterable[tuple[FeedbackAnswer, str]]) -> list[FeedbackAnswer]:
    """Turn the public ids of instructors into accounts; what is about nobody that there is, is left out."""
    wanted = {about for _row, about in rows if about}
    people = {str(public_id): pk for public_id, pk in _people(wanted)} if wanted else {}
    for row, about in rows:
        row.instructor_id = people.get(about)
    return [row for row, about in rows if not about or row.instructor_id]


def _people(public_ids: Iterable[str]) -> Iterable[tuple[uuid.UUID, int]]:
    return User.objects.filter(public_id__in=public_ids).values_list("public_id", "pk")


def _questionnaire(of: FeedbackSurvey | FeedbackFormVersion | FeedbackForm) -> Questionnaire:
    if isinstance(of, FeedbackSurvey):
        return questionnaire_of(of)
    version = of.newest_version if isinstance(of, FeedbackForm) else of
    if version is None:
        raise Refusal(_("Publish the form first."), code="not_published")
    return Questionnaire(version.content, is_anonymous=version.form.is_anonymous)


def _checked(asked: Asked, value: Any) -> Any:
    """Return the answer fit to store, or refuse it naming the question."""
    question = asked.question
    try:
        answer = guarded(asked, "check", value, answers=(ValidationError,))
    except ValidationError as fault:
        raise Refusal(f"{question.text}: {' '.join(fault.messages)}", status=400) from fault
    if answer is None and question.is_required:
        raise Refusal(_("Please answer: %(question)s") % {"question": question.text}, code="missing", status=400)
    return answer


def _refuse_lost_files(of: Any, asked: Mapping[str, Asked], checked: Mapping[str, Any]) -> None:
    """Refuse files that were not sent for this survey, or that went with another answer."""
    files = [
        part.file for name, value in checked.items() for part in guarded(asked[name], "parts", value) or () if part.file
    ]
    if not files:
        return
    survey = of.pk if isinstance(of, FeedbackSurvey) else None
    there = FeedbackFile.objects.filter(pk__in=files, survey_id=survey, answer=None).count()
    if there < len(set(files)) or len(set(files)) < len(files):
        raise Refusal(_("A file is not there any more. Please choose it again."), code="missing", status=400)
