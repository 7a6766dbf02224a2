import threading

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection, transaction

from foundation import stamps
from foundation.stamps import bump, current, fetch_always


@pytest.fixture
def in_request():
    stamps.enter_request()
    yield
    stamps.leave_request()


@pytest.mark.django_db
def test_stamp_never_bumped_is_at_zero():
    assert current("people.a", "people.b") == {"people.a": 0, "people.b": 0}


@pytest.mark.django_db
def test_bump_changes_only_the_named_stamps():
    bump("people.a", "people.b")
    before = current("people.a", "people.b")
    bump("people.a")
    after = current("people.a", "people.b")
    assert after["people.a"] != before["people.a"]
    assert after["people.b"] == before["people.b"]


@pytest.mark.django_db
def test_bump_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        bump(*(f"people.{number}" for number in range(60)))


@pytest.mark.django_db
def test_current_asks_once_in_a_request(in_request, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(stamps, "_always", {"plugins"})
    with django_assert_num_queries(1):
        current("people.a", "people.b")
        current("people.a")
        current("plugins")


@pytest.mark.django_db
def test_fetch_always_adds_names(monkeypatch):
    monkeypatch.setattr(stamps, "_always", set())
    fetch_always("plugins")
    assert stamps._always == {"plugins"}


@pytest.mark.django_db
def test_bump_is_seen_in_its_own_request(in_request):
    before = current("people.a")
    bump("people.a")
    assert current("people.a") != before


@pytest.mark.django_db
def test_outside_a_request_the_database_is_asked_every_time(django_assert_num_queries):
    with django_assert_num_queries(2):
        current("people.a")
        current("people.a")


@pytest.mark.django_db
def test_version_of_a_transaction_rolled_back_never_comes_round_again():
    seen = set()
    for _attempt in range(3):
        with transaction.atomic():
            bump("people.a")
            seen.add(current("people.a")["people.a"])
            transaction.set_rollback(True)
    bump("people.a")
    seen.add(current("people.a")["people.a"])
    assert len(seen) == 4


@pytest.mark.django_db(transaction=True)
def test_another_thread_sees_a_bump_in_its_next_request():
    answers = []

    def ask():
        request_started.send(sender=None)
        answers.append(current("people.a")["people.a"])
        request_finished.send(sender=None)
        connection.close()

    for _turn in range(2):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        bump("people.a")
    assert answers[0] == 0
    assert answers[1] != 0
