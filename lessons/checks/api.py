"""Quick checks in the API: what is asked, and answering it."""

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404
from ninja import Query, Router, Schema

from lessons.actions.check import answer_check
from lessons.actions.completion import require_reader
from lessons.checks.base import Check
from lessons.checks.finding import asking, check_in, checks_in
from lessons.checks.showing import seed_of
from lessons.checks.standing import Kept, standing_in
from lessons.models import CheckAttempt, LessonPage, LessonProgress
from lessons.queries.check import attempts_of
from lessons.queries.progress import progress_in
from lessons.views.access import readable_lesson
from people.models import User
from people.requests import SignedInRequest
from schoolhouse.api import PageAsked, PageOf, SignedIn, Trouble, page_of
from schoolhouse.refusals import Refusal

router = Router(tags=["lessons"], auth=SignedIn())
_CHECKS = "/lessons/{uuid:translation_key}/{slug:language}/checks"


class CheckStands(Schema):
    """Where one stands with a check: ``attempts_left`` is empty where one may answer as often as one likes."""

    attempts: int
    attempts_left: int | None
    is_right: bool
    is_passed: bool


class CheckShown(Schema):
    """A question as it stands in a lesson.

    ``parts`` depends on ``kind``: what can be chosen, ordered or matched, by names that an answer uses.
    """

    block: str
    kind: str
    question_html: str
    parts: dict[str, Any]
    attempts_allowed: int
    own: CheckStands


class AttemptSent(Schema):
    """An answer: a list of names of choices, text, all names of steps in order, or for each left side the right one.

    ``client_key`` is made by the client: an answer that is sent again makes one attempt.
    """

    client_key: uuid.UUID
    answer: Any


class AttemptKept(Schema):
    """An attempt; ``is_current`` says that the question is still the one that was answered."""

    number: int
    answer: Any
    is_right: bool
    attempted_at: datetime
    language: str
    is_current: bool


class AttemptTaken(AttemptKept):
    """An attempt that was just judged: ``feedback`` is what the lesson says to it, ``parts`` how each was judged."""

    feedback: str
    parts: dict[str, bool]
    own: CheckStands


@router.get(
    _CHECKS,
    response={200: list[CheckShown], 401: Trouble, 403: Trouble, 404: Trouble},
    url_name="checks",
    summary="Checks",
)
def checks(request: SignedInRequest, translation_key: uuid.UUID, language: str) -> list[dict[str, Any]]:
    """List the quick checks of a lesson, without what is right."""
    page = readable_lesson(request, translation_key, language)
    require_reader(page, request.user)
    progress = progress_in.first(learner=request.user.pk, key=translation_key)
    shown = (_shown(page, check, request.user, progress) for check in checks_in(page))
    return [one for one in shown if one]


@router.get(
    f"{_CHECKS}/{{str:block}}/attempts",
    response={200: PageOf[AttemptKept], 401: Trouble, 403: Trouble, 404: Trouble, 422: Trouble},
    url_name="check_attempts",
    summary="Own attempts",
)
def attempts(
    request: SignedInRequest, translation_key: uuid.UUID, language: str, block: str, asked: Query[PageAsked]
) -> dict[str, Any]:
    """List one's own attempts at a check, in all languages and versions of it, the last first."""
    _page, check = _readable_check(request, translation_key, language, block)
    rows = attempts_of(request.user, translation_key, block)
    return page_of(rows, asked, lambda found: [_kept(one, check) for one in found])


@router.post(
    f"{_CHECKS}/{{str:block}}/attempts",
    response={200: AttemptTaken, 401: Trouble, 403: Trouble, 404: Trouble, 409: Trouble, 422: Trouble},
    url_name="answer_check",
    summary="Answer a check",
)
def answer(
    request: SignedInRequest, translation_key: uuid.UUID, language: str, block: str, sent: AttemptSent
) -> dict[str, Any]:
    """Judge an answer and keep it. Passing may finish the lesson."""
    page, check = _readable_check(request, translation_key, language, block)
    attempt = answer_check(lesson=page, check=check, answer=sent.answer, client_key=sent.client_key, by=request.user)
    progress = progress_in.first(learner=request.user.pk, key=translation_key)
    with asking(check.kind) as kind:
        parts = dict(kind.judge(check.asked, attempt.answer).parts)
    told = check.told["right" if attempt.is_right else "wrong"]
    return {**_kept(attempt, check), "feedback": told, "parts": parts, "own": _stands(page, check, progress)}


def _readable_check(
    request: SignedInRequest, translation_key: uuid.UUID, language: str, block: str
) -> tuple[LessonPage, Check]:
    page = readable_lesson(request, translation_key, language)
    require_reader(page, request.user)
    check = check_in(page, block)
    if check is None:
        raise Http404
    return page, check


def _shown(page: LessonPage, check: Check, user: User, progress: LessonProgress | None) -> dict[str, Any] | None:
    standing = standing_in(
        check, Kept.of(progress, check.block), key=page.translation_key, language=page.locale.language_code
    )
    try:
        with asking(check.kind) as kind:
            parts = kind.public(check, seed_of(user, check, standing))
    except Refusal:
        return None
    return {
        "block": check.block,
        "kind": check.kind,
        "question_html": check.asked["question"],
        "parts": parts,
        "attempts_allowed": check.attempts,
        "own": _stands(page, check, progress),
    }


def _stands(page: LessonPage, check: Check, progress: LessonProgress | None) -> dict[str, Any]:
    kept = Kept.of(progress, check.block)
    standing = standing_in(check, kept, key=page.translation_key, language=page.locale.language_code)
    return {
        "attempts": standing.tries,
        "attempts_left": standing.left(check),
        "is_right": standing.is_right,
        "is_passed": standing.is_passed,
    }


def _kept(attempt: CheckAttempt, check: Check) -> dict[str, Any]:
    question = attempt.question
    try:
        with asking(question.kind) as kind:
            answer = kind.public_answer(question.asked, attempt.answer)
    except Refusal:
        answer = None  # the plugin of this kind is gone, or failed
    return {
        "number": attempt.number,
        "answer": answer,
        "is_right": attempt.is_right,
        "attempted_at": attempt.attempted_at,
        "language": question.language,
        "is_current": question.version == check.version,
    }
