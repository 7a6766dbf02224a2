"""The evaluations room in the API: surveys that are due, what a survey says, one's own points."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from ninja import Query, Router, Schema

from evaluations.models import FeedbackSurvey, PointEntry, QuestionKind
from evaluations.queries.points import ledger_of, total_of
from evaluations.queries.survey import MINIMUM_ANSWERS, QuestionSummary, due_surveys, summary_of
from evaluations.views.access import attended_class, readable_survey
from people.api import PersonRef
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


class QuestionAnswers(Schema):
    """What was answered to one question: how many at each level, lowest first, and what was said in words."""

    text: str
    kind: QuestionKind
    labels: list[str]
    counts: list[int]
    mean: Decimal | None
    texts: list[str]


class Summary(DueSurvey):
    """What a survey says; ``questions`` stay empty while it ``is_closed``: fewer than ``minimum`` have answered."""

    answered: int
    asked: int
    mean: Decimal | None
    is_closed: bool
    minimum: int
    questions: list[QuestionAnswers]


class Entry(Schema):
    """An entry of the ledger; ``by`` is ``null`` where a rule gave the points."""

    public_id: uuid.UUID
    points: Decimal
    reason: str
    component: str
    by: PersonRef | None
    occurred_at: datetime
    reverses: uuid.UUID | None


class Ledger(PageOf[Entry]):
    """A page of one's own entries, and the sum of all of them."""

    total: Decimal


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
    found = summary_of(survey)
    plain = ("answered", "asked", "mean", "is_closed")
    return {
        **_survey(survey),
        **{name: getattr(found, name) for name in plain},
        "minimum": MINIMUM_ANSWERS,
        "questions": [_question(question) for question in found.questions],
    }


@router.get(
    "/classes/{uuid:public_id}/points",
    response={200: Ledger, 401: Trouble, 404: Trouble, 422: Trouble},
    url_name="points",
    summary="My points in a class",
)
def points(request: SignedInRequest, public_id: uuid.UUID, asked: Query[PageAsked]) -> dict[str, Any]:
    """List one's own entries in a class, the latest first, each with its reason."""
    training_class = attended_class(request, public_id)
    rows = ledger_of(request.user, training_class)
    page = page_of(rows, asked, lambda found: [_entry(entry) for entry in found])
    return {**page, "total": total_of(request.user, training_class).quantize(Decimal("0.01"))}


def _survey(survey: FeedbackSurvey) -> dict[str, Any]:
    return {
        "public_id": survey.public_id,
        "title": survey.form.title,
        "about": survey.page.title,
        "is_anonymous": survey.is_anonymous,
        "opens_at": survey.opens_at,
        "closes_at": survey.closes_at,
    }


def _question(found: QuestionSummary) -> dict[str, Any]:
    plain = ("labels", "counts", "mean", "texts")
    return {
        "text": found.question.text,
        "kind": found.question.kind,
        **{name: getattr(found, name) for name in plain},
    }


def _entry(entry: PointEntry) -> dict[str, Any]:
    return {
        "public_id": entry.public_id,
        "points": entry.points,
        "reason": entry.reason,
        "component": entry.component.name if entry.component else "",
        "by": entry.by,
        "occurred_at": entry.occurred_at,
        "reverses": entry.reverses.public_id if entry.reverses else None,
    }
