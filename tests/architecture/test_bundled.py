"""Each bundled plugin's folder may be gone: no test outside it needs it without saying so."""

import re

from tests.architecture.house import PLUGINS, ROOT
from tests.browser.bundled import BUNDLED

NAMED = re.compile(rf"\bplugins[./]({'|'.join(sorted(PLUGINS))})\b") if PLUGINS else re.compile(r"(?!)")


def test_tests_outside_the_plugins_say_which_of_them_they_need():
    found = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        needed = BUNDLED.get(path.name, []) if path.parent == ROOT / "tests" / "browser" else []
        named = set(NAMED.findall(path.read_text(encoding="utf-8")))
        found += [f"{path.relative_to(ROOT)}: {plugin}" for plugin in sorted(named.difference(needed))]
    assert found == []


def test_every_test_that_needs_plugins_is_there():
    assert [file for file in BUNDLED if not (ROOT / "tests" / "browser" / file).is_file()] == []
