"""Which bundled plugins browser tests pass by: each folder in ``plugins/`` may be gone, and the rest is tested still.

What needs one plugin alone stands in that plugin's own tests.
"""

from tools.school import ROOT

BUNDLED = {"test_class_day.py": ["attendance", "leave"]}
"""The tests of this folder that there are only beside these plugins."""


def stand_here(*plugins: str) -> bool:
    """Say whether the folders of all these bundled plugins are there."""
    return all((ROOT / "plugins" / plugin / "apps.py").is_file() for plugin in plugins)
