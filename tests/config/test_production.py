"""Production starts with what it needs and not without."""

import os
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-c", "import config.settings.production as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE)"]
COMPLETE = {"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "school.example", "DATABASE_URL": "postgres://db/school"}


def start(tmp_path, **variables):
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": "site:.", "SCHOOLHOUSE_VAR": str(tmp_path), **variables}
    return subprocess.run(COMMAND, capture_output=True, text=True, env=environment, check=False)


def test_production_starts_with_all_it_needs(tmp_path):
    assert start(tmp_path, **COMPLETE).stdout == "False True\n"


@pytest.mark.parametrize("name", COMPLETE)
def test_production_names_what_is_missing(tmp_path, name):
    started = start(tmp_path, **{key: value for key, value in COMPLETE.items() if key != name})

    assert started.returncode != 0
    assert f"Production needs these environment variables: {name}." in started.stderr
