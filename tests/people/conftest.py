"""Fixtures of the people room's tests."""

import pytest

from tests.factories.counties import Counties, make_counties


@pytest.fixture
def counties(db) -> Counties:
    """A city and two counties, each with one of everything."""
    return make_counties()


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path) -> None:
    """Keep uploaded files of a test to that test."""
    settings.MEDIA_ROOT = tmp_path
