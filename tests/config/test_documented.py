"""``docs/settings.md`` names every environment variable that a running school reads, and no other."""

import re
from pathlib import Path

from tools.school import ROOT

READS = re.compile(
    r"""(?:env\.\w+|environ\.get|environ\.setdefault)\(\s*"([A-Z][A-Z0-9_]+)"|environ\["([A-Z][A-Z0-9_]+)"\]"""
)
FOLDERS = (
    "site",
    "schoolhouse",
    "foundation",
    "people",
    "lessons",
    "classes",
    "forums",
    "evaluations",
    "home",
    "plugins",
)


def sources() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "tests" not in path.parts]
    return [ROOT / "gunicorn.conf.py", ROOT / "manage.py", *found]


def test_every_variable_that_is_read_is_documented():
    read = {one or other for path in sources() for one, other in READS.findall(path.read_text())}
    documented = set(re.findall(r"`([A-Z][A-Z0-9]*_?[A-Z0-9_]+)`", (ROOT / "docs" / "settings.md").read_text()))

    assert {"DATABASE_URL", "REDIS_URL", "WEB_WORKERS"} <= read
    assert read == documented
