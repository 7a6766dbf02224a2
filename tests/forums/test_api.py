import uuid

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from forums.actions.post import reply
from forums.models import ForumPage, ForumPrompt, Post, Thread
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
FORUMS = "/api/v1/forums"


def signed_in(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


@pytest.fixture
def held():
    return make_training_class(make_organization())


@pytest.fixture
def forum(held):
    return held.add_child(instance=ForumPage(title="Evening", slug="evening"))


@pytest.fixture
def learner(held):
    return make_enrollment(held).learner


@pytest.fixture
def thread(forum):
    return Thread.objects.create(forum=forum, title="Threadcanary")


def say(thread, author, body="Postcanary", **fields):
    post = reply(thread=thread, body=body, client_key=uuid.uuid4(), by=author, **fields)
    thread.refresh_from_db()
    return post


def posts_of(thread):
    return f"/api/v1/threads/{thread.public_id}/posts"


def outsiders():
    return [
        make_user(role="editor", organization=make_organization()),
        make_enrollment(make_training_class(make_organization())).learner,
    ]


def test_forums_threads_and_posts_are_for_those_inside(forum, learner, thread):
    say(thread, learner)
    inside = signed_in(learner)
    assert [one["public_id"] for one in inside.get(FORUMS).json()["items"]] == [str(forum.public_id)]
    threads = inside.get(f"{FORUMS}/{forum.public_id}/threads").json()["items"]
    assert (threads[0]["title"], threads[0]["unread"]) == ("Threadcanary", 1)
    assert inside.get(posts_of(thread)).json()["items"][0]["body"] == "Postcanary"
    for client in map(signed_in, outsiders()):
        assert client.get(FORUMS).json()["items"] == []
        for address in (f"{FORUMS}/{forum.public_id}/threads", posts_of(thread)):
            answer = client.get(address)
            assert answer.status_code == 404
            assert b"canary" not in answer.content


def test_posts_wait_for_ones_own_answer(forum, held, learner):
    prompt = ForumPrompt.objects.create(forum=forum, title="Prompt", answer_first=True)
    thread = Thread.objects.create(forum=forum, title="Prompt", prompt=prompt, prompt_key=prompt.public_id)
    first = say(thread, learner)
    other = signed_in(make_enrollment(held).learner)
    waiting = other.get(posts_of(thread))
    assert waiting.json() == {"items": [], "previous": None, "next": None, "answer_first": True}
    target = {"body": "x", "client_key": str(uuid.uuid4()), "reply_to": str(first.public_id)}
    assert other.post(posts_of(thread), target, content_type="application/json").status_code == 400
    own = {"body": "Mine", "client_key": str(uuid.uuid4())}
    assert other.post(posts_of(thread), own, content_type="application/json").status_code == 201
    assert [post["body"] for post in other.get(posts_of(thread)).json()["items"]] == ["Postcanary", "Mine"]


def test_hidden_posts_are_hidden_but_from_those_who_keep_order(held, learner, thread):
    hidden = say(thread, learner, "Hiddencanary")
    say(thread, learner, "Answer", reply_to=hidden)
    Post.objects.filter(pk=hidden.pk).update(is_hidden=True)
    answer = signed_in(learner).get(posts_of(thread))
    assert b"Hiddencanary" not in answer.content
    first, second = answer.json()["items"]
    assert (first["is_hidden"], first["body"], first["body_html"]) == (True, None, None)
    assert second["reply_to"] is None
    teacher = make_user()
    type(held).objects.filter(pk=held.pk).update(class_teacher=teacher)
    assert signed_in(teacher).get(posts_of(thread)).json()["items"][0]["body"] == "Hiddencanary"


def test_posts_come_in_windows(learner, thread):
    for number in range(1, 6):
        say(thread, learner, f"Post {number}")
    window = signed_in(learner).get(f"{posts_of(thread)}?from=3&limit=2").json()
    assert [post["number"] for post in window["items"]] == [3, 4]
    assert (window["previous"], window["next"]) == (1, 5)
    for query in ("from=0", "from=x", "limit=101", "from=99999999999"):
        assert signed_in(learner).get(f"{posts_of(thread)}?{query}").status_code == 422


def test_answer_is_written_once(learner, thread):
    client = signed_in(learner)
    first = say(thread, learner)
    body = {"body": "Well **said**\u0000", "client_key": str(uuid.uuid4()), "reply_to": str(first.public_id)}
    answers = [client.post(posts_of(thread), body, content_type="application/json") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["public_id"] == answers[1].json()["public_id"]
    assert answers[0].json()["reply_to"]["number"] == 1
    assert Post.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"body": " \u0000 "}, 400, "empty"),
        ({"body": "x" * 20_001}, 422, "invalid"),
        ({"body": "\ud800"}, 422, "invalid"),
        ({"client_key": "x"}, 422, "invalid"),
        ({"reply_to": str(uuid.uuid4())}, 400, "elsewhere"),
    ],
)
def test_answer_that_makes_no_sense_is_refused(learner, thread, change, status, code):
    body = {"body": "x", "client_key": str(uuid.uuid4()), **change}
    answer = signed_in(learner).post(posts_of(thread), body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Post.objects.exists()


def test_answer_is_refused_where_one_may_not_write(learner, thread):
    body = {"body": "x", "client_key": str(uuid.uuid4())}
    for client in map(signed_in, outsiders()):
        assert client.post(posts_of(thread), body, content_type="application/json").status_code == 404
    assert Client().post(posts_of(thread), body, content_type="application/json").status_code == 401
    strict = signed_in(learner, enforce_csrf_checks=True)
    assert strict.post(posts_of(thread), body, content_type="application/json").status_code == 403
    Thread.objects.update(is_locked=True)
    answer = signed_in(learner).post(posts_of(thread), body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "locked")
    assert not Post.objects.exists()


@pytest.mark.parametrize("count", [1, 30, 300])
def test_lists_cost_as_many_queries_however_many_there_are(held, forum, learner, count, django_assert_max_num_queries):
    now = timezone.now()
    authors = [make_user() for _number in range(count)]
    threads = [Thread(forum=forum, title="t", author=author, last_post_at=now) for author in authors]
    thread = Thread.objects.bulk_create(threads)[0]
    Post.objects.bulk_create(
        Post(thread=thread, number=number, author=author, body="x", body_html="x", renderer_version=1, created_at=now)
        for number, author in enumerate(authors, 1)
    )
    Thread.objects.filter(pk=thread.pk).update(last_number=count)
    client = signed_in(learner)
    for address, most in {f"{FORUMS}/{forum.public_id}/threads?page_size=100": 14, posts_of(thread): 16}.items():
        caches["default"].clear()
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
