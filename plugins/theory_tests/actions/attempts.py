"""Sitting a test: starting, saving answers, handing in, and closing what was forgotten."""

import datetime
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.models import Enrollment
from classes.permissions import INSIDE_STATES
from people.models import User
from plugins.theory_tests.actions.edges import ATTEMPT_EDGES, Sits
from plugins.theory_tests.giving import Sent, read_sent
from plugins.theory_tests.marking import earned, share_of
from plugins.theory_tests.models import (
    AnswerSave,
    AnswerState,
    Attempt,
    AttemptAnswer,
    AttemptState,
    ExtraTime,
    Sitting,
)
from plugins.theory_tests.queries.papers import draw, layout_of, versions_named
from schoolhouse.edges import NEW
from schoolhouse.refusals import Refusal


@dataclass
class Saved:
    """What became of answers that were sent: their revisions, and what stood there where others had changed it."""

    revisions: dict[int, int] = field(default_factory=dict)
    replaced: dict[int, dict[str, Any]] = field(default_factory=dict)


def start_attempt(*, sitting: Sitting, enrollment: Enrollment, by: User) -> Attempt:
    """Begin an attempt, with its questions drawn and kept; where one is under way, that is it.

    Raises ``Refusal`` where ``by`` is not the learner or not inside the class, the test is not open, or all attempts
    are used.
    """
    with transaction.atomic():
        # Two presses of the button wait for each other here.
        seat = Enrollment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrollment.pk)
        if seat.state not in INSIDE_STATES:
            raise Refusal(_("Only learners of the class sit its tests."), code="not_yours", status=403)
        now = timezone.now()
        sitting = Sitting.objects.select_related("version", "training_class").get(pk=sitting.pk)
        made = list(Attempt.objects.filter(sitting=sitting, enrollment=seat).order_by("number"))
        under_way = next((one for one in made if one.state == AttemptState.OPEN), None)
        if under_way is not None and not close_if_over(attempt=under_way):
            return under_way
        extra = extra_of(sitting, seat)
        sits = Sits(by, sitting, now, seat.learner_id, extra, len(made))
        ATTEMPT_EDGES["start"].check(
            sits, state=NEW, not_yours=_("This is somebody else's test."), wrong_state=_("This cannot be done now.")
        )
        return _draw(sitting, seat, len(made) + 1, now, extra)


def deadline_of(sitting: Sitting, started_at: datetime.datetime, extra: int) -> datetime.datetime:
    """Return until when an attempt lasts: its minutes and the extra ones, and never beyond the end of the test."""
    end, minutes = sitting.ends_for(extra), sitting.version.content["minutes"]
    return min(end, started_at + datetime.timedelta(minutes=minutes + extra)) if minutes else end


def extra_of(sitting: Sitting, enrollment: Enrollment) -> int:
    """Return the minutes that a learner has on top."""
    rows = ExtraTime.objects.filter(sitting=sitting, enrollment=enrollment)
    return rows.values_list("minutes", flat=True).first() or 0


def _draw(sitting: Sitting, seat: Enrollment, number: int, now: datetime.datetime, extra: int) -> Attempt:
    content, chance = sitting.version.content, random.SystemRandom()
    drawn = draw(content, chance)
    asked = versions_named(one.version for one in drawn)
    attempt = Attempt.objects.create(
        sitting=sitting,
        enrollment=seat,
        number=number,
        started_at=now,
        deadline=deadline_of(sitting, now, extra),
        most=sum((one.points for one in drawn), Decimal(0)),
    )
    AttemptAnswer.objects.bulk_create(
        AttemptAnswer(
            attempt=attempt,
            number=at,
            version=asked[one.version],
            points=one.points,
            order=layout_of(asked[one.version].content, shuffles=content["shuffle_choices"], chance=chance),
        )
        for at, one in enumerate(drawn, 1)
    )
    return attempt


def save_answers(*, attempt: Attempt, data: Any, by: User) -> Saved:
    """Keep the answers of the form ``data``, a ``QueryDict``, which may hold any of the attempt's questions.

    A question that was not changed since its page was made is left as it is, so that a page that was open elsewhere
    takes nothing back. Where both were changed the last one holds, and ``replaced`` has what stood there.
    Raises ``Refusal`` for somebody else, for what no page sends, and when the time is over; then the attempt is closed
    with what was saved before.
    """
    with transaction.atomic():
        locked = _locked(attempt)
        if locked.enrollment.learner_id != by.pk or not _is_late(locked):
            _check("save", locked, by)
            return _keep(locked, data)
        close_if_over(attempt=locked)
    raise Refusal(_("The time is over. What you had saved was handed in."), code="over")


def submit_attempt(*, attempt: Attempt, data: Any, by: User) -> tuple[Attempt, Saved]:
    """Hand in: keep what ``data`` says and close the attempt. Handing in twice, or too late, changes nothing more.

    Raises ``Refusal`` as ``save_answers`` does, but for being late: then what was saved is handed in.
    """
    with transaction.atomic():
        locked, saved = _locked(attempt), Saved()
        if locked.enrollment.learner_id != by.pk:
            _check("submit", locked, by)
        if locked.state == AttemptState.OPEN and not close_if_over(attempt=locked):
            _check("submit", locked, by)
            saved = _keep(locked, data)
            _end(locked, by_time=False)
        return locked, saved


