import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from forums.actions.post import reply
from forums.actions.search import Drift, drift, refile
from forums.actions.thread import hide_post, open_prompt_threads, start_thread
from forums.models import ForumPrompt, ForumText, Post, Thread
from foundation.search.matching import matching
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread

pytestmark = pytest.mark.django_db


def found(words):
    """Return what is found: posts by their bodies, threads by their titles."""
    rows = matching(ForumText.objects.filter(is_hidden=False), words).select_related("post", "thread")
    return {row.post.body if row.post else row.thread.title for row in rows}


def test_a_post_is_found_as_soon_as_it_is_written_and_not_before_its_transaction_ends_well(evening):
    learner = evening.people["learner"]
    post = start_thread(forum=evening.forum, title="土地流转", body="先看合同", client_key=uuid.uuid4(), by=learner)
    assert found("合同") == {"先看合同"}
    assert found("土地流转") == {"土地流转"}
    reply(thread=post.thread, body="再问**租**金", client_key=uuid.uuid4(), by=learner)
    assert found("问租金") == {"再问**租**金"}
    with transaction.atomic():
        make_post(post.thread, body="写到一半")
        assert found("一半") == {"写到一半"}
        transaction.set_rollback(True)
    assert found("一半") == set()


def test_writing_a_post_costs_two_more_queries(django_assert_num_queries):
    post = make_post(body="先看合同")
    from forums.actions.search import file_post

    with django_assert_num_queries(2):
        file_post(post)


def test_what_is_hidden_is_not_found_until_it_is_shown_again(evening):
    post = make_post(make_thread(evening.forum), body="不该说的话")
    editor = evening.people["editor"]
    hide_post(post=post, hidden=True, reason="off", by=editor)
    assert found("不该说") == set()
    hide_post(post=post, hidden=False, reason="on", by=editor)
    assert found("不该说") == {"不该说的话"}


def test_what_is_edited_moved_or_deleted_is_found_accordingly(evening):
    thread = make_thread(evening.forum, title="旧题目")
    post = make_post(thread, body="旧说法")
    post.body = "新说法"
    post.body_html = "<p>新说法</p>"
    post.save()
    assert (found("旧说法"), found("新说法")) == (set(), {"新说法"})
    other = make_forum(title="Other")
    thread.forum, thread.title = other, "新题目"
    thread.save(update_fields=["forum", "title"])
    assert (found("旧题目"), found("新题目")) == (set(), {"新题目"})
    assert set(ForumText.objects.values_list("forum", flat=True)) == {other.pk}
    post.delete()
    Thread.objects.filter(pk=thread.pk).delete()
    assert found("说法") == set()
    assert found("题目") == set()
    assert words_kept() == 0


def words_kept():
    """Count the words that the database keeps, whether or not their rows are still there."""
    table = "forums_forumtext_words" if connection.vendor == "sqlite" else "forums_forumtext"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_a_prompt_is_found_by_its_question_and_under_its_new_title():
    forum = make_forum()
    prompt = make_prompt(forum, title="怎样调解", body="邻里争执的三个步骤")
    open_prompt_threads(forum=forum, by=None)
    assert found("三个步骤") == {"怎样调解"}
    ForumPrompt.objects.filter(pk=prompt.pk).update(title="怎样劝和", body="两句话")
    open_prompt_threads(forum=forum, by=None)
    assert (found("怎样劝和"), found("怎样调解"), found("三个步骤")) == ({"怎样劝和"}, set(), set())


def test_check_sees_what_a_script_changed_and_refiling_mends_it():
    posts = [make_post(body=f"原来的话{number}") for number in range(4)]
    assert drift() == Drift()
    Post.objects.filter(pk=posts[0].pk).update(body_html="<p>改过的话</p>")
    Post.objects.filter(pk=posts[1].pk).update(is_hidden=True)
    ForumText.objects.filter(post=posts[2]).delete()
    row = ForumText.objects.get(post=posts[3])
    ForumText.objects.create(forum=row.forum, thread=row.thread, key=uuid.uuid4(), written_at=row.written_at)
    assert drift() == Drift(missing=1, stale=2, left_over=1)
    with pytest.raises(CommandError, match="1 threads and posts cannot be found, 2 are found as they were before"):
        call_command("forums", "check")
    assert found("改过的话") == set()
    said = StringIO()
    call_command("forums", "refile", stdout=said)
    assert said.getvalue() == "8 threads and posts can be found.\n"
    call_command("forums", "check", stdout=said)
    assert found("改过的话") == {posts[0].body}
    assert drift() == Drift()


def test_check_sees_rows_whose_words_were_lost():
    post = make_post(body="丢了")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM forums_forumtext_words")
        else:
            cursor.execute("UPDATE forums_forumtext SET vector = NULL")
    assert found("丢了") == set()
    assert drift().missing == 2
    refile()
    assert found("丢了") == {post.body}
