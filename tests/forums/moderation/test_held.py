"""Posts that a moderator reads first: nobody else sees or counts them, and they get their number when published."""

import uuid

import pytest
from django.core.management import call_command
from django.urls import reverse

from forums.actions.moderation.gate import WaitsForReview
from forums.actions.moderation.held import decide_held, withdraw_held
from forums.actions.post import reply
from forums.actions.thread import start_thread
from forums.models import ForumPage, ForumText, HeldPost, ModerationNotice, Post, Thread
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_post, make_thread


@pytest.fixture
def teacher(evening):
    return evening.people["class teacher"]


@pytest.fixture
def newcomer(evening):
    return make_enrollment(evening.training_class).learner


@pytest.fixture
def thread(evening):
    ForumPage.objects.filter(pk=evening.forum.pk).update(hold_first_posts=1)
    thread = make_thread(evening.forum)
    make_post(thread)
    return Thread.objects.select_related("forum").get(pk=thread.pk)


def hold(thread, by, body="Canaryheld", **fields):
    with pytest.raises(WaitsForReview) as caught:
        reply(thread=thread, body=body, client_key=fields.pop("client_key", uuid.uuid4()), by=by, **fields)
    return caught.value.held


def test_held_post_is_nowhere_but_with_its_author_and_moderators(client, evening, teacher, newcomer, thread):
    held = hold(thread, newcomer)

    assert Post.objects.count() == 1
    assert not ForumText.objects.filter(key=held.public_id).exists()
    address = reverse("forums:thread", args=[thread.public_id])
    revise, queue = reverse("forums:revise", args=[held.public_id]), f"{reverse('forums:review')}?show=held"
    places = [
        address, f"{address}news/?after=1", evening.forum.get_url(), reverse("forums:index"), "/learn/",
        "/search/?q=canaryhel", f"/api/v1/threads/{thread.public_id}/posts",
        f"/api/v1/forums/{evening.forum.public_id}/threads",
    ]  # fmt: skip
    client.force_login(evening.people["learner"])
    for place in places:
        assert b"Canaryheld" not in client.get(place).content, place
    assert [client.get(place).status_code for place in (revise, queue)] == [404, 404]
    assert b"Canaryheld" not in client.get(reverse("forums:waiting")).content
    client.force_login(newcomer)
    assert b"Canaryheld" in client.get(revise).content
    assert revise.encode() in client.get(reverse("forums:waiting")).content
    client.force_login(teacher)
    assert b"Canaryheld" in client.get(queue).content


def test_published_post_takes_the_number_of_that_moment(evening, teacher, newcomer, thread):
    first = hold(thread, newcomer)
    make_post(thread)

    decide_held(held=first, verdict="approve", reason="Welcome", by=teacher)

    post = Post.objects.get(author=newcomer)
    assert (post.number, post.thread, post.client_key) == (3, thread, first.client_key)
    assert ModerationNotice.objects.get(person=newcomer).entry.post == post
    call_command("forums", "check")
    # No longer new; and what was sent before is found by its key.
    assert reply(thread=thread, body="Canaryheld", client_key=first.client_key, by=newcomer) == post
    assert reply(thread=thread, body="Another", client_key=uuid.uuid4(), by=newcomer).number == 4


def test_post_sent_twice_is_held_once(newcomer, thread):
    key = uuid.uuid4()
    assert hold(thread, newcomer, client_key=key) == hold(thread, newcomer, client_key=key)
    with pytest.raises(Refusal) as caught:
        reply(thread=thread, body="Other words", client_key=key, by=newcomer)
    assert caught.value.code == "sent_before"
    assert HeldPost.objects.count() == 1


def test_thread_of_a_newcomer_is_opened_when_it_is_published(evening, teacher, newcomer, thread):
    forum = ForumPage.objects.get(pk=evening.forum.pk)
    with pytest.raises(WaitsForReview):
        start_thread(forum=forum, title="A question", body="Who knows?", client_key=uuid.uuid4(), by=newcomer)
    assert Thread.objects.count() == 1

    decide_held(held=HeldPost.objects.get(), verdict="approve", reason="Good", by=teacher)

    opened = Thread.objects.get(title="A question")
    assert (opened.author, opened.post_count, opened.posts.get().body) == (newcomer, 1, "Who knows?")
    call_command("forums", "check")


def test_refused_and_withdrawn_posts_are_never_published(teacher, newcomer, thread):
    refused, withdrawn = hold(thread, newcomer, "One"), hold(thread, newcomer, "Two")
    decide_held(held=refused, verdict="refuse", reason="Advertising", by=teacher)
    withdraw_held(held=withdrawn, by=newcomer)

    for held in (refused, withdrawn):
        with pytest.raises(Refusal) as caught:
            decide_held(held=held, verdict="approve", reason="After all", by=teacher)
        assert caught.value.code == "decided"
        with pytest.raises(Refusal) as caught:
            withdraw_held(held=held, by=newcomer)
        assert caught.value.code == "decided"
    assert not Post.objects.filter(author=newcomer).exists()


def test_those_who_keep_order_and_old_hands_are_not_held(evening, teacher, newcomer, thread):
    make_post(thread, newcomer)

    for person in (teacher, newcomer):
        assert reply(thread=thread, body="At once", client_key=uuid.uuid4(), by=person)
    assert not HeldPost.objects.exists()


def test_form_and_api_say_that_a_moderator_reads_first(client, newcomer, thread):
    client.force_login(newcomer)
    sent = client.post(
        reverse("forums:reply", args=[thread.public_id]), {"body": "By form", "client_key": str(uuid.uuid4())}
    )
    assert (sent.status_code, sent.url) == (302, reverse("forums:waiting"))
    answer = client.post(
        f"/api/v1/threads/{thread.public_id}/posts",
        {"body": "By API", "client_key": str(uuid.uuid4())},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (202, "held")
    assert HeldPost.objects.count() == 2


def test_held_post_follows_a_thread_that_is_merged(evening, teacher, newcomer, thread):
    from forums.actions.moderation.merging import merge_threads

    held, into = hold(thread, newcomer), make_thread(evening.forum)
    merge_threads(source=thread, into=into, reason="The same", by=teacher)

    decide_held(held=held, verdict="approve", reason="Welcome", by=teacher)

    assert Post.objects.get(author=newcomer).thread == into
