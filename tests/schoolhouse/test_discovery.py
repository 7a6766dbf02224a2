import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from textwrap import dedent

import pytest
from django.apps import apps
from django.core.checks import run_checks

from foundation.jobs import registry
from schoolhouse import plugins as socket
from schoolhouse import quarantine
from schoolhouse.discovery import plugin_apps
from schoolhouse.extension_points import score_rules
from schoolhouse.plugins import PluginConfig, register_all

ROOT = Path(__file__).resolve().parents[2]
numbers = count()


@pytest.fixture(autouse=True)
def own_quarantine(monkeypatch):
    monkeypatch.delenv("PLUGINS_STRICT", raising=False)
    monkeypatch.setattr(quarantine, "reasons", {})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    folder = tmp_path / f"plugins_{next(numbers)}"
    folder.mkdir()
    return folder


def write(folder, name, body):
    plugin = folder / name
    plugin.mkdir()
    (plugin / "__init__.py").touch()
    (plugin / "apps.py").write_text("from schoolhouse.plugins import PluginConfig\n" + dedent(body))


def good(folder, name, extra="pass"):
    write(folder, name, f"class Config(PluginConfig):\n    name = '{folder.name}.{name}'\n    {extra}\n")


def test_plugins_are_found_by_folder_in_order(folder):
    good(folder, "late")
    good(folder, "early", "requires_api = '>=0.1'")
    (folder / "notes").mkdir()
    assert plugin_apps(folder) == [f"{folder.name}.early.apps.Config", f"{folder.name}.late.apps.Config"]
    assert quarantine.reasons == {}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("import no_such_module", "no_such_module"),
        ("class Config(PluginConfig:", "SyntaxError"),
        ("raise RuntimeError('bang')", "bang"),
        ("", "exactly one PluginConfig, and holds 0"),
        ("class Config(PluginConfig):\n    name = 'elsewhere'", "name must be"),
        ("class Config(PluginConfig):\n    name = __package__\n    requires_api = '>=9'", "needs API >=9"),
        ("class Config(PluginConfig):\n    name = __package__\n    requires_api = 'new'", "version specifier"),
        ("from people.models import User", "AppRegistryNotReady|exactly one"),
    ],
)
def test_failing_plugin_is_left_out_and_named(folder, body, reason):
    import re

    write(folder, "broken", body)
    good(folder, "fine")
    assert plugin_apps(folder) == [f"{folder.name}.fine.apps.Config"]
    assert re.search(reason, quarantine.reasons["broken"])


def test_strict_raises_instead(folder, monkeypatch):
    monkeypatch.setenv("PLUGINS_STRICT", "1")
    write(folder, "broken", "raise RuntimeError('bang')")
    with pytest.raises(quarantine.PluginFailed, match="broken"):
        plugin_apps(folder)


def test_check_warns_of_each_plugin_left_out():
    quarantine.add("broken", "bang")
    warnings = [message for message in run_checks() if message.id == "schoolhouse.W001"]
    assert len(warnings) == 1
    assert "broken" in warnings[0].msg
    assert warnings[0].level < 40


def test_plugin_that_fails_to_register_is_withdrawn(monkeypatch):
    class Broken(PluginConfig):
        name = "plugins.broken"
        label = "broken"
        path = "/"

        def register(self):
            score_rules.register("broken", "broken.rule", object())
            registry.schedule("broken.nightly", at="03:00")(lambda: None)
            raise RuntimeError("bang")

    monkeypatch.setattr(socket, "plugins", lambda: [Broken("plugins.broken", socket)])
    register_all()
    assert "bang" in quarantine.reasons["broken"]
    assert "broken.nightly" not in registry.jobs
    assert "broken.nightly" not in registry.schedules
    assert "broken" not in [extension.plugin for extension in score_rules.extensions()]


def test_site_starts_with_a_broken_plugin_and_check_names_it(tmp_path):
    """A whole process: settings load, apps are set up, the good plugin registers, the broken one is warned of."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "__init__.py").touch()
    write(folder, "broken", "raise RuntimeError('bang')")
    good(folder, "fine", "def register(self):\n        print('registered', self.label)")
    settings = tmp_path / "plugin_settings.py"
    settings.write_text(
        dedent("""
        from pathlib import Path
        from config.settings.test import *
        from schoolhouse.discovery import plugin_apps
        INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("plugins.")]
        INSTALLED_APPS += plugin_apps(Path(__file__).parent / "plugins")
        """)
    )
    environment = {name: value for name, value in os.environ.items() if name != "PLUGINS_STRICT"} | {
        "DJANGO_SETTINGS_MODULE": "plugin_settings",
        "PYTHONPATH": f"{tmp_path}:{ROOT}:{ROOT / 'site'}",
    }
    command = [sys.executable, "-m", "django", "check"]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "registered fine" in answer.stdout
    assert "“broken” is left out" in answer.stderr


def test_bundled_plugins_are_plugin_configs():
    bundled = {path.parent.name for path in (ROOT / "plugins").glob("*/apps.py")}
    assert {config.label for config in socket.plugins()} >= bundled
    assert all(isinstance(apps.get_app_config(name), PluginConfig) for name in bundled)
