"""Writing posts: what is taken, what is refused, and what two requests in one moment make of each other."""

import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from forums.actions.post import BODY_LENGTH, reply
from forums.actions.thread import start_thread
from forums.models import Post
from forums.models import Thread as ForumThread
from foundation.jobs.models import OutboxEvent
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return make_training_class()


@pytest.fixture
def learner(training_class):
    return make_enrollment(training_class).learner


@pytest.fixture
def forum(training_class):
    return make_forum(training_class)


@pytest.fixture
def thread(forum):
    return make_thread(forum)


def refused(code, function=reply, **arguments):
    with pytest.raises(Refusal) as caught:
        function(client_key=uuid.uuid4(), **arguments)
    assert caught.value.code == code


def test_post_moves_the_counters_and_is_announced_once(thread, learner):
    post = reply(thread=thread, body="先听 **两边** 怎么说。", client_key=uuid.uuid4(), by=learner)

    thread.refresh_from_db()
    assert (post.number, thread.last_number, thread.post_count) == (1, 1, 1)
    assert thread.last_post_at == post.created_at
    assert post.body_html == "<p>先听 <strong>两边</strong> 怎么说。</p>"
    data = OutboxEvent.objects.get(name="forums.post_published").data
    assert data["post"] == str(post.public_id)
    assert data["training_class"] == str(thread.forum.training_class.public_id)
    assert (data["is_reply"], data["is_late"]) == (False, False)


def test_reply_to_somebody_else_is_a_reply_and_to_oneself_is_not(thread, learner):
    others, own = make_post(thread), make_post(thread, learner)

    for target in (others, own):
        reply(thread=thread, body="Yes", client_key=uuid.uuid4(), by=learner, reply_to=target)

    events = OutboxEvent.objects.filter(name="forums.post_published").order_by("occurred_at")
    assert [event.data["is_reply"] for event in events] == [True, False]


def test_same_key_makes_one_post(thread, learner):
    key = uuid.uuid4()

    first = reply(thread=thread, body="Once", client_key=key, by=learner)
    second = reply(thread=thread, body="Once\r\n", client_key=key, by=learner)

    assert first == second
    assert Post.objects.count() == 1
    assert OutboxEvent.objects.filter(name="forums.post_published").count() == 1


def test_same_key_with_other_words_or_elsewhere_is_refused_not_lost(thread, forum, learner):
    key = uuid.uuid4()
    reply(thread=thread, body="Once", client_key=key, by=learner)

    for where, body in ((thread, "Twice"), (make_thread(forum), "Once")):
        with pytest.raises(Refusal) as caught:
            reply(thread=where, body=body, client_key=key, by=learner)
        assert caught.value.code == "sent_before"


def test_two_people_may_draw_the_same_key(thread, learner, training_class):
    key = uuid.uuid4()

    for author in (learner, make_enrollment(training_class).learner):
        reply(thread=thread, body="Same", client_key=key, by=author)

    assert list(Post.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "body",
    ["", " \n\t ", "\x00", "\u200b\u2060", "[a]: https://example.org", "---"],
)
def test_body_that_says_nothing_is_refused(thread, learner, body):
    refused("empty", thread=thread, body=body, by=learner)


def test_body_may_be_as_long_as_the_limit_and_no_longer(thread, learner):
    reply(thread=thread, body="字" * BODY_LENGTH, client_key=uuid.uuid4(), by=learner)
    refused("too_long", thread=thread, body="字" * (BODY_LENGTH + 1), by=learner)


def test_null_characters_go_and_rare_characters_stay(thread, learner):
    post = reply(thread=thread, body="𠮷野\x00家 🧑‍🌾", client_key=uuid.uuid4(), by=learner)

    post.refresh_from_db()
    assert post.body == "𠮷野家 🧑‍🌾"
    assert post.body_html == "<p>𠮷野家 🧑‍🌾</p>"


