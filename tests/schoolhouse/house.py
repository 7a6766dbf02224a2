"""A school with plugins of a test's own: written into a folder, found by processes that are started for real."""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]

APPS = """
from schoolhouse.plugins import PluginConfig

class Config(PluginConfig):
    name = "plugins.{name}"
    label = "{name}"
    requires_api = ">=0.1,<1"
    {body}
"""

LEFT = """
import gc, sys, weakref
from django.apps import apps
from django.core.checks.registry import registry as checks
from django.db.models import signals
from django.template import engines
from django.urls import get_resolver
from wagtail import hooks
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models
from foundation.jobs import registry as jobs
from schoolhouse.events import all_events
from schoolhouse.extension_points import all_points

def left(package):
    word = package.rpartition(".")[2]

    def ours(thing):
        thing = thing() if isinstance(thing, weakref.ref) else thing
        return package in str(getattr(thing, "__module__", "")) or package in repr(thing)

    def relates(thing):
        relation = getattr(thing, "rel", None) or getattr(thing, "related", None)
        return ours(getattr(relation, "related_model", None)) or ours(getattr(relation, "through", None))

    def addresses(patterns):
        for one in patterns:
            if word in str(one.pattern) or ours(getattr(one, "callback", None)):
                yield str(one.pattern)
            elif hasattr(one, "url_patterns"):
                yield from addresses(one.url_patterns)

    hooks.search_for_hooks()
    models = apps.get_models(include_auto_created=True)
    # Asked of type itself: some have a repr of their own, which may fail.
    types = [type.__repr__(thing) for thing in gc.get_objects() if issubclass(type(thing), type)]
    return {
        "modules": [name for name in sys.modules if name.startswith(package)],
        "models": [repr(model) for model in models if ours(model)],
        "pages": [repr(model) for model in get_page_models() if ours(model)],
        "snippets": [repr(model) for model in get_snippet_models() if ours(model)],
        "relations": [
            *[f"{model}.{name}" for model in models for name, thing in vars(model).items()
              if not ours(model) and relates(thing)],
            *[repr(field) for model in models for field in model._meta.get_fields(include_hidden=True)
              if not ours(model) and ours(field.related_model)],
        ],
        "signals": [name for name, signal in vars(signals).items() if hasattr(signal, "receivers")
                    for found in signal.receivers
                    if any(ours(part) or word in str(getattr(part, "gated", "")) for part in found)],
        "hooks": [name for name, functions in hooks._hooks.items() for function, _order in functions if ours(function)],
        "checks": [repr(check) for check in checks.registered_checks if ours(check)],
        "addresses": list(addresses(get_resolver().url_patterns)),
        "extensions": [f"{point.name}: {one.name}" for point in all_points() for one in point.extensions()
                       if one.plugin.startswith(word)],
        "jobs": [name for name in (*jobs.jobs, *jobs.schedules) if name.startswith(word)],
        "events": [event.name for event in all_events() if event.name.startswith(word)],
        "tags": [name for name, module in engines["django"].engine.libraries.items() if module.startswith(package)],
        "types": [found for found in types if package in found],
    }
"""
"""What a script asks for whatever a package, or those whose names begin like it, has put into the process, by kind."""


class House:
    """A folder of plugins and of installed packages, and the processes that see them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plugins = folder / "plugins"
        self.plugins.mkdir()
        (self.plugins / "__init__.py").touch()
        self.environment: dict[str, str] = {}
        self.python = sys.executable

    def plugin(self, name, files=None, *, body="pass"):
        """Write a plugin with a sound ``apps.py``, over which ``files`` go, by path."""
        files = {"__init__.py": "", "apps.py": APPS.format(name=name, body=body), **(files or {})}
        for path, text in files.items():
            place = self.plugins / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(text, bytes):
                place.write_bytes(text)
            else:
                place.write_text(dedent(text))

    def install(self, distribution, entry_points, files=None):
        """Write a package as pip would have installed it: modules, and what says that it is there."""
        info = self.folder / f"{distribution}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n")
        (info / "entry_points.txt").write_text(f"[schoolhouse.plugins]\n{entry_points}\n")
        for path, text in (files or {}).items():
            place = self.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(dedent(text))

    def run(self, *command, check=True, cwd=None, **environment):
        """Run ``python`` with these arguments in this house, on the test's database; by default from its folder."""
        answer = subprocess.run(
            [str(self.python), *command],
            env={
                **{name: value for name, value in os.environ.items() if name != "COVERAGE_PROCESS_START"},
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "PYTHONPATH": os.pathsep.join(map(str, (self.folder, ROOT, ROOT / "site"))),
                "PLUGINS_FOLDER": str(self.plugins),
                "PLUGINS_STRICT": "0",
                "SCHOOLHOUSE_VAR": str(self.folder / "var"),
                "DATABASE_URL": database_url(),
                **self.environment,
                **environment,
            },
            capture_output=True,
            text=True,
            cwd=cwd or self.folder,
            timeout=600,
            check=False,
        )
        if check:
            assert answer.returncode == 0, answer.stderr[-5000:]
        return answer

    def manage(self, *command, **options):
        """Run a command of ``manage.py``."""
        return self.run("-m", "django", *command, **options)

    def look(self, **environment):
        """Have a process find its plugins, as each does while it reads its settings; return why which are left out."""
        script = "import json\nfrom django.conf import settings\nsettings.INSTALLED_APPS\n"
        script += "from schoolhouse import quarantine\nprint(json.dumps(quarantine.reasons))"
        return json.loads(self.run("-c", script, **environment).stdout)

    def ask(self, script, **environment):
        """Run a script after ``django.setup()`` that fills the dictionary ``answer``; return it, with the log."""
        frame = (
            "import django, json\ndjango.setup()\nanswer = {{}}\n{}\nprint('ANSWER', json.dumps(answer, default=str))"
        )
        ended = self.run("-c", frame.format(dedent(script)), **environment)
        return {**json.loads(ended.stdout.rpartition("ANSWER")[2]), "log": ended.stderr}

    def verdict(self):
        """Return what the house remembers about its plugins."""
        return json.loads((self.folder / "var" / "plugins.json").read_text())["refused"]


def database_url():
    """Return the address of the test's own database, for another process."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    # The host may be the folder of a socket.
    place = f"{quote(config['HOST'], safe='')}:{config['PORT']}".rstrip(":")
    return f"postgres://{config['USER']}:{config['PASSWORD']}@{place}/{config['NAME']}"
