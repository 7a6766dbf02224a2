"""A plugin's code inside a transaction: undone when it fails, and free of cost where it asks nothing."""

from contextlib import contextmanager, suppress

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.stamps.models import Stamp
from schoolhouse.faults.savepoints import savepoint_when_asked

pytestmark = pytest.mark.django_db


@contextmanager
def failing():
    """Let a part fail at its end, as whoever shields pages from it does."""
    with suppress(ZeroDivisionError), savepoint_when_asked():
        yield
        raise ZeroDivisionError


def stamp(name):
    Stamp.objects.create(name=name, version=1)


def stamps():
    return set(Stamp.objects.filter(name__startswith="test.").values_list("name", flat=True))


def test_part_that_asks_nothing_costs_no_query():
    with CaptureQueriesContext(connection) as sent, savepoint_when_asked():
        pass
    assert len(sent) == 0


def test_what_a_part_wrote_before_it_failed_is_undone():
    stamp("test.before")
    with failing():
        stamp("test.inside")
    stamp("test.after")
    assert stamps() == {"test.before", "test.after"}


def test_query_that_fails_spoils_nothing():
    with pytest.raises(DatabaseError), savepoint_when_asked(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    stamp("test.after")
    assert stamps() == {"test.after"}


def test_part_that_fails_before_it_asked_leaves_the_transaction_whole():
    with failing():
        pass
    with savepoint_when_asked(), suppress(ZeroDivisionError), transaction.atomic(savepoint=False):
        raise ZeroDivisionError
    stamp("test.after")
    assert stamps() == {"test.after"}


@pytest.mark.parametrize("inner", ["test.inner", ""])
def test_part_within_a_part_is_undone_alone(inner):
    with savepoint_when_asked():
        with failing():
            if inner:
                stamp(inner)
        stamp("test.outer")
    with failing(), savepoint_when_asked():
        stamp("test.undone")
    assert stamps() == {"test.outer"}


def test_transactions_inside_a_part_are_undone_with_it():
    with failing():
        with transaction.atomic(savepoint=False):
            stamp("test.one")
        with transaction.atomic():
            stamp("test.two")
    assert stamps() == set()


def test_what_a_failed_part_wanted_done_at_the_end_is_not_done(django_capture_on_commit_callbacks):
    done = []
    with django_capture_on_commit_callbacks(execute=True):
        with failing():
            transaction.on_commit(lambda: done.append("before"))
            stamp("test.one")
            transaction.on_commit(lambda: done.append("after"))
        with savepoint_when_asked():
            stamp("test.two")
            transaction.on_commit(lambda: done.append("well"))
    assert done == ["well"]
