"""A generated plugin installs and its tests pass unchanged."""

import re
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.schoolhouse.environment import ROOT, CleanEnvironment, build_wheel
from tools.messages import check_catalogs


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Tea", "no name for a plugin"),
        ("tea-round", "no name for a plugin"),
        ("tea__round", "no name for a plugin"),
        ("class", "no name for a plugin"),
        ("t" * 41, "no name for a plugin"),
        ("../tea", "no name for a plugin"),
        ("forums", "name of a room"),
        ("tests", "name of a room"),
        ("try_me", "a plugin “try_me” already"),
        ("json", "a module “json” already"),
        ("wagtail", "name of a room"),
        ("openpyxl", "a module “openpyxl” already"),
    ],
)
def test_names_that_will_not_do_are_refused(tmp_path, name, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("startplugin", name, target=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_written_over(tmp_path):
    (tmp_path / "tea_round").mkdir()
    with pytest.raises(CommandError, match="exists already"):
        call_command("startplugin", "tea_round", target=tmp_path)
    assert list((tmp_path / "tea_round").iterdir()) == []


@pytest.mark.parametrize("folder", ["plugins", "classes/models"])
def test_the_house_s_own_folders_are_refused(folder):
    with pytest.raises(CommandError, match="Schoolhouse's own parts"):
        call_command("startplugin", "tea_round", target=ROOT / folder)


def test_place_that_cannot_be_written_to_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("startplugin", "tea_round", target=tmp_path / "file")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    target = tmp_path_factory.mktemp("written")
    call_command("startplugin", "tea_round", target=target)
    return target / "tea_round"


def test_what_is_written_keeps_the_house_s_style(written):
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--isolated",
        "--line-length=120",
        "--select=E,F,I,W,B,UP,DJ",
        ".",
    ]
    ended = subprocess.run(command, cwd=written, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("name", ["tea_round", "notes"])
def test_everything_is_translated(name, tmp_path):
    call_command("startplugin", name, target=tmp_path)
    assert list(check_catalogs([tmp_path / name / name])) == []


def test_every_word_is_filled_in(written):
    left = [path.name for path in written.rglob("*") if path.is_file() and b"@@" in path.read_bytes()]
    assert left == []


def test_its_tests_pass_where_it_is_installed(written, tmp_path):
    environment = CleanEnvironment(tmp_path / "environment")
    environment.install(build_wheel(written, tmp_path / "wheels"))
    ended = environment.run("-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=written)
    count = re.search(r"(\d+) passed", ended.stdout)
    assert int(count[1]) >= 15, ended.stdout
    assert not re.search(r"failed|error|skipped", ended.stdout.splitlines()[-1])
