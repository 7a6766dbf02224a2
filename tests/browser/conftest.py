"""Which browser tests there are, and the school that they visit."""

import pytest

from tests.browser.server import SchoolServer
from tools.school import ROOT

BUNDLED = {
    "test_leave.py": ["leave"],
    "test_class_day.py": ["attendance", "leave"],
    "test_theory_tests.py": ["theory_tests"],
}
# Where a bundled plugin's folder is gone there is nothing to look at.
collect_ignore = [
    file
    for file, plugins in BUNDLED.items()
    if not all((ROOT / "plugins" / plugin / "apps.py").is_file() for plugin in plugins)
]


@pytest.fixture(scope="session")
def school(served_school: SchoolServer) -> SchoolServer:
    """Give the school that is served."""
    return served_school
