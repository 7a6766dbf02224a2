"""What docs/plugins.md says is so, in both languages."""

import os
import re
import shlex
import subprocess
import sys

import pytest

from tests.schoolhouse.discovery.broken import WAYS
from tests.schoolhouse.environment import ROOT, CleanEnvironment
from tests.schoolhouse.house import database_url
from tools import plugin_reference

ENGLISH, CHINESE = plugin_reference.PAGES
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.S | re.M)
ROW = re.compile(r"^\| (.+?) \| `(.+?)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.M)


def written(page):
    """What people wrote: the reference below is generated."""
    return page.read_text(encoding="utf-8").partition(plugin_reference.BEGIN)[0]


@pytest.mark.parametrize(("page", "yes"), [(ENGLISH, "yes"), (CHINESE, "是")], ids=["en", "zh"])
def test_table_names_every_way_to_break_a_plugin(page, yes):
    rows = ROW.findall(written(page))
    assert [row[1] for row in rows] == [reason for _files, reason in WAYS.values()]
    assert {row[2:] for row in rows} == {(yes,) * 4}
    assert len(WAYS) >= 12


def test_table_calls_each_way_as_its_test_does():
    assert [row[0] for row in ROW.findall(written(ENGLISH))] == list(WAYS)


def test_reference_is_what_the_declarations_say():
    stale = [page.name for page, text in plugin_reference.pages().items() if page.read_text(encoding="utf-8") != text]
    assert stale == [], "Run python -m tools.plugin_reference."


def test_reference_names_every_point_and_event():
    from schoolhouse.events import all_events
    from schoolhouse.extension_points import all_points

    text = plugin_reference.reference()
    names = [thing.name for thing in [*all_points(), *all_events()]]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_both_languages_have_the_same_code_and_chapters():
    english, chinese = written(ENGLISH), written(CHINESE)
    assert BLOCK.findall(english) == BLOCK.findall(chinese)
    assert len(re.findall("^## ", english, re.M)) == len(re.findall("^## ", chinese, re.M))
    assert english.count("\n| ") == chinese.count("\n| ")


class Newcomer:
    """Somebody who types what the tutorial says, in a folder of Schoolhouse with an environment of its own."""

    def __init__(self, folder):
        self.house = folder / "schoolhouse"
        self.house.mkdir()
        for path in ROOT.iterdir():
            if path.name not in {".venv", ".git", "var"}:
                (self.house / path.name).symlink_to(path)
        environment = CleanEnvironment(self.house / ".venv")
        pip = self.house / ".venv" / "bin" / "pip"
        target = shlex.quote(str(environment.python))
        # What requirements-dev.txt names is borrowed already.
        pip.write_text(
            f'#!/bin/sh\ncase "$*" in *requirements-dev.txt) exit 0;; esac\n'
            f'exec {sys.executable} -m pip --disable-pip-version-check --python {target} "$@"\n'
        )
        pip.chmod(0o755)
        self.variables = {
            **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
            "DATABASE_URL": database_url(),
            "SCHOOLHOUSE_VAR": str(folder / "var"),
            "PLUGINS_STRICT": "0",
            "PIP_NO_INDEX": "1",
        }

    def type(self, commands):
        """Run the lines of a block; each must succeed."""
        ended = subprocess.run(
            ["bash", "-ec", commands],
            cwd=self.house,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert ended.returncode == 0, f"{commands}\n{ended.stdout[-4000:]}{ended.stderr[-4000:]}"
        return ended.stdout

    def save(self, text):
        """Write a file, whose name stands in the first line."""
        name = text.partition("\n")[0].removeprefix("# ")
        (self.house / name).write_text(text.partition("\n")[2], encoding="utf-8")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_tables_left")
def test_newcomer_who_follows_the_tutorial_has_a_plugin(tmp_path):
    newcomer = Newcomer(tmp_path)
    said = []
    for kind, text in BLOCK.findall(written(ENGLISH)):
        if kind == "sh":
            said.append(newcomer.type(text))
        else:
            newcomer.save(text)
    assert "tea_round 0.1.0: active, switched for the class (schoolhouse-tea-round)" in said[0]
    assert re.search(r"^2\d passed", said[1], re.M)
    assert "handler of classes.class_repeated: tea_round.remind" in said[3]
    assert "    settings" in said[3].partition("tea_round 0.1.0")[2]
    assert int(re.search(r"(\d+) passed", said[3])[1]) > int(re.search(r"(\d+) passed", said[1])[1])
    assert "handler of classes.class_repeated: tea_round.remind" in said[4]
    assert str(tmp_path / "tea_round") not in newcomer.type(
        '.venv/bin/python -P -c "import tea_round; print(tea_round)"'
    )
