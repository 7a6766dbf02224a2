"""Feedback in the API: surveys that are due, and what a survey says."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from ninja import Query, Router, Schema

from evaluations.models import FeedbackSurvey
from evaluations.permissions.feedback import reads_about_everybody
from evaluations.queries.feedback.summary import MINIMUM_ANSWERS, QuestionSummary, SectionSummary, summary_of
from evaluations.queries.survey import due_surveys
from evaluations.views.access import readable_survey
from people.requests import SignedInRequest
from schoolhouse.api import PageAsked, PageOf, SignedIn, Trouble, page_of

router = Router(tags=["evaluations"], auth=SignedIn())


class DueSurvey(Schema):
    """A survey that waits for one's answer; ``about`` is the title of what it is about."""

    public_id: uuid.UUID
    title: str
    about: str
    is_anonymous: bool
    opens_at: datetime
    closes_at: datetime


class MatrixRow(Schema):
    """A row of a matrix: how many chose each of its columns, first to last."""

    label: str
    counts: list[int]


class Figure(Schema):
    """A figure of a question answered by numbers, such as its highest."""

    label: str
    value: str


class QuestionAnswers(Schema):
    """What was answered to one question: how many at each level, lowest first, and what was said in words.

    ``kind`` is one of the house's kinds or of a plugin's. A matrix has ``rows`` in place of ``counts``. ``about`` is
    the instructor whom it is about, where it was asked once for each; ``files`` counts pictures and files.
    """

    key: str
    text: str
    kind: str
    section: str
    about: str | None
    total: int
    labels: list[str]
    counts: list[int]
    mean: Decimal | None
    texts: list[str]
    rows: list[MatrixRow]
    figures: list[Figure]
    files: int


class Summary(DueSurvey):
    """What a survey says; ``questions`` stay empty while it ``is_closed``: fewer than ``minimum`` have answered."""

    answered: int
    asked: int
    mean: Decimal | None
    is_closed: bool
    minimum: int
    questions: list[QuestionAnswers]


@router.get(
    "/evaluations/surveys",
    response={200: PageOf[DueSurvey], 401: Trouble, 422: Trouble},
    url_name="surveys",
    summary="Surveys due",
)
def surveys(request: SignedInRequest, asked: Query[PageAsked]) -> dict[str, Any]:
    """List the surveys that wait for one's answer, the one that closes first on top."""
    return page_of(due_surveys(request.user), asked, lambda rows: [_survey(survey) for survey in rows])


@router.get(
    "/evaluations/surveys/{uuid:public_id}/summary",
    response={200: Summary, 401: Trouble, 404: Trouble},
    url_name="survey_summary",
    summary="What a survey says",
)
def summary(request: SignedInRequest, public_id: uuid.UUID) -> dict[str, Any]:
    """Return what was answered, to the instructors of the lecture and who runs the class."""
    survey = readable_survey(request, public_id)
    found = summary_of(survey, only_about=None if reads_about_everybody(request.user, survey) else request.user)
    plain = ("answered", "asked", "mean", "is_closed")
    return {
        **_survey(survey),
        **{name: getattr(found, name) for name in plain},
        "minimum": MINIMUM_ANSWERS,
        "questions": [_question(section, question) for section in found.sections for question in section.questions],
    }


def _survey(survey: FeedbackSurvey) -> dict[str, Any]:
    return {
        "public_id": survey.public_id,
        "title": str(survey.form),
        "about": survey.page.title,
        "is_anonymous": survey.is_anonymous,
        "opens_at": survey.opens_at,
        "closes_at": survey.closes_at,
    }


def _question(section: SectionSummary, found: QuestionSummary) -> dict[str, Any]:
    plain = ("text", "total", "labels", "counts", "mean", "texts")
    return {
        "key": found.asked.question.key,
        "kind": found.asked.question.kind,
        "section": section.title,
        "about": section.instructor.full_name if section.instructor else None,
        **{name: getattr(found, name) for name in plain},
        "rows": [{"label": label, "counts": counts} for label, _columns, counts in found.matrix],
        "figures": [{"label": label, "value": value} for label, value in found.result.figures],
        "files": len(found.files),
    }
