"""Issuing and using one-time codes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from wagtail.models import ModelLogEntry

from people.actions.one_time_codes import issue_code, issue_codes, use_code
from people.models import OneTimeCode
from people.models.one_time_code import ALPHABET, new_code
from schoolhouse.refusals import Refusal
from tests.factories.people import make_superuser, make_user


def test_new_code_has_no_look_alikes():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) - set(ALPHABET)
    assert not set("01OIL") & set(ALPHABET)


@pytest.mark.django_db
def test_issue_code_revokes_the_older_one():
    user, by = make_user(), make_superuser()
    first = issue_code(user=user, by=by)
    second = issue_code(user=user, by=by)

    with pytest.raises(Refusal):
        use_code(code=first.code)
    assert use_code(code=second.code) == user


@pytest.mark.django_db
def test_issue_code_keeps_the_plain_code_nowhere():
    issued = issue_code(user=make_user(), by=make_superuser())
    stored = OneTimeCode.objects.get()
    assert issued.code not in str(vars(stored))


@pytest.mark.django_db
def test_issue_code_is_logged_with_who_and_whose():
    user, by = make_user(), make_superuser()
    issue_code(user=user, by=by)
    entry = ModelLogEntry.objects.get(action="people.issue_code")
    assert (entry.user, entry.object_id) == (by, str(user.pk))


@pytest.mark.django_db
def test_issue_code_refuses_a_closed_account():
    with pytest.raises(Refusal):
        issue_code(user=make_user(is_active=False), by=make_superuser())


@pytest.mark.django_db
def test_issue_codes_keeps_the_order_and_gives_each_person_one():
    users = [make_user() for _ in range(5)]
    issued = issue_codes(users=[*users, users[0]], by=make_superuser())
    assert [one.user for one in issued] == users
    assert OneTimeCode.objects.open().count() == 5


def _at_the_same_time(tries, work):
    barrier = Barrier(tries)

    def run(number):
        barrier.wait()
        try:
            return work(number)
        except Refusal:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(tries) as pool:
        return [result for result in pool.map(run, range(tries)) if result is not None]


@pytest.mark.django_db(transaction=True)
def test_use_code_at_the_same_moment_succeeds_once():
    user = make_user()
    issued = issue_code(user=user, by=make_superuser())

    assert _at_the_same_time(6, lambda number: use_code(code=issued.code)) == [user]


@pytest.mark.django_db(transaction=True)
def test_issue_code_at_the_same_moment_leaves_one_open():
    user, by = make_user(), make_superuser()

    issued = _at_the_same_time(4, lambda number: issue_code(user=user, by=by))

    assert len(issued) == 4
    assert OneTimeCode.objects.open().filter(user=user).count() == 1
