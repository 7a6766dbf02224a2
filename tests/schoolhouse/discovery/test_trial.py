"""A trial: held once, kept, and held again when something has changed; what is found and what is refused."""

import subprocess
import sys
import threading
import time

import pytest

from schoolhouse.discovery import verdicts
from tests.schoolhouse.discovery.broken import break_plugin, name_of
from tests.schoolhouse.house import ROOT, House

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("way", ["fails in its models", "is too old", "is named twice"])
def test_strict_raises_instead(house, way):
    house.plugin("fine")
    break_plugin(house, way)
    ended = house.manage("check", PLUGINS_STRICT="1", check=False)
    assert ended.returncode != 0
    assert f"The plugin “{name_of(way)}” failed" in ended.stderr


@pytest.mark.parametrize(
    ("waits", "end"), [(True, "the process ended with status 0"), (False, "it did not finish within 0.2 seconds")]
)
def test_trial_on_a_busy_machine_may_take_longer(tmp_path, monkeypatch, waits, end):
    """What it waits for a processor is no plugin's fault."""
    began = time.monotonic()
    monkeypatch.setattr(verdicts, "TRIAL_SECONDS", 0.2)
    monkeypatch.setattr(verdicts, "queued_seconds", lambda pid: (time.monotonic() - began) * waits)
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1)"])
    assert verdicts._end_of(process, tmp_path / "report") == end
    process.wait()


def test_verdict_is_kept_until_the_plugin_changes(house):
    house.plugin("broken", {"models.py": f"open({str(house.folder / 'trace')!r}, 'a').write('x')\n1 / 0"})
    for _start in range(2):
        assert "ZeroDivisionError" in house.look()["broken"]
    assert house.verdict() == house.look()
    assert (house.folder / "trace").read_text() == "x"
    (house.plugins / "broken" / "models.py").write_text("")
    assert house.look() == house.verdict() == {}


def test_plugin_that_fails_after_its_trial_is_left_out_by_the_next_start(house):
    """The trial went well, and then, say, a file that it reads has gone."""
    house.plugin("fickle", {"models.py": "import os\nif 'FAIL' in os.environ: raise RuntimeError('gone')"})
    assert house.look() == {}
    ended = house.run("-c", START_AS_MANAGE, FAIL="1")
    assert "Starting again without it" in ended.stderr
    assert "STARTED []" in ended.stdout
    assert "gone" in house.verdict()["fickle"]


START_AS_MANAGE = """
import django
from schoolhouse.discovery.restart import start_again
from schoolhouse.quarantine import PluginFailed
try:
    django.setup()
except PluginFailed as failure:
    start_again(failure)
from schoolhouse.plugins import plugins
print("STARTED", plugins())
"""


BELLS = {
    "bells/__init__.py": "",
    "bells/apps.py": """
        from schoolhouse.plugins import PluginConfig

        class Bells(PluginConfig):
            name = "bells"
    """,
}
"""A package as it is installed."""

EMPTY_MIGRATION = "from django.db import migrations\nclass Migration(migrations.Migration): pass\n"
"""Whose tables have not been made."""

METADATA = {
    "no-class": (
        "entry_points.txt",
        b"[schoolhouse.plugins]\nno_class = bells.apps\n",
        "must read “package.apps:Class”",
    ),
    "upper-case": ("entry_points.txt", b"[schoolhouse.plugins]\nBells = bells.apps:Bells\n", "lower-case"),
    "no-pair": (
        "entry_points.txt",
        b"[schoolhouse.plugins]\nbells\n",
        "no-pair is left out: Its entry points cannot",
    ),
    "no-text": (
        "entry_points.txt",
        b"[schoolhouse.plugins]\nx = \xff\n",
        "no-text is left out: Its entry points cannot",
    ),
    "no-plugin": ("entry_points.txt", b"[console_scripts]\nbells\n", ""),
    "no-name": ("METADATA", b"", "no_name is left out: apps.py: ModuleNotFoundError"),
    "no-utf8": ("METADATA", b"\xff\xfe", "no_utf8 is left out: apps.py: ModuleNotFoundError"),
}
"""Of packages that pip installed: which file says what, and what must be said of it."""


@pytest.fixture(scope="module")
def many(tmp_path_factory, django_db_setup, django_db_blocker):
    """What a command says where all kinds of plugins lie around, and somebody stands in the house's own folder."""
    house = House(tmp_path_factory.mktemp("house"))
    house.plugin("fine", {"migrations/__init__.py": "", "migrations/0001_initial.py": EMPTY_MIGRATION})
    (house.plugins / "fine" / ".#models.py").symlink_to("somebody@somewhere.1234")
    house.install("school-bells", "bells = bells.apps:Bells", BELLS)
    for name, (file, content, _reason) in METADATA.items():
        house.install(name, f"{name.replace('-', '_')} = {name.replace('-', '_')}.apps:Bells")
        (house.folder / f"{name}-1.2.dist-info" / file).write_bytes(content)
    with django_db_blocker.unblock():
        # ``manage.py`` puts the house first on the path.
        return house.run(str(ROOT / "manage.py"), "plugins", cwd=ROOT, PYTHONWARNINGS="always", LANGUAGE_CODE="en")


def test_installed_package_is_found_by_its_entry_point(many):
    assert "bells 1.2: active, switched for the server (school-bells)" in many.stdout


@pytest.mark.parametrize("name", METADATA)
def test_metadata_that_cannot_be_read_are_named_and_keep_nothing_from_starting(many, name):
    reason = METADATA[name][2]
    assert reason in many.stderr
    assert reason or name not in many.stderr + many.stdout


def test_link_that_leads_nowhere_keeps_nothing_from_starting(many):
    """An editor marks a file that is being changed with such a link."""
    assert "The plugin fine is left out: Its tables are not there yet" in many.stderr


def test_folder_elsewhere_stands_before_the_houses_own(many):
    assert "(plugins/fine)" in many.stdout
    assert "reply_points" not in many.stdout


def test_start_warns_of_nothing_where_a_plugin_has_tables(many):
    """It asks the database before everything is loaded."""
    assert "fine: left out" in many.stdout
    assert "RuntimeWarning" not in many.stderr


def test_nothing_is_tried_twice_by_processes_that_start_together(house):
    house.plugin("noted", {"models.py": f"open({str(house.folder / 'trace')!r}, 'a').write('x')"})
    starts = [threading.Thread(target=house.look) for _ in range(3)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert (house.folder / "trace").read_text() == "x"
