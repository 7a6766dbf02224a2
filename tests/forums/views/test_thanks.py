"""Thanking and choosing the best answer from the thread's page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.models import Post, Thread
from people.scope import forget
from tests.factories.forums import make_post, make_thread


@pytest.fixture
def learner(client, evening):
    client.force_login(evening.people["learner"])
    return evening.people["learner"]


def page_of(client, thread):
    return client.get(reverse("forums:thread", args=[thread.public_id]) + "?from=1").content.decode()


def buttons(page, name):
    """Return what each button of this kind says and carries, in the order of the posts."""
    return re.findall(rf'formaction="/forums/posts/[^"]+/{name}/" name="wanted" ([^>]*)>([^<]*)<', page)


def test_button_says_to_each_reader_what_they_gave(client, evening, learner):
    thread = make_thread(evening.forum)
    own, first, second = make_post(thread, learner), make_post(thread), make_post(thread)
    for _time in range(2):
        client.post(reverse("forums:thank", args=[first.public_id]), {"wanted": "on"})

    state = buttons(page_of(client, thread), "thanks")
    assert [carried for carried, _word in state] == [
        "hidden disabled", 'value="off" aria-pressed="true"', 'value="on" aria-pressed="false"'
    ]  # fmt: skip
    assert "1" in state[1][1]
    assert client.post(reverse("forums:thank", args=[own.public_id]), {"wanted": "on"}).status_code == 302
    client.force_login(evening.people["head"])
    assert [carried for carried, _word in buttons(page_of(client, thread), "thanks")][1:] == [
        'value="on" aria-pressed="false"', 'value="on" aria-pressed="false"'
    ]  # fmt: skip
    assert list(Post.objects.order_by("number").values_list("thanks_count", flat=True)) == [0, 1, 0]
    assert second.thanks_count == 0


def test_thanks_cost_one_question_however_many_were_given(client, evening, learner):
    counts = []
    for number in (1, 30, 50):
        thread = make_thread(evening.forum)
        for post in [make_post(thread) for _post in range(number)]:
            client.post(reverse("forums:thank", args=[post.public_id]), {"wanted": "on"})
        forget()
        page_of(client, thread)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, thread)
        counts.append(len(queries))
    assert counts == [9, 9, 9]


def test_best_answer_is_marked_at_its_post_and_above_the_thread(client, evening, learner):
    thread = make_thread(evening.forum, author=learner)
    question, answer = make_post(thread, learner), make_post(thread)
    assert len(buttons(page_of(client, thread), "best")) == 1
    client.post(reverse("forums:choose", args=[answer.public_id]), {"wanted": "on"})

    page = page_of(client, thread)

    assert Thread.objects.get(pk=thread.pk).best_answer == answer
    assert "pill--ok" in page
    assert page.count(reverse("forums:post", args=[answer.public_id])) >= 2
    client.post(reverse("forums:choose", args=[question.public_id]), {"wanted": "on"})
    assert Thread.objects.get(pk=thread.pk).best_answer == answer
    client.force_login(evening.people["head"])
    assert not buttons(page_of(client, thread), "best")
