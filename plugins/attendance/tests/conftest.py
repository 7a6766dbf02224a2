"""What the plugin's tests share."""

from importlib import import_module

import django.core.cache.backends.db  # noqa: F401 - takes the clock when it is first imported: the real one
import pytest


@pytest.fixture
def switch():
    """Return a function that sets what a class has set about the plugin."""
    from schoolhouse.actions.activation import decide
    from schoolhouse.plugins import plugin

    def set_to(page, *, state="inherit", **settings):
        decide(plugin=plugin("attendance"), page=page, state=state, settings=settings, by=None)

    return set_to


@pytest.fixture
def marks_may_go(transactional_db):
    """Let the rows of a test that really commits be deleted after it.

    The database itself refuses to delete marks, and the emptying of all tables is such a deletion. So its triggers go
    once the test is over, and before ``transactional_db``, on which this stands, empties the tables. Then the house
    copies the whole migrated database anew, triggers included: ``test_rush`` sees at each run that they are there.
    """
    from django.db import connection

    yield
    migration = import_module("plugins.attendance.migrations.0002_marks_stay")
    with connection.schema_editor() as editor:
        migration.drop_triggers(None, editor)
