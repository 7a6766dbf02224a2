"""Making one thread of two: what was said in the one is said at the end of the other."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F, ForeignObjectRel
from django.utils.translation import gettext as _

from forums.actions.counters import recount_thread
from forums.actions.moderation.begun import carry_drafts
from forums.actions.moderation.record import checked_reason, record
from forums.actions.moderation.threads import locked_threads
from forums.actions.search import file_posts
from forums.models import ForumText, ModerationAct, Post, PostDraft, PostMove, Thread, ThreadMove, ThreadRead
from people.models import User
from schoolhouse.refusals import Refusal

BATCH = 500
_MOVED_OTHERWISE = (Post, PostDraft, ThreadRead, ForumText)


def merge_threads(*, source: Thread, into: Thread, reason: str, by: User) -> Thread:
    """Put the posts of ``source`` behind those of ``into``, in their order, and return that thread.

    They get new numbers, as none is used twice; the old address and numbers of ``source`` lead to them for ever. How
    far people have read is carried along, and nothing unread ever counts as read.

    Raises ``Refusal`` when ``by`` does not moderate the forum or gives no reason, both are the same or stand in
    different forums, ``source`` was opened by a prompt, or ``into`` is answered first.
    """
    reason = checked_reason(reason, source.forum, into.forum, by=by)
    with transaction.atomic():
        source, into = locked_threads(source, into)
        _check(source, into)
        offset, gone = into.last_number, {"thread": str(source.public_id), "title": source.title}
        _keep_numbers(source)
        _join_reads(source, into, offset)
        Post.objects.filter(thread=source).update(thread=into, number=F("number") + offset)
        if into.best_answer_id is None:
            chosen = {"best_answer": source.best_answer_id, "best_answer_at": source.best_answer_at}
            Thread.objects.filter(pk=into.pk).update(**chosen)
        carry_drafts(source, into)
        into.last_number = offset + source.last_number
        recount_thread(into)
        _repoint(source, into)
        ThreadMove.objects.create(key=source.public_id, thread=into)
        file_posts(Post.objects.filter(thread=into, number__gt=offset))
        source.delete()
        record(
            ModerationAct.MERGE, forum=into.forum, thread=into, reason=reason, by=by,
            concerns=[source.author_id], details={**gone, "into": str(into.public_id), "offset": offset},
        )  # fmt: skip
    return into


def _check(source: Thread, into: Thread) -> None:
    if source.pk == into.pk:
        raise Refusal(_("A thread cannot be merged into itself."), code="same", status=400)
    if source.forum_id != into.forum_id:
        raise Refusal(_("The threads stand in different forums: move one of them first."), code="elsewhere")
    if source.prompt_key is not None:
        raise Refusal(_("A prompt of this forum opened the thread: it belongs here."), code="prompt")
    if into.prompt is not None and into.prompt.answer_first:
        raise Refusal(_("That thread is answered first: others' words would open it."), code="answer_first")


def _keep_numbers(source: Thread) -> None:
    rows = source.posts.values_list("number", "pk")
    PostMove.objects.bulk_create(
        [PostMove(thread_key=source.public_id, number=number, post_id=pk) for number, pk in rows], batch_size=BATCH
    )


def _join_reads(source: Thread, into: Thread, offset: int) -> None:
    """Whoever has read all of ``into`` goes on as far as they had come in ``source``; others stay where they are."""
    came_to = dict(ThreadRead.objects.filter(thread=source).values_list("reader_id", "last_read_number"))
    done = ThreadRead.objects.filter(thread=into, last_read_number=offset, reader__in=came_to)
    moved = [row for row in done if came_to[row.reader_id]]
    for row in moved:
        row.last_read_number = offset + came_to[row.reader_id]
    ThreadRead.objects.bulk_update(moved, ["last_read_number"], batch_size=BATCH)
    if not offset:
        seen = set(ThreadRead.objects.filter(thread=into).values_list("reader_id", flat=True))
        ThreadRead.objects.filter(thread=source).exclude(reader__in=seen).update(thread=into)


def _repoint(source: Thread, into: Thread) -> None:
    """Let whatever else points at ``source`` point at ``into``, also what other rooms and plugins keep of a thread.

    Where a row may exist once for each thread and ``into`` has it, that one stays.
    """
    for relation in _other_relations():
        name, rows = relation.field.name, relation.related_model._base_manager
        for key in rows.filter(**{name: source}).values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    rows.filter(pk=key).update(**{name: into})
            except IntegrityError:
                continue


def _other_relations() -> Iterable[ForeignObjectRel]:
    relations = Thread._meta.get_fields(include_hidden=True)
    return [
        one
        for one in relations
        if isinstance(one, ForeignObjectRel)
        and one.auto_created
        and not one.many_to_many
        and one.related_model not in _MOVED_OTHERWISE
    ]
