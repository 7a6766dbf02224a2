"""What the database itself refuses and counts, whoever writes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from forums.actions.counters import counter_drift
from forums.actions.editing import edit_post
from forums.models import (
    Outcome,
    OutcomeVersion,
    Poll,
    PollBallot,
    PollChoice,
    PollOption,
    Post,
    PostRevision,
    PostThanks,
    RoomRecord,
    RoomRecordVersion,
    Thread,
    ThreadRead,
)
from tests.factories.forums import make_post, make_thread
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def refusal(act, *args, **kwargs):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act(*args, **kwargs)
    return str(refused.value)


def numbers_of(thread):
    return Thread.objects.values_list("post_count", "last_number", "last_post_at").get(pk=thread.pk)


def votes():
    return PollOption.objects.order_by("number").values_list("votes", flat=True)


def test_posts_of_several_threads_in_one_statement_are_counted_together():
    threads, author, now = [make_thread(), make_thread()], make_user(), timezone.now()
    rows = [
        Post(thread=thread, number=number, author=author, body="x", renderer_version=1, created_at=now - at)
        for thread, last in zip(threads, (40, 7), strict=True)
        for number in range(1, last + 1)
        for at in [timedelta(minutes=number)]
    ]
    Post.objects.bulk_create(rows)
    assert [numbers_of(thread) for thread in threads] == [(last, last, now - timedelta(minutes=1)) for last in (40, 7)]

    Post.objects.filter(number__gt=5)._raw_delete("default")
    assert [numbers_of(thread)[:2] for thread in threads] == [(5, 40), (5, 7)]
    people = [make_user() for _number in range(3)]
    post = Post.objects.filter(thread=threads[0]).earliest("number")
    PostThanks.objects.bulk_create(PostThanks(post=post, by=person) for person in people)
    PostThanks.objects.filter(by=people[0]).delete()
    assert Post.objects.values_list("thanks_count", flat=True).get(pk=post.pk) == 2


def test_number_is_never_used_twice_also_after_its_post_has_gone():
    thread, other = make_thread(), make_thread()
    first, second = make_post(thread), make_post(thread)
    elsewhere = make_post(other)
    used = "never used twice"

    assert used in refusal(Post.objects.filter(pk=first.pk).update, number=2)
    Post.objects.filter(pk=second.pk).update(thread=make_thread(), number=1)
    copy = Post(thread=thread, number=2, author=first.author, body="x", renderer_version=1, created_at=timezone.now())
    assert used in refusal(copy.save)
    assert used in refusal(Post.objects.filter(pk=elsewhere.pk).update, thread=thread)
    assert used in refusal(Thread.objects.filter(pk=thread.pk).update, last_number=1)
    Post.objects.filter(pk=elsewhere.pk).update(thread=thread, number=3)
    Post.objects.filter(pk=first.pk).update(number=F("number"), body="as it was")


def test_what_was_read_stays_read_and_only_a_recount_goes_back_to_the_end():
    thread = make_thread()
    for _post in range(3):
        make_post(thread)
    row = ThreadRead.objects.create(reader=make_user(), thread=thread, last_read_number=2)
    rows = ThreadRead.objects.filter(pk=row.pk)

    assert "stays read" in refusal(rows.update, last_read_number=1)
    rows.update(last_read_number=9)
    assert "stays read" in refusal(rows.update, last_read_number=2)
    rows.update(last_read_number=3)
    assert rows.get().last_read_number == 3


def test_posts_are_counted_however_they_are_written_and_deleted():
    thread, now = make_thread(), timezone.now()
    author = make_user()
    Post.objects.bulk_create(
        Post(
            thread=thread, number=number, author=author, body="x", body_html="x", renderer_version=1,
            created_at=now - timedelta(minutes=number),
        )
        for number in range(1, 4)
    )  # fmt: skip
    assert numbers_of(thread) == (3, 3, now - timedelta(minutes=1))

    thread.posts.get(number=1).delete()
    assert numbers_of(thread) == (2, 3, now - timedelta(minutes=2))


def test_thanks_and_votes_are_counted_however_they_come_and_go():
    post, people = make_post(), [make_user() for _person in range(3)]
    PostThanks.objects.bulk_create([PostThanks(post=post, by=person) for person in people])
    poll = Poll.objects.create(post=post, question="Who?")
    options = [PollOption.objects.create(poll=poll, number=number, text=str(number)) for number in (1, 2)]
    for person in people:
        ballot = PollBallot.objects.create(poll=poll, person=person)
        PollChoice.objects.create(ballot=ballot, option=options[0], is_only=True)
    assert Post.objects.get(pk=post.pk).thanks_count == 3
    assert (Poll.objects.get().voters, *votes()) == (3, 3, 0)

    people[0].delete()

    assert Post.objects.get(pk=post.pk).thanks_count == 2
    assert (Poll.objects.get().voters, *votes()) == (2, 2, 0)
    assert not counter_drift()


def test_what_a_post_said_before_never_changes(evening):
    learner = evening.people["learner"]
    post = make_post(make_thread(evening.forum), learner)
    edit_post(post=post, body="Changed", version=1, by=learner)
    rows = PostRevision.objects.filter(post=post)

    for changed in ({"body": "x"}, {"number": 7}, {"at": timezone.now()}, {"reason": "x"}):
        assert "never changed" in refusal(rows.filter(number=2).update, **changed)
    assert "never changed" in refusal(rows._raw_delete, rows.db)
    rows.update(by=make_user())


def test_what_was_recorded_and_settled_before_never_changes_but_goes_with_its_forum(evening):
    by, now = evening.people["instructor"], timezone.now()
    forum = evening.forum
    record = RoomRecord.objects.create(forum=forum, group_key=forum.public_id, recorded_by=by, recorded_at=now)
    RoomRecordVersion.objects.create(record=record, number=1, client_key=uuid4(), gist="Said", by=by, at=now)
    OutcomeVersion.objects.create(outcome=Outcome.objects.create(forum=forum), number=1, act="save", by=by)

    assert "never changed" in refusal(RoomRecordVersion.objects.update, gist="x")
    assert "never changed" in refusal(OutcomeVersion.objects.update, agreed="x")
    RoomRecordVersion.objects.update(client_key=uuid4())
    forum.delete()
    assert not RoomRecordVersion.objects.exists()
    assert not OutcomeVersion.objects.exists()
