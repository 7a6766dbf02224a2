"""Writing down what an evening came to, settling it, and following up."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from forums.actions.evening.outcome_edges import Attempt, by_host, by_owner_or_host, follow
from forums.actions.evening.outcome_edges import follow_up as follow_one
from forums.events import outcome_settled
from forums.models import FollowUp, FollowUpState, ForumPage, Outcome, OutcomeVersion
from forums.models.outcome import MOST_FOLLOW_UPS, TEXT_LENGTH, THEME_LENGTH, WHAT_LENGTH
from forums.queries.evening.outcome import people_for
from people.models import User
from people.published import renew
from schoolhouse.refusals import Refusal


@dataclass(frozen=True)
class Task:
    """One thing to do; ``follow_up`` is the one that it changes, ``None`` for a new one."""

    what: str
    owner: User | None = None
    due_on: datetime.date | None = None
    follow_up: FollowUp | None = None


@dataclass(frozen=True)
class Written:
    """What a host wrote. ``base`` is the version that it began from, 0 for a new outcome."""

    theme: str
    discussion: str
    agreed: str
    tasks: Sequence[Task]
    base: int


@transaction.atomic
def write_outcome(*, forum: ForumPage, written: Written, by: User) -> Outcome:
    """Keep a draft of the outcome as a new version, and what is to be done; a task that is left out goes.

    Writing the same again makes no version. Raises ``Refusal``: who does not host the forum, too much text, an owner of
    elsewhere, an outcome that is settled, or one that another host has changed since ``base``.
    """
    outcome = _claim(forum)
    follow("write", Attempt(outcome, forum, by))
    texts = [_clean(text) for text in (written.theme, written.discussion, written.agreed)]
    texts[0] = _line(texts[0])
    _check(forum, texts, written.tasks)
    before = _said(outcome)
    same = (texts, [(_line(task.what), task.owner, task.due_on) for task in written.tasks])
    if before == same and outcome.version:
        return outcome
    if outcome.version != written.base:
        raise Refusal(
            _("Another host has changed the outcome meanwhile. Look at it below; what you typed is still here."),
            code="changed",
        )
    outcome.theme, outcome.discussion, outcome.agreed = texts
    outcome.version += 1
    outcome.save()
    _write_tasks(outcome, written.tasks)
    _keep_version(outcome, "write", "", by)
    return outcome


@transaction.atomic
def settle_outcome(*, forum: ForumPage, by: User) -> Outcome:
    """Let everybody in the forum read the outcome, and owners see what they do. Raises ``Refusal``."""
    outcome = _claim(forum)
    attempt = Attempt(outcome, forum, by)
    if outcome.is_settled and by_host(attempt):
        return outcome
    outcome.state = follow("settle", attempt)
    outcome.settled_at, outcome.settled_by = timezone.now(), by
    _move(outcome, "settle", "", by)
    training_class, organization = forum.training_class, forum.organization
    outcome_settled.send(
        data={
            "forum": forum.public_id,
            "training_class": training_class.public_id if training_class else None,
            "by": by.public_id,
        },
        organization=organization.public_id if organization else None,
    )
    return outcome


@transaction.atomic
def write_and_settle(*, forum: ForumPage, written: Written, by: User) -> Outcome:
    """Write the outcome and settle it, or neither. Raises ``Refusal`` as the two acts do."""
    write_outcome(forum=forum, written=written, by=by)
    return settle_outcome(forum=forum, by=by)


@transaction.atomic
def reopen_outcome(*, forum: ForumPage, reason: str, by: User) -> Outcome:
    """Take a settled outcome back into a draft, for a reason that is kept. Raises ``Refusal``."""
    outcome = _claim(forum)
    reason = _line(reason)[:250]
    outcome.state = follow("reopen", Attempt(outcome, forum, by, reason))
    outcome.settled_at = outcome.settled_by = None
    _move(outcome, "reopen", reason, by)
    return outcome


@transaction.atomic
def mark_done(*, follow_up: FollowUp, done: bool, by: User) -> FollowUp:
    """Say that something is done, or that it is not after all; said twice it is once. Its owner may, and a host.

    Raises ``Refusal``.
    """
    forum = follow_up.outcome.forum
    outcome = _claim(forum)
    found = FollowUp.objects.filter(pk=follow_up.pk, outcome__forum=forum).first()
    if found is None:
        raise Refusal(_("This was taken out of the outcome meanwhile."), code="gone")
    attempt = Attempt(outcome, forum, by, follow_up=found)
    wanted = FollowUpState.DONE if done else FollowUpState.TO_DO
    if found.state == wanted and by_owner_or_host(attempt):
        return found
    is_done = follow_one("finish" if done else "resume", attempt) == FollowUpState.DONE
    found.done_at, found.done_by = (timezone.now(), by) if is_done else (None, None)
    found.save(update_fields=["done_at", "done_by"])
    renew()
    return found


def _claim(forum: ForumPage) -> Outcome:
    """Lock the forum, and return its outcome, a new one where there is none."""
    ForumPage.objects.select_for_update(of=("self",), no_key=True).get(pk=forum.pk)
    return Outcome.objects.filter(forum=forum).first() or Outcome(forum=forum)


def _move(outcome: Outcome, act: str, reason: str, by: User) -> None:
    outcome.version += 1
    outcome.save()
    _keep_version(outcome, act, reason, by)
    log(outcome.forum, f"forums.outcome.{act}", user=by, data={"version": outcome.version, "reason": reason})
    renew()


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _check(forum: ForumPage, texts: Sequence[str], tasks: Sequence[Task]) -> None:
    if len(texts[0]) > THEME_LENGTH or max(map(len, texts)) > TEXT_LENGTH:
        raise Refusal(
            _("The theme may have %(theme)d characters, each text %(text)d.")
            % {"theme": THEME_LENGTH, "text": TEXT_LENGTH},
            code="too_long",
            status=400,
        )
    if len(tasks) > MOST_FOLLOW_UPS:
        raise Refusal(
            _("At most %(count)d things to do fit here.") % {"count": MOST_FOLLOW_UPS}, code="too_many", status=400
        )
    if any(not _line(task.what) or len(task.what) > WHAT_LENGTH for task in tasks):
        raise Refusal(
            _("Say for each thing to do what it is, in at most %(count)d characters.") % {"count": WHAT_LENGTH},
            code="too_long",
            status=400,
        )
    known = {person.pk for person in people_for(forum)}
    if any(task.owner is not None and task.owner.pk not in known for task in tasks):
        raise Refusal(_("Somebody you chose does not belong to this forum."), code="elsewhere", status=400)


def _said(outcome: Outcome) -> tuple[list[str], list[tuple[str, User | None, datetime.date | None]]]:
    rows = outcome.follow_ups.select_related("owner") if outcome.pk else []
    return (
        [outcome.theme, outcome.discussion, outcome.agreed],
        [(row.what, row.owner, row.due_on) for row in rows],
    )


def _write_tasks(outcome: Outcome, tasks: Sequence[Task]) -> None:
    """Change, add and take away; what was done stays done."""
    kept = {row.pk: row for row in outcome.follow_ups.all()}
    for number, task in enumerate(tasks, start=1):
        row = kept.pop(task.follow_up.pk, None) if task.follow_up else None
        row = row or FollowUp(outcome=outcome)
        row.number, row.what = number, _line(task.what)
        row.owner, row.due_on = task.owner, task.due_on
        row.save()
    FollowUp.objects.filter(pk__in=kept).delete()


def _keep_version(outcome: Outcome, act: str, reason: str, by: User) -> None:
    rows = outcome.follow_ups.select_related("owner")
    OutcomeVersion.objects.create(
        outcome=outcome,
        number=outcome.version,
        act=act,
        reason=reason,
        theme=outcome.theme,
        discussion=outcome.discussion,
        agreed=outcome.agreed,
        follow_ups=[
            {
                "what": row.what,
                "owner": row.owner.full_name if row.owner else "",
                "due_on": row.due_on.isoformat() if row.due_on else "",
            }
            for row in rows
        ],
        by=by,
    )
