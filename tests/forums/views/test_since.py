"""What is new since somebody left, on one page."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.actions.reading import mark_all_read, mark_read
from forums.actions.thanks import choose_answer
from forums.models import Post, Thread, ThreadRead
from people.scope import forget
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread

SINCE = "/forums/new/"


@pytest.fixture
def learner(client, evening):
    client.force_login(evening.people["learner"])
    return evening.people["learner"]


def shown(client, address=SINCE):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_gathers_unread_threads_answers_instructors_and_best_answers(client, evening, learner):
    thread = make_thread(evening.forum, title="Night shifts")
    own = make_post(thread, learner)
    make_post(thread, reply_to=own, body="Canaryanswer")
    make_post(thread, evening.people["instructor"], body="Canaryteacher")
    best = make_post(thread, body="Canarybest")
    Thread.objects.update(best_answer=best)
    make_thread(evening.forum, title="Nobody spoke here")

    page = shown(client)

    for word in ("Night shifts", "Canaryanswer", "Canaryteacher", "Canarybest"):
        assert word in page
    assert "Nobody spoke here" not in page
    mark_read(thread=thread, number=4, by=learner)
    page = shown(client)
    assert "Night shifts" not in page
    assert "Canary" not in page


def test_answer_that_was_read_before_it_was_chosen_is_shown_for_a_week(client, evening, learner):
    asker = make_enrollment(evening.training_class).learner
    thread = make_thread(evening.forum, author=asker)
    make_post(thread, asker)
    post = make_post(thread, body="Canarybest")
    mark_read(thread=thread, number=2, by=learner)
    assert "Canarybest" not in shown(client)

    choose_answer(post=Post.objects.get(pk=post.pk), wanted=True, by=asker)

    assert "Canarybest" in shown(client)
    mark_all_read(until=timezone.now(), by=learner)
    assert "Canarybest" not in shown(client)
    ThreadRead.objects.update(read_at=timezone.now() - timedelta(days=30))
    assert "Canarybest" in shown(client)
    Thread.objects.update(best_answer_at=timezone.now() - timedelta(days=8))
    assert "Canarybest" not in shown(client)
    choose_answer(post=Post.objects.get(pk=post.pk), wanted=False, by=asker)
    thread.refresh_from_db()
    assert (thread.best_answer, thread.best_answer_at) == (None, None)


def test_nothing_hidden_owed_or_closed_to_the_reader_shows(client, evening, learner):
    owed = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    make_post(owed, evening.people["instructor"], body="Canaryowed")
    make_post(make_thread(evening.forum), evening.people["instructor"], body="Canaryhidden", is_hidden=True)
    make_post(make_thread(make_forum(), title="Canaryelsewhere"), evening.people["instructor"], body="Canaryother")

    page = shown(client)

    assert owed.title in page
    assert "Canary" not in page


def test_marking_all_as_read_counts_what_was_there_and_never_goes_back(evening, learner):
    now = timezone.now()
    read, old, owed = (
        make_thread(evening.forum), make_thread(evening.forum),
        make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True)),
    )  # fmt: skip
    for thread in (read, old, owed):
        make_post(thread, created_at=now - timedelta(hours=2))
        make_post(thread, created_at=now)
    mark_read(thread=read, number=2, by=learner)

    mark_all_read(until=now - timedelta(hours=1), by=learner)

    assert dict(ThreadRead.objects.values_list("thread", "last_read_number")) == {read.pk: 2, old.pk: 1}


def test_button_marks_what_was_shown(client, evening, learner):
    thread = make_thread(evening.forum)
    make_post(thread)
    response = client.post(reverse("forums:read_all"), {"until": timezone.now().isoformat()}, follow=True)
    assert response.status_code == 200
    assert ThreadRead.objects.get().last_read_number == 1
    for until in ("", "x", "2026-99-99T00:00", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00"):
        assert client.post(reverse("forums:read_all"), {"until": until}).status_code == 302


@pytest.mark.parametrize(
    "before",
    [
        "x",
        "_",
        "2026-01-01_1",
        "2026-01-01T00:00:00Z_x",
        f"2026-01-01T00:00:00Z_{'9' * 30}",
        f"_{'9' * 18}",
        "0001-01-01T00:00:00+14:00_1",
        "9999-12-31T23:59:59-14:00_1",
        "2026-01-01T00:00:00Z_1_pinned",
        "2026-01-01T00:00:00Z_1_other",
    ],
)
def test_odd_places_to_go_on_from_are_borne(client, evening, learner, before):
    threads = reverse("api-1:threads", args=[evening.forum.public_id])
    for address in (SINCE, reverse("forums:index"), evening.forum.get_url(), reverse("api-1:forums"), threads):
        assert client.get(address, {"before": before}).status_code == 200


def test_page_goes_on_by_key_and_asks_no_more_for_many(client, evening, learner):
    counts = []
    for number in (1, 30, 61):
        while Thread.objects.count() < number:
            make_post(make_thread(evening.forum))
        forget()
        shown(client)
        with CaptureQueriesContext(connection) as queries:
            page = shown(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    seen, address = set(), SINCE
    for _page in range(3):
        page = shown(client, address)
        titles = set(re.findall(r'threads/([0-9a-f-]{36})/"', page))
        assert not seen & titles
        seen |= titles
        found = re.search(r'href="(\?before=[^"]+)"', page)
        address = SINCE + found.group(1) if found else SINCE
    assert len(seen) == 61
