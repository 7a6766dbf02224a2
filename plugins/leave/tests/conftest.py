"""Who asks, and who decides."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from plugins.leave.tests.leave_things import make_class, seat_in, signed_in


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals are compared in English, whatever language the request of another test has left behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def training_class():
    return make_class()


@pytest.fixture
def seat(training_class):
    return seat_in(training_class, "Learnercanary")


@pytest.fixture
def learner(client, seat):
    return signed_in(client, seat.learner)


@pytest.fixture
def teacher(training_class):
    return signed_in(Client(), training_class.class_teacher)
