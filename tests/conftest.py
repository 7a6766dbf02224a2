"""Fixtures of the rooms' tests."""

import pytest
from django.conf import settings
from django.core.cache import caches

# A package of its own, whose tests run where it is installed.
collect_ignore = ["sample_plugin"]


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    """Let no test see what another one cached. The shared one stands in the database: only tests with one clear it."""
    marker = request.node.get_closest_marker("django_db")
    named = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if marker or named:
        commits = (marker and marker.kwargs.get("transaction")) or "transactional_db" in named or "live_server" in named
        request.getfixturevalue("transactional_db" if commits else "db")
    for alias, cache in settings.CACHES.items():
        if marker or named or "db.DatabaseCache" not in cache["BACKEND"]:
            caches[alias].clear()