def close_if_over(*, attempt: Attempt) -> bool:
    """Close an attempt whose time is over, with what was saved; return whether it is closed now."""
    if attempt.state != AttemptState.OPEN:
        return True
    if not _is_late(attempt):
        return False
    with transaction.atomic():
        locked = _locked(attempt)
        if locked.state == AttemptState.OPEN and _is_late(locked):
            _check("expire", locked, None)
            _end(locked, by_time=True)
    attempt.refresh_from_db(fields=["state", "ended_at", "ended_by_time", "points"])
    return attempt.state != AttemptState.OPEN


def hand_in(attempt: Attempt) -> None:
    """Close an attempt with what was saved, whoever asks: two accounts of one person became one."""
    with transaction.atomic():
        locked = _locked(attempt)
        if locked.state == AttemptState.OPEN:
            _end(locked, by_time=False)


def settle_attempt(attempt: Attempt) -> None:
    """Add up what the answers earned, once all of them are marked. Holds the attempt locked."""
    answers = list(attempt.answers.values_list("state", "earned"))
    if attempt.state == AttemptState.MARKING and all(state == AnswerState.DONE for state, _earned in answers):
        attempt.state = ATTEMPT_EDGES["settle"].target or attempt.state
        attempt.points = sum((one or Decimal(0) for _state, one in answers), Decimal(0))
        attempt.save(update_fields=["state", "points"])


def recount_attempt(attempt: Attempt) -> None:
    """Add up anew what the answers of a marked attempt earned: a mark was corrected. Holds the attempt locked."""
    if attempt.state == AttemptState.MARKED:
        given = attempt.answers.values_list("earned", flat=True)
        attempt.points = sum((one or Decimal(0) for one in given), Decimal(0))
        attempt.save(update_fields=["points"])


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",))
    rows = rows.select_related("sitting__version", "sitting__training_class", "enrollment")
    return rows.get(pk=attempt.pk)


def _is_late(attempt: Attempt) -> bool:
    sits = Sits(None, attempt.sitting, timezone.now(), attempt=attempt)
    return attempt.state == AttemptState.OPEN and ATTEMPT_EDGES["expire"].refusal(sits) is None


def _check(act: str, attempt: Attempt, by: User | None) -> None:
    sits = Sits(by, attempt.sitting, timezone.now(), attempt.enrollment.learner_id, attempt=attempt)
    ATTEMPT_EDGES[act].check(
        sits,
        state=attempt.state,
        not_yours=_("This is somebody else's test."),
        wrong_state=_("This test was handed in already."),
        code="over",
    )


def _keep(attempt: Attempt, data: Any) -> Saved:
    saved, now = Saved(), timezone.now()
    answers = list(attempt.answers.select_related("version"))
    sent: dict[int, Sent] = {}
    for answer in answers:
        try:
            said = read_sent(answer, answer.version.content, data)
        except ValueError:
            number = {"number": answer.number}
            raise Refusal(_("The answer to question %(number)s cannot be read.") % number, status=400) from None
        if said is not None:
            sent[answer.number] = said
    changed = []
    for answer in answers:
        one = sent.get(answer.number)
        if one is None:
            continue
        if one.given != answer.given and not _is_stale(answer, one):
            if one.seen < answer.revision:
                saved.replaced[answer.number] = answer.given
            answer.given, answer.saved_at = one.given, now
            answer.revision += 1
            changed.append(answer)
        saved.revisions[answer.number] = answer.revision
    AttemptAnswer.objects.bulk_update(changed, ["given", "saved_at", "revision"])
    AnswerSave.objects.bulk_create(
        AnswerSave(answer=answer, revision=answer.revision, given=answer.given, at=now) for answer in changed
    )
    return saved


def _is_stale(answer: AttemptAnswer, one: Sent) -> bool:
    """Say whether what was sent is only what its page had shown when it was made, and was changed elsewhere since."""
    if one.seen >= answer.revision:
        return False
    shown = answer.saves.filter(revision=one.seen).values_list("given", flat=True).first() or {}
    return bool(shown == one.given)


def _end(attempt: Attempt, *, by_time: bool) -> None:
    """Close an attempt and let the software mark what it can."""
    attempt.state = AttemptState.MARKING
    attempt.ended_at = attempt.deadline if by_time else timezone.now()
    attempt.ended_by_time = by_time
    attempt.save(update_fields=["state", "ended_at", "ended_by_time"])
    answers = list(attempt.answers.select_related("version"))
    for answer in answers:
        share = share_of(answer.version.content, answer.given, attempt.sitting.version.content["multiple_rule"])
        answer.state = AnswerState.WAITING if share is None else AnswerState.DONE
        if share is not None:
            answer.share, answer.earned = share, earned(share, answer.points)
    AttemptAnswer.objects.bulk_update(answers, ["state", "share", "earned"])
    settle_attempt(attempt)
