"""Going to a post by its number, or to a day."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.models import Post, Thread
from forums.queries.moves import number_from
from tests.factories.forums import make_thread
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def start(evening):
    """Eleven in the evening, where the class is: the day after begins with the second hour."""
    return datetime(2026, 3, 2, 23, tzinfo=evening.training_class.zone)


@pytest.fixture
def thread(evening, start):
    return fill(make_thread(evening.forum), start, range(1, 301))


def fill(thread, start, numbers):
    """Write a post an hour under each of ``numbers``."""
    author = make_user(password=None)
    Post.objects.bulk_create(
        Post(
            thread=thread,
            number=number,
            author=author,
            body="x",
            body_html="<p>x</p>",
            renderer_version=1,
            created_at=start + (number - 1) * HOUR,
        )
        for number in numbers
    )
    Thread.objects.filter(pk=thread.pk).update(last_number=max(numbers), post_count=len(numbers))
    thread.refresh_from_db()
    return thread


@pytest.fixture
def reader(client, evening):
    client.force_login(evening.people["learner"])
    return client


def jump(client, thread, **asked):
    return client.get(reverse("forums:jump", args=[thread.public_id]), asked)


def place(thread, number):
    start = (number - 1) // 50 * 50 + 1
    return f"{reverse('forums:thread', args=[thread.public_id])}?from={start}#post-{number}"


@pytest.mark.parametrize(("asked", "found"), [("1", 1), ("120", 120), ("0", 1), ("999999999", 300)])
def test_number_leads_to_the_post_or_the_nearest_end(reader, thread, asked, found):
    assert jump(reader, thread, number=asked).url == place(thread, found)


@pytest.mark.parametrize(
    ("day", "found"), [("2026-03-02", 1), ("2026-03-03", 2), ("2026-03-04", 26), ("2025-01-01", 1)]
)
def test_day_begins_where_the_class_is(reader, thread, day, found):
    assert jump(reader, thread, day=day).url == place(thread, found)


def test_day_after_the_last_post_leads_to_it_and_says_so(reader, thread):
    answer = jump(reader, thread, day="2027-01-01")

    assert answer.url == place(thread, 300)
    assert "message" in reader.get(answer.url).content.decode()


@pytest.mark.parametrize("asked", [{}, {"number": ""}, {"number": "x"}, {"day": "2026-02-30"}, {"day": "0001-01-01"}])
def test_what_cannot_be_understood_is_said(reader, thread, asked):
    answer = jump(reader, thread, **asked)

    assert answer.url == reverse("forums:thread", args=[thread.public_id])
    assert "message--error" in reader.get(answer.url).content.decode()


def test_thread_without_posts_has_a_beginning(reader, evening):
    thread = make_thread(evening.forum)

    assert jump(reader, thread, day="2026-03-02").status_code == 302
    assert jump(reader, thread, number="7").status_code == 302


@pytest.mark.parametrize("gap", [range(2, 299), range(1, 280), range(100, 200), range(200, 301)])
def test_day_is_found_beside_posts_that_were_moved_elsewhere(evening, start, gap):
    numbers = [number for number in range(1, 301) if number not in gap]
    thread = fill(make_thread(evening.forum), start, numbers)

    for wanted in (1, 50, 150, 199, 250, 299, 300):
        moment = start + (wanted - 1) * HOUR
        assert number_from(thread, moment) == next((one for one in numbers if one >= wanted), None)


def test_day_costs_few_queries_in_a_long_thread(evening, start):
    thread = fill(make_thread(evening.forum), start, range(1, 20_001))

    with CaptureQueriesContext(connection) as sent:
        assert number_from(thread, start + 12_344 * HOUR) == 12_345

    assert len(sent) <= 4


def test_long_thread_offers_to_go_elsewhere_and_a_short_one_does_not(reader, evening, start, thread):
    short = fill(make_thread(evening.forum), start, range(1, 20))

    shown = [reader.get(reverse("forums:thread", args=[one.public_id])).content.decode() for one in (thread, short)]

    assert ["posts-jump" in one for one in shown] == [True, False]
