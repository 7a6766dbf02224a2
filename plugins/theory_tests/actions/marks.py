"""Marking answers in words: by one person, or by two and a third step where they differ; and correcting a mark."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from plugins.theory_tests.actions.attempts import recount_attempt, settle_attempt
from plugins.theory_tests.actions.edges import ANSWER_EDGES, Marks
from plugins.theory_tests.actions.results import ask_for_figures, correct_learner, settle_learner
from plugins.theory_tests.content import Criterion, criteria_of
from plugins.theory_tests.marking import earned
from plugins.theory_tests.models import AnswerState, Attempt, AttemptAnswer, AttemptState, Mark, MarkStep
from plugins.theory_tests.models.mark import COMMENT_LENGTH, REASON_LENGTH
from plugins.theory_tests.queries.sittings import UNMARKED
from schoolhouse.refusals import Refusal

_SHARE = Decimal("0.000001")
_STEPS = {
    AnswerState.WAITING: MarkStep.FIRST,
    AnswerState.SECOND: MarkStep.SECOND,
    AnswerState.DISPUTED: MarkStep.AGREED,
}


def criteria_for(answer: AttemptAnswer) -> list[Criterion]:
    """Return what an answer is marked by: the rubric of its question, or all its points at once."""
    rubric = answer.version.content.get("rubric", "")
    return criteria_of(rubric) or [Criterion(answer.points, _("Points"))]


@transaction.atomic
def mark_answer(
    *, answer: AttemptAnswer, points: Sequence[Decimal], comment: str, seen: str, by: User
) -> AttemptAnswer:
    """Mark an answer: ``points`` are those of each criterion. ``seen`` is the state that ``by`` has seen.

    Where two people mark, the mean of both counts, unless they are further apart than the test allows: then somebody
    settles it. Raises ``Refusal`` where ``by`` may not, has marked it already, somebody else has done so meanwhile, or
    points are missing or more than there are.
    """
    answer = _locked(answer)
    attempt, marks = answer.attempt, tuple(answer.marks.all())
    criteria = criteria_for(answer)
    share, said = _share(criteria, points)
    act = _act(answer, marks, share)
    ANSWER_EDGES[act].check(
        Marks(by, answer, marks),
        state=answer.state,
        not_yours=_("You cannot mark in this class."),
        wrong_state=_("This answer does not wait for a mark."),
    )
    if answer.state != seen:
        raise Refusal(_("Somebody has marked this answer meanwhile. Please look at it again."), code="changed")
    comment = _clean(comment, COMMENT_LENGTH)
    step = _STEPS[AnswerState(answer.state)]
    Mark.objects.create(answer=answer, step=step, share=share, criteria=said, comment=comment, by=by, at=timezone.now())
    answer.state = ANSWER_EDGES[act].target or answer.state
    if answer.state == AnswerState.DONE:
        answer.share = (marks[0].share + share) / 2 if act == "mark_second" else share
        answer.share = answer.share.quantize(_SHARE)
        answer.earned = earned(answer.share, answer.points)
    answer.save(update_fields=["state", "share", "earned"])
    if answer.state == AnswerState.DONE:
        _settle(attempt, by)
    return answer


@transaction.atomic
def correct_mark(
    *, answer: AttemptAnswer, points: Sequence[Decimal], reason: str, comment: str, seen: int, by: User
) -> AttemptAnswer:
    """Give an answer that is marked another mark, saying why; what was given before stays beside it.

    Attempt and ledger follow: what the old mark gave is taken back there by its opposite. ``seen`` is how many marks
    ``by`` has seen. Raises ``Refusal`` where ``by`` may not, no reason is given, somebody has corrected it meanwhile,
    or points are missing or more than there are.
    """
    answer = _locked(answer)
    attempt, marks = answer.attempt, tuple(answer.marks.all())
    share, said = _share(criteria_for(answer), points)
    ANSWER_EDGES["correct"].check(
        Marks(by, answer, marks),
        state=answer.state,
        not_yours=_("You cannot correct this mark."),
        wrong_state=_("This answer is not marked yet."),
    )
    if len(marks) != seen:
        raise Refusal(_("Somebody has marked this answer meanwhile. Please look at it again."), code="changed")
    reason, comment = _clean(reason, REASON_LENGTH), _clean(comment, COMMENT_LENGTH)
    if not reason:
        raise Refusal(_("Say why the mark is corrected."), code="reason", status=400)
    given = {"share": share, "criteria": said, "comment": comment, "reason": reason}
    Mark.objects.create(answer=answer, step=MarkStep.CORRECTED, by=by, at=timezone.now(), **given)
    answer.share, answer.earned = share, earned(share, answer.points)
    answer.save(update_fields=["share", "earned"])
    recount_attempt(attempt)
    correct_learner(sitting=attempt.sitting, enrollment=attempt.enrollment, by=by)
    if attempt.sitting.closed_at is not None:
        ask_for_figures(attempt.sitting)
    return answer


def may_correct(answer: AttemptAnswer, marks: Sequence[Mark], by: User) -> bool:
    """Say whether ``by`` may correct an answer, whose ``marks`` these are."""
    edge, act = ANSWER_EDGES["correct"], Marks(by, answer, tuple(marks))
    return answer.state in edge.sources and edge.who(act) and edge.refusal(act) is None


def _locked(answer: AttemptAnswer) -> AttemptAnswer:
    """Read an answer anew, its attempt locked."""
    # The attempt first: what is added up, and when an attempt is closed, wait for each other there.
    attempts = Attempt.objects.select_for_update(of=("self",))
    attempts = attempts.select_related("sitting__version", "sitting__training_class", "enrollment__learner")
    attempt = attempts.get(pk=answer.attempt_id)
    answer = AttemptAnswer.objects.select_related("version").get(pk=answer.pk)
    answer.attempt = attempt
    return answer


def _clean(text: str, most: int) -> str:
    text = text.replace("\x00", "").strip()
    if len(text) > most:
        raise Refusal(_("At most %(most)d characters, please.") % {"most": most}, status=400)
    return text


def _settle(attempt: Attempt, by: User) -> None:
    settle_attempt(attempt)
    if attempt.state != AttemptState.MARKED:
        return
    sitting = attempt.sitting
    settle_learner(sitting=sitting, enrollment=attempt.enrollment, by=by)
    others = AttemptAnswer.objects.filter(attempt__sitting=sitting, state__in=UNMARKED)
    if sitting.closed_at is not None and not others.exists():
        ask_for_figures(sitting)


def _act(answer: AttemptAnswer, marks: Sequence[Mark], share: Decimal) -> str:
    sitting = answer.attempt.sitting
    if answer.state == AnswerState.DISPUTED:
        return "agree"
    if answer.state == AnswerState.SECOND:
        apart = abs(marks[0].share - share) * 100
        return "differ" if apart > sitting.agree_percent else "mark_second"
    return "mark_first" if sitting.has_second_marker else "mark"


def _share(criteria: Sequence[Criterion], points: Sequence[Decimal]) -> tuple[Decimal, list[dict[str, Any]]]:
    if len(points) != len(criteria):
        raise Refusal(_("Give points for every criterion."), status=400)
    for criterion, given in zip(criteria, points, strict=True):
        if not given.is_finite() or not 0 <= given <= criterion.points:
            bounds = {"words": criterion.words, "most": criterion.points}
            raise Refusal(_("“%(words)s”: from 0 to %(most)s points.") % bounds, status=400)
    share = sum(points, Decimal(0)) / sum((one.points for one in criteria), Decimal(0))
    said = [
        {"words": one.words, "points": f"{given.normalize():f}", "most": f"{one.points.normalize():f}"}
        for one, given in zip(criteria, points, strict=True)
    ]
    return share.quantize(_SHARE), said
