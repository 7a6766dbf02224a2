"""Counts the queries of a whole request, with nothing kept from the one before."""

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home import routing
from people import scope


def count_queries(client, address, *, but=""):
    """Return how many queries ``address`` takes, through every middleware; leave out those that name ``but``."""
    for alias in settings.CACHES:
        caches[alias].clear()
    scope.forget()
    routing.forget()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum(1 for query in queries if not but or but not in query["sql"])
