"""Keeping what somebody has begun to write."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.models import ForumPage, Post, PostDraft, Thread
from forums.models.thread import BODY_LENGTH
from forums.permissions import standing_of
from people.models import User
from schoolhouse.refusals import Refusal

TITLE_LENGTH = 200


def draft_key(place: Thread | ForumPage, reply_to: Post | None = None) -> str:
    """Return the name of the place at which a draft is kept."""
    kind = "thread" if isinstance(place, Thread) else "forum"
    return f"{kind}:{place.public_id}" + (f":{reply_to.public_id}" if reply_to else "")


def save_draft(
    *,
    place: Thread | ForumPage,
    body: str,
    version: int,
    by: User,
    title: str = "",
    reply_to: Post | None = None,
    is_anonymous: bool = False,
) -> int:
    """Keep what ``by`` has typed; return the draft's new version. Nothing typed: the draft goes, and 0 is returned.

    ``version`` is the one that the device saw last, 0 for none. Raises ``Refusal``: where ``by`` may not post, for
    too long a text, and with code ``changed`` when another device has written something else since; then both are kept
    and the caller shows both.
    """
    forum = place.forum if isinstance(place, Thread) else place
    if not standing_of(by, forum).posts:
        raise Refusal(_("You cannot post in this forum."), code="forbidden", status=403)
    body, title = body.replace("\x00", "").replace("\r\n", "\n"), title.replace("\x00", "").strip()
    if len(body) > BODY_LENGTH or len(title) > TITLE_LENGTH:
        said = _("A post may have at most %(limit)d characters; this one has %(length)d.")
        raise Refusal(said % {"limit": BODY_LENGTH, "length": len(body)}, code="too_long", status=400)
    key = draft_key(place, reply_to)
    try:
        with transaction.atomic():
            return _stored(key, place, (title, body, is_anonymous), version, by)
    except IntegrityError:
        # Two devices began at once: the second is told of what the first wrote.
        with transaction.atomic():
            return _stored(key, place, (title, body, is_anonymous), version, by)


def _stored(key: str, place: Thread | ForumPage, typed: tuple[str, str, bool], version: int, by: User) -> int:
    title, body, _is_anonymous = typed
    draft = PostDraft.objects.select_for_update().filter(author=by, key=key).first()
    if draft is not None and (draft.title, draft.body, draft.is_anonymous) == typed:
        return draft.version
    if draft is not None and draft.version != version:
        raise Refusal(_("Something else was typed here on another device."), code="changed")
    if not body.strip() and not title:
        if draft is not None:
            draft.delete()
        return 0
    if draft is None:
        where = {"thread": place} if isinstance(place, Thread) else {"forum": place}
        draft = PostDraft(author=by, key=key, version=0, **where)
    draft.title, draft.body, draft.is_anonymous = typed
    draft.version, draft.updated_at = draft.version + 1, timezone.now()
    draft.save()
    return draft.version


def forget_draft(*, key: str, version: int, by: User) -> None:
    """Clear the draft that was sent; one that another device has changed since stays."""
    PostDraft.objects.filter(author=by, key=key, version=version).delete()
