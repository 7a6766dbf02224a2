"""Answer first: others' answers appear after one's own, by whatever way one comes; who keeps order reads them."""

import uuid

import pytest
from django.urls import reverse

from forums.actions.post import reply
from forums.models import Thread, ThreadRead
from forums.permissions import standing_of
from forums.queries.search import reach_of, texts_open_to, threads_owed_by
from forums.queries.thread import must_answer_first
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_post, make_prompt, make_thread

CANARY = "Canaryanswer"


@pytest.fixture
def thread(evening):
    return make_thread(evening.forum, prompt=make_prompt(evening.forum, title="How deep?", answer_first=True))


@pytest.fixture
def post(evening, thread):
    """An instructor's answer, chosen as the best: it stands wherever anything of a thread is shown."""
    post = make_post(thread, evening.people["instructor"], body=CANARY)
    Thread.objects.filter(pk=thread.pk).update(best_answer=post)
    return post


def routes(evening, thread, post):
    """Every way by which the words of a post reach somebody."""
    at, of = str(thread.public_id), str(post.public_id)
    return {
        "thread": reverse("forums:thread", args=[at]),
        "window": reverse("forums:thread", args=[at]) + "?from=1",
        "answering": reverse("forums:thread", args=[at]) + f"?reply_to={of}",
        "quoting": reverse("forums:thread", args=[at]) + f"?reply_to={of}&quote=1",
        "number": reverse("forums:number", args=[at, post.number]),
        "link": reverse("forums:post", args=[of]),
        "history": reverse("forums:history", args=[of]),
        "report": reverse("forums:report", args=[of]),
        "news": reverse("forums:news", args=[at]) + "?after=0",
        "forum": evening.forum.url,
        "since": reverse("forums:since"),
        "dashboard": "/learn/",
        "search": f"/search/?q={CANARY}",
        "search in the API": f"/api/v1/search?q={CANARY}",
        "posts in the API": f"/api/v1/threads/{at}/posts",
        "threads in the API": f"/api/v1/forums/{evening.forum.public_id}/threads",
    }


SHOWN_AFTERWARDS = {
    "thread", "window", "answering", "quoting", "number", "link", "report", "search",
    "search in the API", "posts in the API",
}  # fmt: skip


def shown_to(client, user, addresses):
    """Return by which ways ``user`` comes upon the words; what one asks for oneself is no find."""
    client.force_login(user)
    found = set()
    for name, address in addresses.items():
        text = client.get(address, follow=True).content.decode()
        if CANARY in text.replace(f'value="{CANARY}"', "").replace(f"q={CANARY}", "").replace(f"“{CANARY}”", ""):
            found.add(name)
    return found


def answer(thread, by):
    return reply(thread=Thread.objects.get(pk=thread.pk), body="Mine", client_key=uuid.uuid4(), by=by)


def test_no_way_leads_to_others_answers_before_the_own_one(client, evening, thread, post):
    assert shown_to(client, evening.people["learner"], routes(evening, thread, post)) == set()


def test_every_way_is_open_after_the_own_answer(client, evening, thread, post):
    learner = evening.people["learner"]
    since = {"since": reverse("forums:since")}
    answer(thread, learner)
    ThreadRead.objects.filter(reader=learner).delete()

    assert shown_to(client, learner, since) == {"since"}
    assert shown_to(client, learner, routes(evening, thread, post)) == SHOWN_AFTERWARDS


def test_who_keeps_order_reads_without_answering(client, evening, thread, post):
    found = shown_to(client, evening.people["class teacher"], routes(evening, thread, post))

    assert found >= SHOWN_AFTERWARDS


@pytest.mark.parametrize("act", ["thank", "report", "choose"])
def test_nothing_is_done_to_an_answer_that_is_not_shown(client, evening, thread, post, act):
    client.force_login(evening.people["learner"])

    response = client.post(reverse(f"forums:{act}", args=[post.public_id]), {"wanted": "on", "reason": "rude"})

    assert response.status_code == 404


def test_answer_is_not_answered_through_the_api_before_the_own_one(client, evening, thread, post):
    client.force_login(evening.people["learner"])
    body = {"body": "Mine", "client_key": str(uuid.uuid4()), "reply_to": str(post.public_id)}

    response = client.post(f"/api/v1/threads/{thread.public_id}/posts", body, content_type="application/json")

    assert response.status_code == 400
    assert CANARY not in response.content.decode()


def test_one_thread_and_all_threads_are_judged_alike(evening, thread, post):
    make_enrollment(evening.training_class, evening.people["instructor"])
    answered = make_enrollment(evening.training_class).learner
    answer(thread, answered)
    for name, user in {**evening.people, "who answered": answered}.items():
        standing = standing_of(user, evening.forum)
        if not standing.reads:
            continue
        fresh = Thread.objects.select_related("forum", "prompt").get(pk=thread.pk)
        owes = must_answer_first(fresh, user, standing)
        assert owes == threads_owed_by(user).filter(pk=thread.pk).exists(), name
        assert owes != reach_of(user).posts.filter(pk=post.pk).exists(), name
        assert owes != texts_open_to(user).filter(post=post).exists(), name
