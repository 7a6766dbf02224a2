"""The page of a forum, the list of forums, new threads."""

import re
import uuid
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from forums.models import Post, Thread
from forums.queries.forum import forums_open_to
from forums.queries.thread import place_of_thread, threads_of
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread
from tests.factories.people import make_user


@pytest.fixture
def learner(client, evening):
    client.force_login(evening.people["learner"])
    return evening.people["learner"]


def count_queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_page_shows_prompts_above_the_threads_of_learners(client, evening, learner):
    prompt = make_prompt(evening.forum, title="Whose well?", answer_first=True)
    asked = make_thread(evening.forum, prompt=prompt)
    own = make_thread(evening.forum, title="Own thread")
    make_post(asked)

    response = client.get(evening.forum.get_url())

    assert [(card.prompt, card.thread) for card in response.context["prompts"]] == [(prompt, asked)]
    assert list(response.context["threads"]) == [own]
    assert reverse("forums:new_thread", args=[evening.forum.public_id]) in response.content.decode()


def test_threads_cost_the_same_however_many_there_are(client, evening, learner):
    counts = []
    for number in (1, 29, 270):
        Thread.objects.bulk_create(
            [
                Thread(forum=evening.forum, title=f"Thread {n}", author=make_user(password=None), last_number=3)
                for n in range(number)
            ]
        )
        counts.append(count_queries(client, evening.forum.get_url()))
    assert len(set(counts)) == 1
    assert counts[0] <= 9


def test_list_costs_the_same_however_many_forums_there_are(client, evening, learner):
    counts, made = [], 1
    for number in (1, 30, 300):
        for _forum in range(number - made):
            training_class = evening.training_class
            if made % 100 == 10:
                training_class = make_training_class(index=evening.training_class.get_parent())
                make_enrollment(training_class, learner)
            make_forum(training_class)
            made += 1
        counts.append(count_queries(client, reverse("forums:index")))
    assert len(set(counts)) == 1
    assert counts[0] <= 12


def test_thread_is_started_once(client, evening, learner):
    url = reverse("forums:new_thread", args=[evening.forum.public_id])
    data = {"title": "A well", "body": "Whose is it?", "client_key": str(uuid.uuid4())}

    answers = [client.post(url, data) for _time in range(2)]

    thread = Thread.objects.get()
    assert {answer.url for answer in answers} == {reverse("forums:thread", args=[thread.public_id])}
    assert Post.objects.get().author == learner


@pytest.mark.parametrize("data", [{}, {"title": "x"}, {"body": "x"}, {"title": "x" * 201, "body": "x"}])
def test_incomplete_thread_is_explained(client, evening, learner, data):
    url = reverse("forums:new_thread", args=[evening.forum.public_id])

    response = client.post(url, {"client_key": str(uuid.uuid4()), **data})

    assert response.status_code == 400
    assert "message--error" in response.content.decode()
    assert not Thread.objects.exists()


@pytest.mark.parametrize("name", ["forums:index", "api-1:forums"])
def test_list_names_a_salon_behind_a_view_restriction_to_those_who_may_open_it(client, evening, name):
    home = evening.counties.east.home
    salon = make_forum(home, title="Salon behind a door", audience="public")
    make_forum(home, title="Salon in the open", audience="public")
    PageViewRestriction.objects.create(page=salon, restriction_type=PageViewRestriction.PASSWORD, password="x")

    listed, opened = set(), set()
    for role, person in evening.people.items():
        client.force_login(person)
        text = client.get(reverse(name)).content.decode()
        assert "Salon in the open" in text
        if salon.title in text:
            listed.add(role)
        if client.get(reverse("forums:new_thread", args=[salon.public_id])).status_code == 200:
            opened.add(role)

    assert listed == opened
    assert "learner" not in listed
    assert {"superuser", "editor"} <= listed


def walked(client, address, pattern):
    """Return what each page names, from the first on to the last."""
    pages, further = [], address
    while further:
        text = client.get(further).content.decode()
        pages.append(re.findall(pattern, text))
        found = re.search(r'rel="next" href="(\?before=[^"]+)"', text)
        further = address + found.group(1) if found else ""
        assert len(pages) < 10
    return pages


def test_threads_go_on_by_key_and_none_is_left_out_or_shown_twice(client, evening, learner):
    now = timezone.now()
    made = [make_thread(evening.forum) for _number in range(70)]
    for number, thread in enumerate(made):
        # Pages end between threads of one time, and between threads without any.
        at = None if number % 10 == 0 else now - timedelta(minutes=(number + 1) // 3)
        Thread.objects.filter(pk=thread.pk).update(last_post_at=at, is_pinned=number < 33)
    wanted = [str(thread.public_id) for thread in threads_of(evening.forum, learner)]

    pages = walked(client, evening.forum.get_url(), r'thread-list__title"><a href="/forums/threads/([0-9a-f-]{36})/')
    assert [len(page) for page in pages] == [30, 30, 10]
    assert [one for page in pages for one in page] == wanted

    # What is written meanwhile comes to the front, and shifts nothing behind.
    further = (
        f"{evening.forum.get_url()}?before={quote(str(place_of_thread(Thread.objects.get(public_id=pages[0][-1]))))}"
    )
    newest = make_post(make_thread(evening.forum))
    Thread.objects.filter(pk=newest.thread_id).update(is_pinned=True)
    assert pages[1][0] in client.get(further).content.decode()
    assert pages[0][-1] not in client.get(further).content.decode()


def test_forums_go_on_by_key_also_those_that_are_open_at_any_time(client, evening, learner):
    now = timezone.now()
    for number in range(40):
        make_forum(evening.training_class, opens_at=None if number % 5 == 0 else now - timedelta(days=number // 3))
    wanted = [forum.title for forum in forums_open_to(learner)]
    assert [forum.opens_at for forum in forums_open_to(learner)][-8:] == [None] * 8

    pages = walked(client, reverse("forums:index"), r'thread-list__title"><a href="[^>]*>([^<]+)</a>')
    assert len(pages) == 2
    assert [one for page in pages for one in page] == wanted


def test_lists_of_the_api_go_on_by_key(client, evening, learner):
    for _thread in range(5):
        make_post(make_thread(evening.forum))
        make_forum(evening.training_class)
    for name, arguments, count in (("api-1:forums", [], 6), ("api-1:threads", [evening.forum.public_id], 5)):
        address, seen, further = reverse(name, args=arguments), [], ""
        while further is not None:
            page = client.get(address, {"page_size": 2, "before": further}).json()
            seen += [row["public_id"] for row in page["items"]]
            further = page["next"]
        assert len(seen) == len(set(seen)) == count


@pytest.mark.parametrize("name", ["forums:index", "api-1:forums", "api-1:threads", "page", "forums:since"])
def test_no_list_counts_what_it_skips(client, evening, learner, name):
    for _thread in range(35):
        make_post(make_thread(evening.forum))
    address = {
        "page": evening.forum.get_url(),
        "api-1:threads": reverse("api-1:threads", args=[evening.forum.public_id]),
    }
    before = str(place_of_thread(list(Thread.objects.order_by("-pk"))[31]))
    with CaptureQueriesContext(connection) as queries:
        for asked in ({}, {"before": before}):
            assert client.get(address.get(name) or reverse(name), asked).status_code == 200
    assert not [query["sql"] for query in queries if "OFFSET" in query["sql"]]
