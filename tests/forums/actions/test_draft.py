"""Drafts: one a place, on every device, cleared by sending, never overwritten."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.actions.draft import draft_key, save_draft
from forums.actions.post import reply
from forums.actions.thread import start_thread
from forums.models import PostDraft
from schoolhouse.refusals import Refusal
from tests.factories.forums import make_post, make_thread


@pytest.fixture
def thread(evening):
    return make_thread(evening.forum)


@pytest.fixture
def learner(evening):
    return evening.people["learner"]


def kept():
    return list(PostDraft.objects.order_by("pk").values_list("body", "version"))


def test_draft_is_kept_for_each_place_and_counts_its_versions(thread, learner):
    target = make_post(thread)
    assert save_draft(place=thread, body="Begun", version=0, by=learner) == 1
    assert save_draft(place=thread, body="Begun and", version=1, by=learner) == 2
    assert save_draft(place=thread, body="To you", version=0, by=learner, reply_to=target) == 1
    assert save_draft(place=thread.forum, title="A thread", body="", version=0, by=learner) == 1

    assert kept() == [("Begun and", 2), ("To you", 1), ("", 1)]
    assert save_draft(place=thread, body=" ", version=2, by=learner) == 0
    assert len(kept()) == 2


def test_other_device_is_told_and_overwrites_nothing(thread, learner):
    save_draft(place=thread, body="On the phone", version=0, by=learner)
    for body in ("At the desk", ""):
        with pytest.raises(Refusal) as caught:
            save_draft(place=thread, body=body, version=0, by=learner)
        assert caught.value.code == "changed"
    assert save_draft(place=thread, body="On the phone", version=0, by=learner) == 1
    assert kept() == [("On the phone", 1)]


def test_sending_clears_the_draft_that_was_sent_and_no_newer_one(thread, learner):
    version = save_draft(place=thread, body="Hello", version=0, by=learner)
    reply(thread=thread, body="Hello", client_key=uuid.uuid4(), by=learner, draft=version)
    assert kept() == []

    save_draft(place=thread, body="Hello", version=0, by=learner)
    save_draft(place=thread, body="Typed on later elsewhere", version=1, by=learner)
    reply(thread=thread, body="Hello", client_key=uuid.uuid4(), by=learner, draft=1)
    assert kept() == [("Typed on later elsewhere", 2)]
    save_draft(place=thread.forum, title="T", body="B", version=0, by=learner)
    start_thread(forum=thread.forum, title="T", body="B", client_key=uuid.uuid4(), by=learner, draft=1)
    assert PostDraft.objects.get().key == draft_key(thread)


def test_sending_without_a_draft_asks_nothing_of_drafts(thread, learner):
    with CaptureQueriesContext(connection) as queries:
        reply(thread=thread, body="Hello", client_key=uuid.uuid4(), by=learner)
    assert not [query for query in queries.captured_queries if "forums_postdraft" in query["sql"]]


def test_draft_is_refused_where_one_cannot_post_and_when_it_is_too_long(evening, thread, learner):
    for by, body, code in (
        (evening.people["withdrawn learner"], "Hello", "forbidden"),
        (learner, "x" * 20_001, "too_long"),
    ):
        with pytest.raises(Refusal) as caught:
            save_draft(place=thread, body=body, version=0, by=by)
        assert caught.value.code == code
    assert kept() == []
