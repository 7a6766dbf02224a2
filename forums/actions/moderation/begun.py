"""What people have begun to write in a thread follows it, or the post that they answer, where a moderator moves it."""

from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from forums.actions.draft import draft_key
from forums.models import Post, PostDraft, Thread


def carry_drafts(source: Thread, into: Thread) -> None:
    """Keep every draft of ``source`` as one of ``into``, at the same place. No word of one is lost."""
    old, new = draft_key(source), draft_key(into)
    for draft in PostDraft.objects.filter(thread=source):
        _carry(draft, into, new + draft.key.removeprefix(old))


def carry_answers_begun(posts: Sequence[Post], thread: Thread, new: Thread) -> None:
    """Keep drafts that answer ``posts``, which went from ``thread`` to ``new``, where these stand now."""
    keys = {draft_key(thread, post): draft_key(new, post) for post in posts}
    for draft in PostDraft.objects.filter(thread=thread, key__in=keys):
        _carry(draft, new, keys[draft.key])


def _carry(draft: PostDraft, thread: Thread, key: str) -> None:
    """Move a draft; where its author has begun something there as well, it is put behind that."""
    there = PostDraft.objects.select_for_update().filter(author=draft.author_id, key=key).first()
    if there is None:
        PostDraft.objects.filter(pk=draft.pk).update(thread=thread, key=key)
        return
    body = f"{there.body}\n\n{draft.body}".strip()
    there_now = {"body": body, "version": F("version") + 1, "updated_at": timezone.now()}
    PostDraft.objects.filter(pk=there.pk).update(**there_now)
    draft.delete()
