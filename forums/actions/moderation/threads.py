"""Pinning, renaming and moving a thread as a whole."""

from django.db import transaction
from django.utils.translation import gettext as _

from forums.actions.moderation.record import checked_reason, record
from forums.models import ForumPage, ModerationAct, Thread
from forums.permissions import share_readers
from people.models import User
from schoolhouse.refusals import Refusal

TITLE_LENGTH = 200


def clean_title(title: str) -> str:
    """Return ``title`` in one line. Raises ``Refusal`` when it is empty or longer than ``TITLE_LENGTH``."""
    title = " ".join(title.replace("\x00", "").split())
    if not title:
        raise Refusal(_("Please give the thread a title."), code="empty", status=400)
    if len(title) > TITLE_LENGTH:
        raise Refusal(
            _("The title may have at most %(limit)d characters.") % {"limit": TITLE_LENGTH}, code="too_long", status=400
        )
    return title


def locked_threads(*threads: Thread) -> list[Thread]:
    """Return ``threads`` as they stand now, locked in the order of their keys; to be called in a transaction.

    Raises ``Refusal`` when one was merged into another meanwhile.
    """
    rows = Thread.objects.select_for_update(of=("self",), no_key=True).select_related("forum", "prompt")
    found = {row.pk: row for row in rows.filter(pk__in=[one.pk for one in threads]).order_by("pk")}
    if len(found) < len({one.pk for one in threads}):
        raise Refusal(_("This thread was merged into another one meanwhile."), code="gone")
    return [found[one.pk] for one in threads]


def pin_thread(*, thread: Thread, pinned: bool, reason: str, by: User) -> Thread:
    """Let a thread stand first in its forum, or no longer. Logged with its reason, if it changes.

    Raises ``Refusal`` when ``by`` does not moderate the forum or gives no reason.
    """
    reason = checked_reason(reason, thread.forum, by=by)
    with transaction.atomic():
        (locked,) = locked_threads(thread)
        if locked.is_pinned != pinned:
            Thread.objects.filter(pk=locked.pk).update(is_pinned=pinned)
            act = ModerationAct.PIN if pinned else ModerationAct.UNPIN
            record(act, forum=locked.forum, thread=locked, reason=reason, by=by, concerns=[locked.author_id])
    thread.is_pinned = pinned
    return thread


def rename_thread(*, thread: Thread, title: str, reason: str, by: User) -> Thread:
    """Give a thread another title; it is found under the new one. Logged with both, if it changes.

    Raises ``Refusal`` when ``by`` does not moderate the forum, gives no reason or no title, or a prompt says it.
    """
    reason, title = checked_reason(reason, thread.forum, by=by), clean_title(title)
    with transaction.atomic():
        (locked,) = locked_threads(thread)
        if locked.prompt_key is not None:
            raise Refusal(_("The prompt gives this thread its title: change it in the forum's page."), code="prompt")
        if locked.title != title:
            details = {"from": locked.title, "to": title}
            locked.title = title
            locked.save(update_fields=["title"])
            record(
                ModerationAct.RENAME, forum=locked.forum, thread=locked, reason=reason, by=by,
                concerns=[locked.author_id], details=details,
            )  # fmt: skip
    thread.title = title
    return thread


def move_thread(*, thread: Thread, forum: ForumPage, reason: str, by: User) -> Thread:
    """Move a thread to another forum of the same readers. Logged in both forums, if it changes.

    Raises ``Refusal`` when ``by`` does not moderate both, gives no reason, the readers are others, the forum is not
    published, or a prompt of its own forum opened the thread.
    """
    reason = checked_reason(reason, thread.forum, forum, by=by)
    with transaction.atomic():
        (locked,) = locked_threads(thread)
        source = locked.forum
        if source.pk == forum.pk:
            return thread
        if locked.prompt_key is not None:
            raise Refusal(_("A prompt of this forum opened the thread: it belongs here."), code="prompt")
        if not forum.live or not share_readers(source, forum):
            raise Refusal(
                _("It was written for those who read this forum; that one is read by others."), code="other_readers"
            )
        locked.forum = forum
        locked.save(update_fields=["forum"])
        details = {"from": str(source.public_id), "to": str(forum.public_id)}
        record(
            ModerationAct.MOVE, forum=source, thread=locked, reason=reason, by=by,
            concerns=[locked.author_id], details=details,
        )  # fmt: skip
        record(ModerationAct.MOVE, forum=forum, thread=locked, reason=reason, by=by, details=details)
    thread.forum = forum
    return thread
