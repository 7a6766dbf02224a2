"""Writing down what a moderator did, and telling those whom it concerns."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from forums.events import moderated
from forums.models import ForumPage, ModerationAct, ModerationEntry, ModerationNotice, Post, Thread
from forums.models.moderation import REASON_LENGTH
from forums.permissions import may_moderate
from people.models import User
from schoolhouse.refusals import Refusal


def checked_reason(reason: str, *forums: ForumPage, by: User) -> str:
    """Return ``reason`` trimmed. Refuse whoever does not moderate all of ``forums``, and whoever gives none."""
    if not all(may_moderate(by, forum) for forum in forums):
        raise Refusal(_("Only a moderator of this forum may do this."), code="forbidden", status=403)
    return clean_reason(reason)


def clean_reason(reason: str) -> str:
    """Return ``reason`` in one line. Raises ``Refusal`` when there is none, or it is longer than ``REASON_LENGTH``."""
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise Refusal(_("Please give a reason: it is kept in the log."), code="empty", status=400)
    if len(reason) > REASON_LENGTH:
        raise Refusal(
            _("A reason may have at most %(limit)d characters.") % {"limit": REASON_LENGTH}, code="too_long", status=400
        )
    return reason


def record(
    act: ModerationAct,
    *,
    forum: ForumPage,
    thread: Thread | None,
    reason: str,
    by: User | None,
    post: Post | None = None,
    concerns: Iterable[int | None] = (),
    details: dict[str, Any] | None = None,
) -> ModerationEntry:
    """Write the entry of an act, in its transaction; ``concerns`` are the keys of those who are told, not ``by``.

    ``by`` is ``None`` for the software. Wagtail's log of the forum's page gets the same line.
    """
    subject = post or thread
    named = {act.value.split(".")[0]: str(subject.public_id)} if subject else {}
    said = {**named, "reason": reason, **(details or {})}
    entry = ModerationEntry.objects.create(
        forum=forum, act=act, thread=thread, post=post, by=by, reason=reason, details=said, at=timezone.now()
    )
    people = {person for person in concerns if person is not None} - {by.pk if by else None}
    ModerationNotice.objects.bulk_create(
        [ModerationNotice(entry=entry, person_id=person) for person in sorted(people)], batch_size=500
    )
    log(forum, f"forums.{act.value}", user=by, data=said)
    organization = forum.organization
    moderated.send(
        data={
            "entry": entry.public_id,
            "act": act.value,
            "forum": forum.public_id,
            "by": by.public_id if by else None,
        },
        organization=organization.public_id if organization else None,
    )
    return entry
