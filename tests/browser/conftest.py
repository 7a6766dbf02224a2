"""Which browser tests there are, and the school that they visit."""

import pytest

from tests.browser.bundled import BUNDLED, stand_here
from tests.browser.server import SchoolServer

# Where a bundled plugin's folder is gone there is nothing to look at.
collect_ignore = [file for file, plugins in BUNDLED.items() if not stand_here(*plugins)]


@pytest.fixture(scope="session")
def school(served_school: SchoolServer) -> SchoolServer:
    """Give the school that is served."""
    return served_school
