"""A school in another process, on a database of its own, into which a plugin is put and taken out."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = dedent("""
    import os
    from config.settings.test import *
    DATABASES["default"]["NAME"] = os.environ["SCHOOL_DATABASE"]
    INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("plugins.")]
    if os.environ["WITH_PLUGIN"]:
        INSTALLED_APPS += ["school_plugins.word_cards.apps.WordCardsConfig"]
""")


class School:
    """A database and a folder of plugins; ``start`` and ``stop`` run a process on them."""

    def __init__(self, folder, test_database):
        self.folder, self.copies = folder, test_database.copies
        self.database = self.copies.name(f"leftovers-{os.getpid()}")
        self.copies.copy(test_database.template, self.database)
        (folder / "school_settings.py").write_text(SETTINGS)
        (folder / "school_plugins").mkdir()
        (folder / "school_plugins" / "__init__.py").touch()
        self.process, self.plugin = None, False
        self.install()
        self.manage("makemigrations", "word_cards")

    def install(self):
        """Put the plugin in; its migration stays where it was once written."""
        self.plugin = True
        target = self.folder / "school_plugins" / "word_cards"
        if not target.exists():
            shutil.copytree(Path(__file__).parent / "word_cards", target)

    def uninstall(self):
        """Take the plugin out: nothing of its code can be imported."""
        self.plugin = False
        (self.folder / "school_plugins" / "word_cards").rename(self.folder / "word_cards_away")

    def reinstall(self):
        """Put it back."""
        self.plugin = True
        (self.folder / "word_cards_away").rename(self.folder / "school_plugins" / "word_cards")

    @property
    def environment(self):
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "school_settings",
            "PYTHONPATH": f"{self.folder}:{ROOT}:{ROOT / 'site'}",
            "SCHOOL_DATABASE": str(self.database),
            "WITH_PLUGIN": "1" if self.plugin else "",
        }

    def manage(self, *arguments, answer="", fails=False):
        """Run a command of ``manage.py`` in the process; return what it wrote."""
        said, failed = self.step("manage", arguments=arguments, answer=answer)
        assert failed == fails, said
        return said

    def start(self):
        """Start the process."""
        command = [sys.executable, "-m", "tests.schoolhouse.leftovers.child"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(command, env=self.environment, cwd=self.folder, stderr=log, **pipes)

    def stop(self):
        """End the process."""
        if self.process:
            self.process.communicate()
            self.process = None

    def step(self, name, /, **arguments):
        """Have the process do a step; return its result."""
        if not self.process:
            self.start()
        self.process.stdin.write(json.dumps([name, arguments]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, (self.folder / "log").read_text()[-5000:]
        result, error = json.loads(line)
        assert not error, error
        return result

    def close(self):
        """End the process and drop the database."""
        self.stop()
        self.copies.drop(self.database)
