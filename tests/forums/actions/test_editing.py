"""Editing a post: every version kept, nothing overwritten, search and HTML following at once."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from forums.actions.editing import edit_post
from forums.actions.search import drift
from forums.models import ForumText, Post, PostRevision, Thread
from foundation.search.matching import matching
from schoolhouse.refusals import Refusal
from tests.factories.forums import make_post, make_thread
from tests.forums.xss import PAYLOADS, faults


@pytest.fixture
def thread(evening):
    return make_thread(evening.forum)


@pytest.fixture
def post(evening, thread):
    return make_post(thread, evening.people["learner"], body="First **words**")


def refused(code, **edit):
    with pytest.raises(Refusal) as caught:
        edit_post(**{"version": 1, "body": "Other words", **edit})
    assert caught.value.code == code


def test_edited_post_is_found_and_rendered_by_its_new_words_and_keeps_the_old_ones(evening, post):
    learner = evening.people["learner"]
    edited = edit_post(post=post, body="Second *words*", version=1, by=learner)
    edit_post(post=edited, body="Third", version=2, by=learner)

    post.refresh_from_db()
    assert (post.body, post.body_html, post.version, post.number) == ("Third", "<p>Third</p>", 3, 1)
    assert post.edited_at is not None
    assert list(PostRevision.objects.values_list("number", "body", "by")) == [
        (1, "First **words**", learner.pk), (2, "Second *words*", learner.pk), (3, "Third", learner.pk)
    ]  # fmt: skip
    assert PostRevision.objects.first().at == post.created_at
    assert matching(ForumText.objects.all(), "Third").count() == 1
    assert not matching(ForumText.objects.all(), "First").exists()
    assert not drift()


def test_version_is_never_changed_or_deleted(evening, post):
    edit_post(post=post, body="Second", version=1, by=evening.people["learner"])
    version = PostRevision.objects.first()

    for change in (version.save, version.delete):
        with pytest.raises(TypeError):
            change()


def test_edit_of_an_outdated_version_overwrites_nothing(evening, post):
    learner = evening.people["learner"]
    edit_post(post=post, body="From the phone", version=1, by=learner)

    refused("changed", post=post, body="From the desk", by=learner)
    assert edit_post(post=post, body="From the phone", version=1, by=learner).version == 2
    assert Post.objects.get(pk=post.pk).body == "From the phone"
    assert PostRevision.objects.count() == 2


def test_moderator_edits_with_a_reason_that_is_logged_and_shown(evening, thread, post):
    teacher = evening.people["class teacher"]
    Thread.objects.update(is_locked=True)
    Post.objects.update(created_at=timezone.now() - timedelta(days=9))
    post = Post.objects.get(pk=post.pk)
    refused("empty", post=post, by=teacher, reason=" ")

    edit_post(post=post, body="Without the name", version=1, by=teacher, reason="Names a patient")

    assert PostRevision.objects.get(number=2).reason == "Names a patient"
    logged = PageLogEntry.objects.get(action="forums.post.edit")
    assert (logged.user_id, logged.data["reason"]) == (teacher.pk, "Names a patient")
    assert not ModelLogEntry.objects.filter(action="forums.post.edit").exists()


@pytest.mark.parametrize("who", ["head", "withdrawn learner", "other class's learner"])
def test_nobody_edits_the_post_of_another(evening, post, who):
    refused("forbidden", post=post, by=evening.people[who])


def test_author_edits_in_time_and_nothing_hidden_or_locked(evening, post):
    learner = evening.people["learner"]
    forum = post.thread.forum
    for minutes, age, in_time in ((60, 61, False), (60, 59, True), (0, 1, False), (None, 100_000, True)):
        forum.edit_minutes = minutes
        forum.save(clean=False)
        Post.objects.update(created_at=timezone.now() - timedelta(minutes=age))
        stored = Post.objects.get(pk=post.pk)
        if in_time:
            edit_post(post=stored, body=f"After {age}", version=stored.version, by=learner)
        else:
            refused("too_late", post=stored, by=learner, version=stored.version)
    Thread.objects.update(is_locked=True)
    refused("locked", post=Post.objects.get(pk=post.pk), by=learner)
    Thread.objects.update(is_locked=False)
    Post.objects.update(is_hidden=True)
    refused("forbidden", post=Post.objects.get(pk=post.pk), by=learner)


def test_bad_text_is_refused_and_nothing_changes(evening, post):
    learner = evening.people["learner"]
    for body, code in ((" \x00", "empty"), ("x" * 20_001, "too_long"), ("[a]: https://example.org", "empty")):
        refused(code, post=post, body=body, by=learner)
    assert Post.objects.get(pk=post.pk).version == 1
    assert not PostRevision.objects.exists()


def test_payloads_are_harmless_when_they_are_edited_in(evening, post):
    learner, version = evening.people["learner"], 1
    for _source, payload in PAYLOADS[::9]:
        post = edit_post(post=post, body=f"{uuid.uuid4()} {payload}", version=version, by=learner)
        version = post.version
        assert faults(post.body_html) == []