def test_forum_that_has_not_opened_takes_no_post_and_one_that_has_closed_marks_it_late(training_class, learner):
    now = timezone.now()
    early = make_forum(training_class, opens_at=now + timedelta(hours=1))
    late = make_forum(training_class, opens_at=now - timedelta(hours=3), closes_at=now - timedelta(hours=1))

    refused("not_open", thread=make_thread(early), body="Early", by=learner)
    refused("not_open", start_thread, forum=early, title="Early", body="Early", by=learner)
    assert reply(thread=make_thread(late), body="Late", client_key=uuid.uuid4(), by=learner).is_late


def test_locked_thread_and_unpublished_forum_take_no_post(thread, learner):
    ForumThread.objects.filter(pk=thread.pk).update(is_locked=True)
    refused("locked", thread=thread, body="Hello", by=learner)
    thread.forum.live = False
    refused("forbidden", thread=thread, body="Hello", by=learner)


def test_stranger_to_the_class_cannot_post(thread):
    other = make_enrollment(make_training_class()).learner
    withdrawn = make_enrollment(thread.forum.training_class, state="withdrawn").learner

    for person in (other, withdrawn, make_user()):
        refused("forbidden", thread=thread, body="Hello", by=person)


def test_post_of_another_thread_or_a_hidden_one_cannot_be_answered(thread, forum, learner):
    refused("elsewhere", thread=thread, body="Hello", by=learner, reply_to=make_post(make_thread(forum)))
    refused("unseen", thread=thread, body="Hello", by=learner, reply_to=make_post(thread, is_hidden=True))


def test_nobody_is_answered_before_the_prompt_is(forum, learner):
    thread = make_thread(forum, prompt=make_prompt(forum, answer_first=True))
    target = make_post(thread)
    refused("unseen", thread=thread, body="Hello", by=learner, reply_to=target)

    reply(thread=thread, body="My own answer", client_key=uuid.uuid4(), by=learner)

    assert reply(thread=thread, body="Hello", client_key=uuid.uuid4(), by=learner, reply_to=target).reply_to == target


def test_new_thread_opens_with_its_first_post_once(forum, learner):
    key = uuid.uuid4()

    posts = {
        start_thread(forum=forum, title="  A \n well ", body="Whose?", client_key=key, by=learner) for _time in range(2)
    }

    assert len(posts) == 1
    thread = ForumThread.objects.get()
    assert (thread.title, thread.post_count, thread.author) == ("A well", 1, learner)


def test_new_thread_needs_a_title_of_limited_length(forum, learner):
    refused("empty", start_thread, forum=forum, title=" ", body="Hello", by=learner)
    refused("too_long", start_thread, forum=forum, title="x" * 201, body="Hello", by=learner)


def at_once(*functions):
    """Run functions in threads that start together; return what they returned or raised."""
    barrier, results = Barrier(len(functions)), [None] * len(functions)

    def run(number, function):
        try:
            barrier.wait(10)
            results[number] = function()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_when_many_post_at_once(training_class, thread):
    people = [make_enrollment(training_class).learner for _person in range(6)]

    results = at_once(
        *(lambda by=by: reply(thread=thread, body=f"I am {by.pk}", client_key=uuid.uuid4(), by=by) for by in people)
    )

    assert sorted(post.number for post in results) == [1, 2, 3, 4, 5, 6]
    thread.refresh_from_db()
    assert (thread.post_count, thread.last_number) == (6, 6)


@pytest.mark.django_db(transaction=True)
def test_double_click_makes_one_post_and_one_thread(forum, thread, learner):
    keys = uuid.uuid4(), uuid.uuid4()

    def answer():
        return reply(thread=thread, body="Once", client_key=keys[0], by=learner)

    def open_thread():
        return start_thread(forum=forum, title="New", body="Once", client_key=keys[1], by=learner)

    answers = at_once(answer, answer, answer)
    openings = at_once(open_thread, open_thread, open_thread)

    assert len(set(answers)) == len(set(openings)) == 1
    assert Post.objects.count() == 2
    assert ForumThread.objects.count() == 2
