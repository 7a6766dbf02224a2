"""What docs/plugins.md says is so, in both languages."""

import inspect
import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from tests.schoolhouse.discovery.broken import WAYS
from tests.schoolhouse.environment import ROOT, CleanEnvironment
from tests.schoolhouse.house import database_url
from tools import plugin_reference

ENGLISH, CHINESE = plugin_reference.PAGES
OUR_TYPES = [f"schoolhouse.{name}" for name in ("attendance", "class_life", "closing", "demo", "extension_points")]
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
    """Both pages, and in Chinese each unit of it."""
    assert list(plugin_reference.problems()) == [], "Run python -m tools.plugin_reference --update."


def test_problems_name_the_unit_without_chinese_and_the_stale_page(tmp_path, monkeypatch):
    catalog = tmp_path / "reference.po"
    said, whole = 'msgstr "插件的应用配置。"', plugin_reference.CATALOG.read_text(encoding="utf-8")
    assert said in whole
    catalog.write_text(whole.replace(said, 'msgstr ""'), encoding="utf-8")
    monkeypatch.setattr(plugin_reference, "CATALOG", catalog)
    assert list(plugin_reference.problems()) == [
        "reference.po: not translated: 'The app configuration of a plugin.'",
        "plugins.zh.md: stale",
    ]


def test_reference_has_the_same_code_and_names_in_both_languages():
    english, chinese = (
        page.read_text(encoding="utf-8").partition(plugin_reference.BEGIN)[2] for page in (ENGLISH, CHINESE)
    )
    assert BLOCK.findall(english) == BLOCK.findall(chinese)
    for beginning in ("### ", "#### ", "- `"):
        assert english.count(f"\n{beginning}") == chinese.count(f"\n{beginning}")
    assert re.findall(r"^#### (`.+?`)", english, re.M) == re.findall(r"^#### (`.+?`)", chinese, re.M)


def test_chinese_reference_leaves_no_sentence_in_english():
    chinese = CHINESE.read_text(encoding="utf-8").partition(plugin_reference.BEGIN)[2]
    prose = re.sub(r"`[^`\n]+`", "", BLOCK.sub("", chinese).partition(plugin_reference.END)[0])
    assert re.findall(r"[A-Za-z]{2,} [A-Za-z]{2,}", prose) == []


def test_reference_names_every_point_and_event():
    from schoolhouse.events import all_events
    from schoolhouse.extension_points import all_points

    text = plugin_reference.reference()
    names = [thing.name for thing in [*all_points(), *plugin_reference.told_by_rooms(all_events())]]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_reference_shows_every_type_that_a_signature_names():
    """So that whoever writes an extension reads its signatures in one place."""
    from schoolhouse.attendance import AbsenceExcuses, Excuse
    from schoolhouse.demo import DemoPart, LoadedSchool

    assert plugin_reference.named_by(AbsenceExcuses) == [Excuse]
    assert plugin_reference.named_by(DemoPart) == [LoadedSchool]
    text = plugin_reference.reference()
    signatures = "\n".join(re.findall(r"^```python\n(.*?)^```$", text, re.S | re.M))
    shown = set(re.findall(r"^(?:class|def) (\w+)", signatures, re.M))
    named = set(re.findall(r"\b[A-Z]\w+", re.sub(r"^(class|def) .*?[:(]", "", signatures, flags=re.M)))
    types = [thing for module in OUR_TYPES for thing in vars(import_module(module)).values() if inspect.isclass(thing)]
    ours = {thing.__name__ for thing in types if thing.__module__.startswith("schoolhouse.")}
    assert {"Gap", "Sighting", "AttendanceState"} <= shown
    assert (named & ours) - shown == set()


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
            # Nothing needs to be tried that is a failure of this test.
            "PLUGINS_STRICT": "1",
            "PIP_NO_INDEX": "1",
        }

    def take_migrated(self, template):
        """Take over the migrated database that tests copy, which the newcomer's tests would else make anew."""
        if connection.vendor == "sqlite":
            var = Path(self.variables["SCHOOLHOUSE_VAR"])
            var.mkdir()
            shutil.copy(template, var)

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
def test_newcomer_who_follows_the_tutorial_has_a_plugin(tmp_path, django_db_setup):
    newcomer = Newcomer(tmp_path)
    newcomer.take_migrated(django_db_setup.template)
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
