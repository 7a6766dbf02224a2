"""Pinning, renaming, moving, merging and splitting: what stands where afterwards, and what leads there."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from forums.actions.draft import draft_key, save_draft
from forums.actions.moderation.merging import merge_threads
from forums.actions.moderation.splitting import split_thread
from forums.actions.moderation.threads import move_thread, pin_thread, rename_thread
from forums.actions.reading import mark_read
from forums.actions.thread import hide_post
from forums.models import ForumText, ModerationEntry, ModerationNotice, Post, PostDraft, Thread, ThreadMove, ThreadRead
from forums.queries.moves import post_with_number
from people.actions.merging import merge_people
from schoolhouse.refusals import Refusal
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread
from tests.factories.people import make_superuser, make_user


@pytest.fixture
def teacher(evening):
    return evening.people["class teacher"]


def talk(forum, *authors, **fields):
    """Make a thread in which ``authors`` speak in turn, and let it be found."""
    thread = make_thread(forum, author=authors[0], **fields)
    for author in authors:
        make_post(thread, author)
    thread.refresh_from_db()
    return thread


def standing(thread):
    return list(thread.posts.order_by("number").values_list("number", "author__full_name"))


def check():
    call_command("forums", "check")


def read_to(thread, reader):
    return ThreadRead.objects.filter(thread=thread, reader=reader).values_list("last_read_number", flat=True).first()


def test_pinning_is_logged_once_and_its_author_is_told(evening, teacher):
    author = make_user("Author")
    thread = talk(evening.forum, author)
    for pinned in (True, True, False):
        pin_thread(thread=thread, pinned=pinned, reason="For tonight", by=teacher)

    assert list(ModerationEntry.objects.order_by("pk").values_list("act", "reason", "by")) == [
        ("thread.pin", "For tonight", teacher.pk),
        ("thread.unpin", "For tonight", teacher.pk),
    ]
    assert set(ModerationNotice.objects.values_list("person", flat=True)) == {author.pk}


def test_moderator_is_not_told_of_what_they_do_themselves(evening, teacher):
    pin_thread(thread=talk(evening.forum, teacher), pinned=True, reason="For tonight", by=teacher)

    assert not ModerationNotice.objects.exists()


def test_renamed_thread_is_found_under_its_new_title(evening, teacher):
    thread = talk(evening.forum, make_user())
    rename_thread(thread=thread, title=" Plain \n words ", reason="Says what it is", by=teacher)

    assert Thread.objects.get(pk=thread.pk).title == "Plain words"
    check()


def test_title_of_a_prompt_is_changed_in_the_page_alone(evening, teacher):
    thread = make_thread(evening.forum, prompt=make_prompt(evening.forum))
    with pytest.raises(Refusal) as caught:
        rename_thread(thread=thread, title="Other", reason="x", by=teacher)
    assert caught.value.code == "prompt"


def test_thread_moves_to_another_evening_of_its_class_with_what_is_found_of_it(evening, teacher):
    thread, other = talk(evening.forum, make_user(), make_user()), make_forum(evening.training_class)
    move_thread(thread=thread, forum=other, reason="Belongs there", by=teacher)

    assert Thread.objects.get(pk=thread.pk).forum == other
    assert set(ForumText.objects.filter(thread=thread).values_list("forum", flat=True)) == {other.pk}
    assert list(ModerationEntry.objects.values_list("forum", flat=True)) == [evening.forum.pk, other.pk]
    check()


def test_thread_does_not_move_to_other_readers(evening):
    thread, root = talk(evening.forum, make_user()), evening.people["superuser"]
    home = evening.counties.east.home
    salons = [make_forum(home, audience="public"), make_forum(home, audience="signed_in")]
    for source, forum in ((thread, salons[0]), (talk(salons[1], make_user()), salons[0])):
        with pytest.raises(Refusal) as caught:
            move_thread(thread=source, forum=forum, reason="x", by=root)
        assert caught.value.code == "other_readers"


def test_merged_posts_stand_behind_with_new_numbers_and_old_addresses_lead_there(evening, teacher):
    one, two, reader = make_user("One"), make_user("Two"), make_user("Reader")
    into, source = talk(evening.forum, one, one), talk(evening.forum, two, one, two)
    mark_read(thread=into, number=2, by=reader)
    mark_read(thread=source, number=1, by=reader)
    mark_read(thread=into, number=1, by=two)
    mark_read(thread=source, number=3, by=two)
    old = {post.number: post.public_id for post in source.posts.all()}
    key = source.public_id

    merge_threads(source=source, into=into, reason="The same question", by=teacher)

    into.refresh_from_db()
    assert standing(into) == [(1, "One"), (2, "One"), (3, "Two"), (4, "One"), (5, "Two")]
    assert (into.post_count, into.last_number) == (5, 5)
    assert ThreadMove.objects.get(key=key).thread == into
    assert {number: post_with_number(key, number) for number in old} == old
    assert read_to(into, reader) == 3
    # What was unread before is not read now.
    assert read_to(into, two) == 1
    check()


def test_thread_merged_twice_leads_to_where_its_posts_stand_now(evening, teacher):
    first, second, third = (talk(evening.forum, make_user(), make_user()) for _number in range(3))
    key, post = first.public_id, first.posts.get(number=2)
    merge_threads(source=first, into=second, reason="x", by=teacher)
    merge_threads(source=Thread.objects.get(pk=second.pk), into=third, reason="x", by=teacher)

    post.refresh_from_db()
    assert (post.thread, post.number) == (third, 6)
    assert set(ThreadMove.objects.values_list("thread", flat=True)) == {third.pk}
    assert post_with_number(key, 2) == post.public_id
    assert set(ModerationEntry.objects.values_list("thread", flat=True)) == {third.pk}
    check()


def test_threads_that_do_not_belong_together_are_not_merged(evening, teacher):
    prompt = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    elsewhere = talk(make_forum(evening.training_class), make_user())
    thread = talk(evening.forum, make_user())
    for source, into, code in (
        (thread, thread, "same"),
        (thread, elsewhere, "elsewhere"),
        (prompt, thread, "prompt"),
        (thread, prompt, "answer_first"),
    ):
        with pytest.raises(Refusal) as caught:
            merge_threads(source=source, into=into, reason="x", by=teacher)
        assert caught.value.code == code
    assert not ModerationEntry.objects.exists()


def test_posts_split_off_are_numbered_anew_and_their_old_numbers_stay_free(evening, teacher):
    one, two, reader = make_user("One"), make_user("Two"), make_user("Reader")
    thread = talk(evening.forum, one, two, one, two, one)
    moved = thread.posts.get(number=4)
    mark_read(thread=thread, number=3, by=reader)

    new = split_thread(thread=thread, numbers=[2, 4, 5], title="Another matter", reason="Off the matter", by=teacher)

    thread.refresh_from_db()
    assert standing(thread) == [(1, "One"), (3, "One")]
    assert standing(new) == [(1, "Two"), (2, "Two"), (3, "One")]
    assert (thread.post_count, thread.last_number) == (2, 5)
    assert (new.post_count, new.last_number, new.author.full_name) == (3, 3, "Two")
    assert make_post(thread).number == 6
    assert post_with_number(thread.public_id, 4) == moved.public_id
    # Number 2 was read, 4 and 5 were not; nothing new is left behind.
    assert read_to(new, reader) == 1
    assert read_to(thread, reader) == 5
    assert set(ModerationNotice.objects.values_list("person__full_name", flat=True)) == {"One", "Two"}
    check()


def test_split_that_would_lose_something_is_refused(evening, teacher):
    thread = talk(evening.forum, make_user(), make_user())
    prompt = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    make_post(prompt)
    for source, numbers, title, code in (
        (thread, [], "T", "empty"),
        (thread, [1], " ", "empty"),
        (thread, [1, 9], "T", "missing"),
        (thread, [1, 2], "T", "nothing_left"),
        (thread, range(1, 1000), "T", "too_many"),
        (prompt, [1], "T", "answer_first"),
    ):
        with pytest.raises(Refusal) as caught:
            split_thread(thread=source, numbers=numbers, title=title, reason="x", by=teacher)
        assert caught.value.code == code
    assert Thread.objects.count() == 2


def test_learner_moves_nothing(evening):
    thread, other = talk(evening.forum, make_user()), talk(evening.forum, make_user())
    learner = evening.people["learner"]
    for attempt in (
        lambda: pin_thread(thread=thread, pinned=True, reason="x", by=learner),
        lambda: rename_thread(thread=thread, title="x", reason="x", by=learner),
        lambda: move_thread(thread=thread, forum=make_forum(evening.training_class), reason="x", by=learner),
        lambda: merge_threads(source=thread, into=other, reason="x", by=learner),
        lambda: split_thread(thread=thread, numbers=[1], title="x", reason="x", by=learner),
    ):
        with pytest.raises(Refusal) as caught:
            attempt()
        assert caught.value.status == 403


def test_log_cannot_be_changed_or_deleted(evening, teacher):
    post = make_post(make_thread(evening.forum))
    hide_post(post=post, hidden=True, reason="Names a patient", by=teacher)
    for statement in (
        "UPDATE forums_moderationentry SET reason = 'Other'",
        "UPDATE forums_moderationentry SET act = 'post.show'",
        "DELETE FROM forums_moderationentry",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ModerationEntry.objects.get().reason == "Names a patient"


def test_log_follows_a_person_of_whom_there_were_two_accounts(evening, teacher):
    post = make_post(make_thread(evening.forum))
    hide_post(post=post, hidden=True, reason="Names a patient", by=teacher)
    keep = make_user()

    merge_people(keep=keep, duplicate=post.author, by=make_superuser())

    assert ModerationNotice.objects.get().person == keep


def test_check_names_a_counter_that_drifted(evening):
    thread = talk(evening.forum, make_user())
    Post.objects.filter(thread=thread).update(number=7)
    with pytest.raises(Exception, match="those of 1 threads"):
        check()


def test_drafts_and_the_best_answer_follow_a_thread_that_is_merged(evening, teacher):
    asker, helper = evening.people["learner"], make_user("Helper")
    source, into = talk(evening.forum, asker, helper), talk(evening.forum, helper)
    answer = source.posts.get(number=2)
    Thread.objects.filter(pk=source.pk).update(best_answer=answer)
    save_draft(place=source, body="begun there", version=0, by=asker)
    save_draft(place=source, reply_to=answer, body="to the answer", version=0, by=asker)
    save_draft(place=into, body="begun here", version=0, by=asker)

    merge_threads(source=source, into=into, reason="The same", by=teacher)

    into.refresh_from_db()
    assert into.best_answer == answer
    drafts = dict(PostDraft.objects.filter(thread=into).values_list("key", "body"))
    assert drafts == {draft_key(into): "begun here\n\nbegun there", draft_key(into, answer): "to the answer"}


def test_answer_that_is_split_off_is_no_longer_the_best_and_drafts_to_it_follow(evening, teacher):
    asker, helper = evening.people["learner"], make_user("Helper")
    thread = talk(evening.forum, asker, helper)
    answer = thread.posts.get(number=2)
    Thread.objects.filter(pk=thread.pk).update(best_answer=answer)
    save_draft(place=thread, reply_to=answer, body="to the answer", version=0, by=asker)

    new = split_thread(thread=thread, numbers=[2], title="Another matter", reason="Off the matter", by=teacher)

    thread.refresh_from_db()
    assert thread.best_answer is None
    assert list(PostDraft.objects.values_list("thread", "key")) == [(new.pk, draft_key(new, answer))]
