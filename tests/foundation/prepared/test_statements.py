"""The short way to the database says what Django's own cursors say."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.prepared.statements import fetched

pytestmark = pytest.mark.django_db
NUMBERED = "SELECT account_name FROM people_user WHERE id = %s AND account_name NOT LIKE '%%nobody%%'"


def test_statement_finds_rows_by_values_and_keeps_percent_signs(django_user_model: Any) -> None:
    person = django_user_model.objects.create_user(account_name="p1", full_name="Wang")
    other = django_user_model.objects.create_user(account_name="nobody-2", full_name="Li")
    assert [tuple(row) for row in fetched(connection, NUMBERED, [person.pk])] == [("p1",)]
    assert fetched(connection, NUMBERED, [other.pk]) == []


def test_statement_that_fails_raises_what_django_raises() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        fetched(connection, "SELECT nothing FROM nowhere", [])


def test_statement_is_refused_in_a_transaction_that_is_broken() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            fetched(connection, NUMBERED, [1])
        transaction.set_rollback(False)


def test_statement_is_seen_by_whoever_counts_or_watches() -> None:
    seen: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        fetched(connection, NUMBERED, [1])
    with CaptureQueriesContext(connection) as queries:
        fetched(connection, NUMBERED, [1])
    assert (len(seen), len(queries)) == (1, 1)
