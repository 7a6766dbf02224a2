"""The database of a plugin's tests: a copy of one that was migrated once."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Give this process its own copy of the migrated database, the plugin's tables among it."""
    from tools.test_database import TestDatabase  # needs settings, which are there only now

    run = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        database = TestDatabase(run)
        database.prepare(anew=request.config.getoption("create_db"))
    yield
    with django_db_blocker.unblock():
        database.remove()
