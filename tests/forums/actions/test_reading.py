"""Reading positions."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.actions.reading import mark_read
from forums.models import ThreadRead
from tests.factories.forums import make_thread
from tests.factories.people import make_user


@pytest.mark.django_db
def test_position_moves_forward_and_never_back():
    thread, reader = make_thread(), make_user()

    for number, expected in ((3, 3), (7, 7), (5, 7), (7, 7), (8, 8)):
        mark_read(thread=thread, number=number, by=reader)
        assert ThreadRead.objects.get(reader=reader, thread=thread).last_read_number == expected


@pytest.mark.django_db
def test_position_costs_two_statements_at_a_first_visit_and_one_after_it():
    thread, reader = make_thread(), make_user()

    for number, expected in ((3, 2), (7, 1)):
        with CaptureQueriesContext(connection) as queries:
            mark_read(thread=thread, number=number, by=reader)
        assert len(queries) == expected


@pytest.mark.django_db(transaction=True)
def test_two_windows_open_at_once_leave_the_higher_position():
    thread, reader = make_thread(), make_user()
    barrier = Barrier(2)

    def read(number):
        barrier.wait(10)
        mark_read(thread=thread, number=number, by=reader)
        connection.close()

    windows = [Thread(target=read, args=[number]) for number in (50, 20)]
    for window in windows:
        window.start()
    for window in windows:
        window.join(30)

    assert ThreadRead.objects.get().last_read_number == 50
