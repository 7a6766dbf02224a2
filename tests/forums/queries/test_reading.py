"""Lists of threads are read in the order of an index: a forum of ten thousand costs what one of thirty does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from forums.models import Thread
from forums.queries.reading import threads_in
from forums.queries.thread import place_of_thread, threads_of
from tests.factories.forums import make_forum
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
SORTS = {"sqlite": "USE TEMP B-TREE FOR ORDER BY", "postgresql": "Sort"}


def plan_of(queryset) -> str:
    """Return how the database would find the rows; it sorts only where no index gives their order."""
    sql, params = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {sql}", params)
            return "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return "\n".join(row[3] for row in cursor.fetchall())


def test_threads_are_found_in_their_order_without_sorting_a_forum():
    forum, reader = make_forum(), make_user()
    now = timezone.now()
    Thread.objects.bulk_create(
        Thread(
            forum=forum, title=f"{n}", author=reader, last_post_at=None if n % 7 == 0 else now - timedelta(minutes=n)
        )
        for n in range(2_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forums_thread")
    first = list(threads_of(forum, reader)[:31])
    for asked in (
        threads_in(forum=forum.pk, reader=reader.pk),
        threads_of(forum, reader)[:31],
        threads_of(forum, reader, before=place_of_thread(first[-1]))[:31],
    ):
        plan = plan_of(asked)
        assert "forums_thread" in plan
        assert SORTS[connection.vendor] not in plan, plan
