"""What a connection to PostgreSQL keeps, and what happens when it is gone. On SQLite the same is true without it."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from foundation.prepared import postgres
from foundation.prepared.statements import executed, fetched

NAMED = "SELECT count(*) FROM people_user WHERE full_name = %s"
MOMENT = datetime.datetime(2026, 3, 8, 7, 30, tzinfo=datetime.UTC)


def on_postgres(statement: str) -> list[Any]:
    """Run a statement that only PostgreSQL knows, by a cursor of Django's; elsewhere there is nothing to run."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def kept_names() -> list[str]:
    return [name for (name,) in on_postgres("SELECT name FROM pg_prepared_statements WHERE name LIKE 'kept%'")]


@pytest.mark.django_db
def test_rows_are_what_djangos_cursor_gives(django_user_model: Any) -> None:
    people = [django_user_model.objects.create_user(account_name=f"p{n}", full_name="王小明") for n in range(3)]
    django_user_model.objects.update(date_joined=MOMENT)
    columns = "id, public_id, full_name, email, is_active, date_joined"
    sql = f"SELECT {columns} FROM people_user WHERE id IN (%s, %s) ORDER BY id"
    for keys in ([people[0].pk, people[2].pk], [people[1].pk, 2**40]):
        with connection.cursor() as cursor:
            cursor.execute(sql, keys)
            expected = [tuple(row) for row in cursor.fetchall()]
        assert [tuple(row) for row in fetched(connection, sql, keys)] == expected != []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", [0, -7, 2**40, "", "五％ %s %%", "it's", True, Decimal("0.10"), uuid.UUID(int=7), MOMENT]
)
def test_value_comes_back_as_it_was_sent(value: Any) -> None:
    if connection.vendor == "sqlite" and not isinstance(value, int | str):
        value = str(value)
    ((found,),) = fetched(connection, "SELECT %s", [value])
    assert found == value


@pytest.mark.django_db
def test_number_of_changed_rows_is_counted(django_user_model: Any) -> None:
    for number in range(3):
        django_user_model.objects.create_user(account_name=f"p{number}", full_name="Li")
    assert executed(connection, "UPDATE people_user SET full_name = %s WHERE full_name = %s", ["Wang", "Li"]) == 3
    assert executed(connection, "UPDATE people_user SET full_name = %s WHERE full_name = %s", ["Wang", "Li"]) == 0


@pytest.mark.django_db(transaction=True)
def test_statement_that_the_server_forgot_is_asked_again() -> None:
    assert fetched(connection, NAMED, ["Li"])[0][0] == 0
    on_postgres("DISCARD ALL")
    assert fetched(connection, NAMED, ["Li"])[0][0] == 0
    assert fetched(connection, NAMED, ["Li"])[0][0] == 0


@pytest.mark.django_db(transaction=True)
def test_statement_in_a_transaction_is_undone_with_it(django_user_model: Any) -> None:
    person = django_user_model.objects.create_user(account_name="p1", full_name="Li")
    change = "UPDATE people_user SET full_name = %s WHERE id = %s"
    with transaction.atomic():
        assert executed(connection, change, ["Wang", person.pk]) == 1  # the first statement of its transaction
        assert executed(connection, change, ["Zhao", person.pk]) == 1
        transaction.set_rollback(True)
    person.refresh_from_db()
    assert person.full_name == "Li"


@pytest.mark.django_db(transaction=True)
def test_connection_that_the_server_closed_is_djangos_error_and_the_next_one_works() -> None:
    assert fetched(connection, NAMED, ["Li"])[0][0] == 0
    if connection.vendor == "postgresql":
        pid = connection.connection.info.backend_pid
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        other.close()
        for _again in range(2):
            with pytest.raises(OperationalError):
                fetched(connection, NAMED, ["Li"])
    connection.close()
    assert fetched(connection, NAMED, ["Li"])[0][0] == 0


@pytest.mark.django_db(transaction=True)
def test_no_more_statements_are_kept_than_allowed(monkeypatch: Any) -> None:
    monkeypatch.setattr(postgres, "MOST_KEPT", 3)
    connection.close()
    for _round in range(2):
        for number in range(6):
            assert fetched(connection, f"SELECT %s, {number}", ["一"])[0][1] == number
    assert len(kept_names()) == (3 if connection.vendor == "postgresql" else 0)


@pytest.mark.django_db(transaction=True)
def test_refused_statement_leaves_no_name_behind() -> None:
    for _again in range(2):
        with pytest.raises(DatabaseError):
            fetched(connection, "SELECT nothing FROM nowhere WHERE 1 = %s", [1])
    assert fetched(connection, NAMED, ["Li"])[0][0] == 0
