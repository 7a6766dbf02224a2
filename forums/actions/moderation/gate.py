"""Before a post is published: whether a moderator reads it first."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forums.actions.parts.gathering import gather, keep_parts_held
from forums.models import ForumPage, HeldPost, HeldState, Post, Thread, WordAction
from forums.permissions import Standing
from forums.queries.words import words_for
from forums.writing.rendering import says_something
from forums.writing.words import cover, find
from people.models import User
from schoolhouse.refusals import Refusal


class WaitsForReview(Refusal):
    """A post was kept and waits for a moderator: nothing is lost, and nobody else sees it yet."""

    def __init__(self, held: HeldPost) -> None:
        super().__init__(
            _("Thank you. A moderator reads your post before the others do; you find it among yours that wait."),
            code="held",
            status=202,
        )
        self.held = held


def hold_post(
    *,
    forum: ForumPage,
    body: str,
    client_key: uuid.UUID,
    why: str,
    by: User,
    thread: Thread | None = None,
    title: str = "",
    reply_to: Post | None = None,
    is_anonymous: bool = False,
    poll: dict[str, Any] | None = None,
) -> HeldPost:
    """Keep a checked post for review; the same ``client_key`` keeps one. Without ``thread`` it opens one."""
    now = timezone.now()
    gathered = gather(body, forum, by=by, is_anonymous=is_anonymous)
    if not says_something(gathered.html):
        raise Refusal(_("Please write something first."), code="empty", status=400)
    fields: dict[str, Any] = {
        "forum": forum,
        "thread": thread,
        "title": title,
        "reply_to": reply_to,
        "body": body,
        "why": why[:200],
    }
    fields |= {"is_anonymous": is_anonymous, "poll": poll}
    held, made = HeldPost.objects.get_or_create(
        author=by, client_key=client_key, defaults={**fields, "created_at": now, "changed_at": now}
    )
    if not made and (held.body != body or held.state not in (HeldState.HELD, HeldState.RETURNED)):
        raise Refusal(
            _("Something else was already posted from this form. Nothing is lost: please send it once more."),
            code="sent_before",
        )
    keep_parts_held(held, gathered)
    return held


@dataclass(frozen=True)
class Looked:
    """What became of words that were looked over: as they may stand, and why a moderator reads them first, if so."""

    body: str
    title: str = ""
    why: str = ""


def look_over(forum: ForumPage, by: User, standing: Standing, body: str, title: str = "") -> Looked:
    """Look for listed words: cover some, refuse others, and say whether a moderator reads the post first.

    Those who keep order may say anything. Raises ``Refusal`` where a word is not said here, naming it.
    """
    if standing.moderates:
        return Looked(body, title)
    looked = _without_listed(forum, body, title)
    return replace(looked, why=looked.why or why_held(forum, by, standing))


def look_over_edit(forum: ForumPage, standing: Standing, body: str) -> str:
    """Return ``body`` as it may stand in a post that is edited.

    Those who keep order may say anything. Raises ``Refusal`` where a word is not said here, or a moderator would have
    to read it first: what others have read already cannot wait.
    """
    if standing.moderates:
        return body
    looked = _without_listed(forum, body)
    if looked.why:
        said = _("A moderator reads such words before the others do: write them in a post of their own. %(why)s")
        raise Refusal(said % {"why": looked.why}, code="words", status=400)
    return looked.body


def _without_listed(forum: ForumPage, body: str, title: str = "") -> Looked:
    """Cover or refuse listed words; ``why`` names the first that a moderator reads before the others."""
    listed = words_for(forum)
    in_body, in_title = (list(find(text, [word.plain for word in listed])) for text in (body, title))
    met = [listed[one.word] for one in (*in_title, *in_body)]
    for word in met:
        if word.action == WordAction.REFUSE:
            said = _("“%(word)s” is not said here. Nothing is lost: change it and send it again.") % {
                "word": word.words
            }
            raise Refusal(f"{said} {word.note}".strip(), code="words", status=400)
    masked = {number for number, word in enumerate(listed) if word.action == WordAction.MASK}
    held = [word.words for word in met if word.action == WordAction.HOLD]
    why = _("Listed word: %(words)s") % {"words": held[0]} if held else ""
    return Looked(
        cover(body, [one for one in in_body if one.word in masked]),
        cover(title, [one for one in in_title if one.word in masked]),
        why,
    )


def why_held(forum: ForumPage, by: User, standing: Standing) -> str:
    """Return why a post of ``by`` in ``forum`` waits for a moderator; empty where it does not.

    Costs a query only where the forum holds the first posts of new members, and nothing for those who keep order.
    """
    if standing.moderates or not forum.hold_first_posts:
        return ""
    first = Post.objects.filter(author=by, is_hidden=False).order_by().values("pk")[: forum.hold_first_posts]
    if len(first) >= forum.hold_first_posts:
        return ""
    return _("One of the first posts of a new member")
