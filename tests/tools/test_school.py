"""Which school ``make demo`` loads, and which it leaves alone."""

import json

import pytest
from django.core import management

from tools import school

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give the folder of a school of scale 0.05, and let a migration be as quick as touching its file."""
    monkeypatch.setenv("SCHOOLHOUSE_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "schoolhouse.sqlite3").write_text("the old school")
    (tmp_path / "demo.json").write_text(json.dumps({"scale": 0.05, "complete": True, "prepared": "x"}))
    monkeypatch.setattr(school, "_migrate", (tmp_path / "schoolhouse.sqlite3").touch)
    return tmp_path


@pytest.fixture
def loads(monkeypatch):
    """Collect the scales of the schools that are loaded."""
    found = []
    monkeypatch.setattr(management, "call_command", lambda name, **options: found.append((name, options["scale"])))
    return found


def test_another_scale_sets_the_school_aside_and_loads_one_of_that_size(folder, loads):
    school.make_school(0.02)

    assert loads == [("load_demo", 0.02)]
    assert [path.read_text() for path in folder.glob("schoolhouse-before-*.sqlite3")] == ["the old school"]
    kept = json.loads((folder / "demo.json").read_text())
    assert (kept["scale"], kept["complete"]) == (0.02, True)


@pytest.mark.parametrize("scale", [None, 0.05])
def test_loaded_school_of_the_wished_scale_stays(folder, loads, scale):
    school.make_school(scale)

    assert loads == []
    assert (folder / "schoolhouse.sqlite3").read_text() == "the old school"


@pytest.mark.parametrize("scale", [None, 0.1])
def test_school_whose_loading_broke_off_is_loaded_again(folder, loads, scale):
    (folder / "demo.json").write_text(json.dumps({"scale": 0.1, "complete": False}))

    school.make_school(scale)

    assert loads == [("load_demo", 0.1)]
