"""Tables that the database itself keeps from changing."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.ledgers import guard, guards_missing, refuse, trigger, unguard, untrigger
from foundation.stamps.models import Stamp

TABLE = Stamp._meta.db_table


@pytest.fixture
def editor(db: None) -> Iterator[Any]:
    with connection.cursor() as cursor:
        yield SimpleNamespace(connection=connection, execute=cursor.execute)


@pytest.fixture
def stamp(editor: Any) -> Stamp:
    Stamp.objects.all().delete()
    return Stamp.objects.create(name="of a test", version=1)


def refusal(act: Any) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return str(refused.value)


def test_guarded_column_cannot_change_and_others_can(editor: Any, stamp: Stamp) -> None:
    guard(editor, TABLE, "version", "Stamps stay.")
    rows = Stamp.objects.filter(pk=stamp.pk)
    assert "Stamps stay." in refusal(lambda: rows.update(version=2))
    assert "Stamps stay." in refusal(rows.delete)
    rows.update(name="renamed")
    assert Stamp.objects.get(name="renamed").version == 1


def test_guarding_again_replaces_what_was_there(editor: Any, stamp: Stamp) -> None:
    guard(editor, TABLE, "version", "Stamps stay.")
    guard(editor, TABLE, "name", "Names stay.", deletable=True)
    Stamp.objects.filter(pk=stamp.pk).update(version=2)
    assert "Names stay." in refusal(lambda: Stamp.objects.filter(pk=stamp.pk).update(name="other"))
    Stamp.objects.filter(pk=stamp.pk).delete()
    assert not Stamp.objects.filter(pk=stamp.pk).exists()


def test_missing_guards_are_named_until_they_are_there(editor: Any) -> None:
    before = guards_missing(connection, TABLE)
    guard(editor, TABLE, "version", "Stamps stay.")
    there = guards_missing(connection, TABLE)
    unguard(editor, TABLE)
    assert (len(before), there) == (3 if connection.vendor == "postgresql" else 2, [])
    assert guards_missing(connection, TABLE) == before


def test_trigger_runs_with_the_statement_until_it_is_taken_away(editor: Any, stamp: Stamp) -> None:
    for _twice in range(2):
        trigger(editor, TABLE, "echo", "AFTER UPDATE OF name", f"UPDATE {TABLE} SET version = version + 1;")
    Stamp.objects.update(name="renamed")
    assert Stamp.objects.get().version == 2
    untrigger(editor, TABLE, "echo")
    Stamp.objects.update(name="again")
    assert Stamp.objects.get().version == 2


def test_change_that_meets_a_condition_is_refused_until_that_is_taken_away(editor: Any, stamp: Stamp) -> None:
    for _twice in range(2):
        refuse(editor, TABLE, "grows", "BEFORE UPDATE OF version", "NEW.version < OLD.version", "Stamps grow.")
    Stamp.objects.update(version=3)
    assert "Stamps grow." in refusal(lambda: Stamp.objects.update(version=2))
    assert Stamp.objects.get().version == 3
    untrigger(editor, TABLE, "grows")
    Stamp.objects.update(version=2)
    assert Stamp.objects.get().version == 2
