"""The school of the browser tests is the one that is served."""

import pytest

from tests.browser.server import SchoolServer


@pytest.fixture(scope="session")
def school(served_school: SchoolServer) -> SchoolServer:
    """Give the school that is served."""
    return served_school
