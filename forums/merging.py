"""What happens in forums when two accounts of one person become one."""

import uuid

from django.db.models import Model

from forums.models import (
    BoxQuestion,
    ForumHost,
    HeldPost,
    ModerationNotice,
    PollBallot,
    PostDraft,
    PostMention,
    PostReport,
    PostThanks,
    QuestionSupport,
    RoomRecordVersion,
    Spoken,
    ThreadRead,
)
from people import merging
from people.models import User


def join_reading(model: type[Model], keep: User, duplicate: User) -> None:
    """Where both read a thread, keep the position further down."""
    kept = {row.thread_id: row for row in ThreadRead.objects.filter(reader=keep)}
    for other in ThreadRead.objects.filter(reader=duplicate, thread__in=kept):
        row = kept[other.thread_id]
        row.last_read_number = max(row.last_read_number, other.last_read_number)
        other.delete()
        row.save()


def join_thanks(model: type[Model], keep: User, duplicate: User) -> None:
    """Where both thanked for a post, or one for a post of the other, one thanks too many goes, and is not counted."""
    given = PostThanks.objects.filter(by__in=(keep, duplicate)).select_related("post")
    both = set(given.filter(by=keep).values_list("post", flat=True))
    for thanks in given:
        is_own = thanks.post.author_id in (keep.pk, duplicate.pk)
        if is_own or (thanks.by_id == duplicate.pk and thanks.post_id in both):
            thanks.delete()


def renew_keys(user_field: str) -> merging.Resolver:
    """Make a resolver after which all that both have sent stays: of two with one ``client_key`` one gets another."""

    def resolve(model: type[Model], keep: User, duplicate: User) -> None:
        rows = model._default_manager
        kept = set(rows.filter(**{user_field: keep}).values_list("client_key", flat=True))
        for row in rows.filter(**{user_field: duplicate}, client_key__in=kept).values_list("pk", flat=True):
            rows.filter(pk=row).update(client_key=uuid.uuid4())

    return resolve


def join_spoken(model: type[Model], keep: User, duplicate: User) -> None:
    """Where both were recorded on an evening, keep the row that counts."""
    kept = {row.forum_id: row for row in Spoken.objects.filter(person=keep)}
    for other in Spoken.objects.filter(person=duplicate, forum__in=kept):
        row = kept[other.forum_id]
        (row if other.counts and not row.counts else other).delete()


def join_ballots(model: type[Model], keep: User, duplicate: User) -> None:
    """Where both voted in a poll, the vote of the account that goes is none, and is not counted."""
    polls = PollBallot.objects.filter(person=keep).values("poll")
    PollBallot.objects.filter(person=duplicate, poll__in=polls).delete()


def register_rules() -> None:
    """Called once, when the room is ready."""
    merging.register(ThreadRead, join_reading)
    merging.register(PostThanks, join_thanks)
    merging.register(PostDraft, merging.drop_colliding("author", "key"))
    merging.register(ModerationNotice, merging.drop_colliding("person", "entry"))
    merging.register(PostReport, merging.drop_colliding("reporter", "post"))
    merging.register(PostMention, merging.drop_colliding("person", "post"))
    merging.register(PollBallot, join_ballots)
    merging.register(HeldPost, renew_keys("author"))
    merging.register(ForumHost, merging.drop_colliding("person", "forum"))
    merging.register(QuestionSupport, merging.drop_colliding("person", "question"))
    merging.register(BoxQuestion, renew_keys("asker"))
    merging.register(Spoken, join_spoken)
    merging.register(RoomRecordVersion, renew_keys("by"))
