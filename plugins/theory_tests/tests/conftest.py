"""Faults are compared in English."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever language the request of another test has left behind."""
    with translation.override("en"):
        yield
