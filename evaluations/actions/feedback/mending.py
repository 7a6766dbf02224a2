"""Opening action items from what feedback says, handing them on, and settling them."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.actions.feedback.mending_edges import Attempt, follow
from evaluations.events import action_item_opened, action_item_settled
from evaluations.models import (
    ActionItem,
    ActionItemCause,
    ActionItemState,
    FeedbackSurvey,
    MendingSettings,
    SurveyLook,
)
from evaluations.permissions.mending import may_mend
from evaluations.queries.feedback.summary import MINIMUM_ANSWERS, summary_of
from evaluations.queries.mending import candidates, default_owner
from evaluations.queries.survey import place_of
from people.models import User
from people.queries.ownership import organization_of
from schoolhouse.refusals import Refusal

TEXT_LENGTH = 2_000
"""The most characters of what was said, and of what was done."""


@transaction.atomic
def look_at(survey: FeedbackSurvey) -> list[ActionItem]:
    """Open an item for each question of a closed survey whose mean is low. The software's act, once for each survey.

    Too few answers say nothing of anybody: below ``MINIMUM_ANSWERS`` none is opened, also where names stand there.
    """
    _look, is_first = SurveyLook.objects.get_or_create(survey=survey, defaults={"looked_at": timezone.now()})
    if not is_first:
        return []
    low = MendingSettings.load().low_mean
    # What is asked once for each instructor, or twice in the same words, is one thing to mend: the lowest mean says it.
    lowest: dict[str, tuple[Decimal, int]] = {}
    for one in summary_of(survey).questions:
        mean, text = one.mean_of_five, one.text[:250]
        if mean is not None and mean < low and one.total >= MINIMUM_ANSWERS:
            lowest[text] = min(lowest.get(text, (mean, one.total)), (mean, one.total))
    return [
        _open(survey, ActionItemCause.AVERAGE, text, mean=round(mean, 1), answer_count=count)
        for text, (mean, count) in lowest.items()
    ]


@transaction.atomic
def flag(*, survey: FeedbackSurvey, question: str, said: str, by: User) -> ActionItem:
    """Open an item for something that was said. Raises ``Refusal`` when ``by`` does not look after the survey."""
    if not may_mend(by, survey):
        raise Refusal(_("Only who looks after this may do that."), code="not_yours", status=403)
    return _open(survey, ActionItemCause.FLAGGED, _cleaned(question)[:250], said=_cleaned(said), opened_by=by)


def _open(survey: FeedbackSurvey, cause: str, question: str, **fields: Any) -> ActionItem:
    organization, now = organization_of(place_of(survey)), timezone.now()
    today = timezone.localdate(now, organization.zone if organization else None)
    item = ActionItem.objects.create(
        survey=survey,
        cause=cause,
        question=question,
        owner=default_owner(survey),
        due_on=today + datetime.timedelta(days=MendingSettings.load().days),
        opened_at=now,
        **fields,
    )
    _announce(item)
    return item


@transaction.atomic
def hand_on(*, item: ActionItem, owner: User | None, due_on: datetime.date, by: User) -> ActionItem:
    """Give an open item to somebody of the class or the school, with a day.

    Raises ``Refusal``: who does not look after it, an item that is settled, an owner of elsewhere.
    """
    locked = _claim(item)
    follow("hand", Attempt(locked, by))
    if owner is not None and owner not in candidates(locked.survey):
        raise Refusal(_("This person has nothing to do with the class."), code="elsewhere", status=400)
    is_new = owner is not None and owner.pk != locked.owner_id
    if locked.due_on != due_on:
        locked.escalated_at = None
    locked.owner, locked.due_on = owner, due_on
    locked.save(update_fields=["owner", "due_on", "escalated_at"])
    if is_new:
        _announce(locked, by=by)
    return locked


@transaction.atomic
def settle(*, item: ActionItem, act: str, answer: str = "", by: User) -> ActionItem:
    """Take ``act``: ``finish`` with what was done, ``drop`` with why nothing is, or ``reopen``.

    Raises ``Refusal``: see ``mending_edges``.
    """
    locked, answer = _claim(item), _cleaned(answer)
    locked.state = follow(act, Attempt(locked, by, answer))
    is_open = locked.state == ActionItemState.OPEN
    if not is_open:
        locked.answer = answer
    locked.closed_by, locked.closed_at = (None, None) if is_open else (by, timezone.now())
    locked.save(update_fields=["state", "answer", "closed_by", "closed_at"])
    if locked.state == ActionItemState.DONE:
        organization = organization_of(place_of(locked.survey))
        action_item_settled.send(
            data={"item": str(locked.public_id), "by": str(by.public_id)},
            organization=organization.public_id if organization else None,
        )
    return locked


@transaction.atomic
def escalate(*, item: ActionItem) -> bool:
    """Mark an overdue item once as told to the school; say whether this was the time. The software's act."""
    now = timezone.now()
    open_now = ActionItem.objects.filter(pk=item.pk, state=ActionItemState.OPEN, escalated_at=None)
    return bool(open_now.update(escalated_at=now))


def _claim(item: ActionItem) -> ActionItem:
    rows = ActionItem.objects.select_for_update(of=("self",)).select_related("survey__page", "survey__form", "owner")
    return rows.get(pk=item.pk)


def _announce(item: ActionItem, by: User | None = None) -> None:
    organization = organization_of(place_of(item.survey))
    action_item_opened.send(
        data={"item": str(item.public_id), "by": str(by.public_id) if by else None},
        organization=organization.public_id if organization else None,
    )


def _cleaned(text: str) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > TEXT_LENGTH:
        raise Refusal(
            _("This may have at most %(limit)d characters.") % {"limit": TEXT_LENGTH}, code="too_long", status=400
        )
    return text
