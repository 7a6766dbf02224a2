"""A kind to tell, somebody whom mail reaches, and a clock that can be set."""

import datetime

import pytest

from people.models import User
from tests.factories.notifications import registered_kind
from tests.factories.people import make_user

NOON = datetime.datetime(2030, 9, 1, 4, 0, tzinfo=datetime.UTC)
"""Noon in Shanghai, where the tests' server stands."""


class Clock:
    """The time that ``timezone.now()`` tells."""

    def __init__(self, now: datetime.datetime) -> None:
        self.now = now

    def pass_(self, **length: float) -> datetime.datetime:
        self.now += datetime.timedelta(**length)
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock(NOON)
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def hidden():
    """Titles of what nobody may see any more; its kind is registered."""
    with registered_kind() as hidden:
        yield hidden


@pytest.fixture
def person(db, hidden, settings) -> User:
    settings.MAIL_CONFIGURED = True
    return make_user("Li Ming", email="li@example.org", preferred_language="en")
