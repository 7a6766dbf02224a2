"""A class of six with a teacher, and recognitions in it."""

import pytest
from django.utils import translation

from plugins.recognitions.tests.things import Class


@pytest.fixture(autouse=True)
def english():
    """Refusals are compared in English, whatever language the request of another test has left behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def six(school):
    return Class(school)
