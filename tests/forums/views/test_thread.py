"""Reading and answering a thread."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from classes.models import Enrollment
from forums.models import Post, Thread, ThreadRead
from people.scope import forget
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread
from tests.factories.people import make_organization, make_user


@pytest.fixture
def thread(evening):
    return make_thread(evening.forum)


@pytest.fixture
def learner(client, evening):
    client.force_login(evening.people["learner"])
    return evening.people["learner"]


def address(thread, name="thread"):
    return reverse(f"forums:{name}", args=[thread.public_id])


def send(client, thread, body="Hello", **data):
    return client.post(address(thread, "reply"), {"body": body, "client_key": str(uuid.uuid4()), **data})


def news_on(page):
    """Return the numbers that the line "since you left" names."""
    found = re.search(r'<div class="posts-head">.*?</h2>(.*?)</div>', page.content.decode(), re.DOTALL)
    return re.findall(r"\d+", re.sub("<[^>]+>", "", found.group(1)))


def people_post(thread, count):
    """Let ``count`` different people of the class post, each answering the one before."""
    now, before = timezone.now(), None
    organization = make_organization()
    for _post in range(count):
        author = make_user(password=None)
        Enrollment.objects.create(training_class=thread.forum.training_class, learner=author, organization=organization)
        before = make_post(thread, author, reply_to=before, created_at=now)


def test_answer_is_shown_where_it_stands(client, thread, learner):
    target = make_post(thread, body="What do you say?")
    asked = client.get(address(thread), {"reply_to": str(target.public_id)})
    assert str(target.public_id) in asked.content.decode()

    response = send(client, thread, "I say **yes**", reply_to=str(target.public_id))

    post = Post.objects.get(author=learner)
    assert response.url == reverse("forums:post", args=[post.public_id])
    landed = client.get(response.url)
    assert landed.url == f"{address(thread)}?from=1#post-2"
    page = client.get(landed.url).content.decode()
    assert "I say <strong>yes</strong>" in page
    assert post.reply_to == target


def test_refused_answer_keeps_what_was_typed_under_a_new_key(client, thread, learner):
    key = str(uuid.uuid4())
    send(client, thread, "First", client_key=key)

    response = send(client, thread, "Second <b>", client_key=key)

    assert response.status_code == 409
    page = response.content.decode()
    assert "Second &lt;b&gt;" in page
    assert key not in page


@pytest.mark.parametrize(
    "data", [{"body": ""}, {"body": "x" * 20_001}, {"client_key": "nonsense"}, {"client_key": ""}, {"reply_to": "x"}]
)
def test_damaged_form_is_explained(client, thread, learner, data):
    response = send(client, thread, **data)

    assert response.status_code == 400
    assert "message--error" in response.content.decode()
    assert not Post.objects.exists()


def test_line_breaks_count_once_towards_the_limit(client, thread, learner):
    assert send(client, thread, "字\r\n" * 10_000).status_code == 302


def test_locked_thread_is_read_and_not_answered(client, thread, learner):
    make_post(thread, body="Last word")
    Thread.objects.update(is_locked=True)

    page = client.get(address(thread)).content.decode()

    assert "Last word" in page
    assert "<textarea" not in page
    assert send(client, thread).status_code == 409


def test_forum_that_has_not_opened_says_when(client, evening, learner):
    forum = make_forum(evening.training_class, opens_at=timezone.now() + timedelta(days=1))
    thread = make_thread(forum)

    assert "<textarea" not in client.get(address(thread)).content.decode()
    assert send(client, thread).status_code == 409


def test_hidden_post_is_nowhere_for_learners_and_marked_for_moderators(client, evening, thread, learner):
    hidden = make_post(thread, body="Canarysecret", is_hidden=True)
    make_post(thread, reply_to=hidden, body="A reply")

    for url in (address(thread), f"{address(thread)}?reply_to={hidden.public_id}"):
        assert b"Canarysecret" not in client.get(url).content
    client.force_login(evening.people["class teacher"])
    assert b"Canarysecret" in client.get(address(thread)).content


def test_answer_first_hides_others_everywhere_until_one_has_answered(client, evening, learner):
    thread = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    post = make_post(thread, body="Canaryanswer")
    one = reverse("forums:post", args=[post.public_id])
    places = [
        address(thread), f"{address(thread)}?from=1", f"{address(thread)}?reply_to={post.public_id}",
        f"{address(thread, 'news')}?after=0", one, evening.forum.get_url(), reverse("forums:index"),
    ]  # fmt: skip

    for url in places:
        response = client.get(url)
        assert b"Canaryanswer" not in response.content, url
    found, missed = (
        client.get(f"/search/?q={word}").content.count(word.encode()) for word in ("Canaryanswer", "Canary0")
    )
    assert found == missed
    assert client.get(one).status_code == 404
    assert client.get(places[3]).status_code == 204
    refused = send(client, thread, "", reply_to=str(post.public_id))
    assert b"Canaryanswer" not in refused.content
    assert post.author.full_name.encode() not in refused.content
    assert not ThreadRead.objects.exists()

    assert send(client, thread, "My own").status_code == 302

    assert b"Canaryanswer" in client.get(address(thread)).content
    assert client.get(one).status_code == 302


def test_those_who_keep_order_need_not_answer_first(client, evening):
    thread = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    make_post(thread, body="Canaryanswer")

    for role in ("class teacher", "instructor", "editor"):
        client.force_login(evening.people[role])
        assert b"Canaryanswer" in client.get(address(thread)).content, role


def test_reader_comes_back_to_the_first_new_post(client, thread, learner):
    people_post(thread, 60)
    own = make_post(thread, learner)
    assert b'id="post-50"' in client.get(address(thread)).content
    assert ThreadRead.objects.get().last_read_number == 50
    client.get(f"{address(thread)}?from=1")
    assert ThreadRead.objects.get().last_read_number == 50

    client.get(address(thread))
    make_post(thread, reply_to=own, body="To you")
    page = client.get(address(thread))

    assert news_on(page) == ["1", "1"]
    text = page.content.decode()
    assert text.index('id="post-61"') < text.index("new-line") < text.index('id="post-62"')
    assert news_on(client.get(address(thread))) == []


def test_own_post_is_not_news_and_hides_none(client, thread, learner):
    make_post(thread)
    client.get(address(thread))
    send(client, thread, "Seen all")
    assert news_on(client.get(address(thread))) == []

    make_post(thread)
    send(client, thread, "Seen all but one")
    assert news_on(client.get(address(thread))) == ["2"]


def test_news_are_counted_after_what_is_shown(client, thread, learner):
    people_post(thread, 3)

    assert client.get(address(thread, "news"), {"after": "3"}).status_code == 204
    assert b"?from=2#post-2" in client.get(address(thread, "news"), {"after": "1"}).content
    assert client.get(address(thread, "news"), {"after": "x"}).status_code == 404


@pytest.mark.parametrize("start", ["0", "-1", "x", "99999999", "9" * 30, "²"])
def test_odd_places_to_start_from_are_borne(client, thread, learner, start):
    people_post(thread, 2)

    assert client.get(address(thread), {"from": start}).status_code in (200, 404)


def test_post_says_where_its_author_comes_from_and_who_teaches(client, evening, thread, learner):
    make_post(thread, learner)
    make_post(thread, evening.people["instructor"])

    first, second = client.get(address(thread)).content.decode().split('<li class="post"')[1:]

    county = evening.counties.east.organization.name
    assert county in first
    assert "pill" not in first
    assert "post__from" not in second
    assert "pill" in second


def test_reading_asks_nine_questions_however_many_posts_there_are(client, evening, learner):
    counts = []
    for number in (1, 30, 300):
        thread = make_thread(evening.forum, prompt=make_prompt(evening.forum))
        people_post(thread, number)
        forget()
        url = f"{address(thread)}?from={max(number - 49, 1)}"
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        assert response.content.count(b'<li class="post"') == min(number, 50)
        counts.append(len(queries))
    assert counts == [9, 9, 9]


def test_first_visit_costs_a_few_questions_more_and_does_not_grow(client, evening, learner):
    counts = []
    for number in (1, 30, 300):
        thread = make_thread(evening.forum)
        people_post(thread, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(thread))
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 18
