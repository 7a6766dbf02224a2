"""A whole school for the browser tests: gunicorn, worker and scheduler on a free port, with a database of its own.

The demo school is loaded once into a template folder, named after the code that loads it; each test process serves a
copy. It runs beside a demo or another test run without touching either.
"""

import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests.browser.shell import Shell
from tools import school, serve
from tools.test_database import TestDatabase, locked

FOLDER = school.ROOT / "var" / "browser"
SCALE = "0.02"
PASSWORD = "Demo-for-browser-tests-1"
READY_SECONDS = 90


def _on_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


class SchoolServer:
    """One running school; ``url`` is where. Films of a server at ``video_port`` may play in it."""

    def __init__(self, database: TestDatabase) -> None:
        self.database = database
        self.postgres = os.environ.get("DATABASE_URL", "")
        self.code = school.fingerprint("*.py")
        self.template = FOLDER / f"{'postgres' if self.postgres else 'sqlite'}-{self.code}"
        self.var = FOLDER / f"run-{os.getpid()}"
        self.port = serve.free_port()
        self.video_port = serve.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.children: list[serve.Child] = []
        self.shell: Shell | None = None

    def _name(self, stem: str) -> str:
        return self.database.copies.name(f"browser-{stem}")

    def _environment(self, var: Path, database: str) -> dict[str, str]:
        environment = {**school.SERVED, "SCHOOLHOUSE_VAR": str(var), "SCHOOLHOUSE_DEMO_PASSWORD": PASSWORD}
        if self.postgres:
            environment["DATABASE_URL"] = _on_database(self.postgres, database)
        return environment

    def start(self) -> None:
        """Copy the loaded school and serve the copy; raises RuntimeError with the log when it does not answer."""
        with locked(FOLDER / "lock"):
            self._make_template()
            self._copy_template()
        environment = {**self._environment(self.var, self._name(str(os.getpid()))), "BIND": f"127.0.0.1:{self.port}"}
        environment["BASE_URL"] = self.url
        environment["MEDIA_ORIGINS"] = f"http://127.0.0.1:{self.video_port}"
        self.children = serve.school_children(school.ROOT, self.var / "log", environment)
        for child in self.children:
            child.start()
        deadline = time.monotonic() + READY_SECONDS
        while not serve.answers(self.port):
            if time.monotonic() > deadline or self.children[0].has_ended():
                log = self.children[0].log.read_text(errors="replace")
                self.stop()
                raise RuntimeError(f"The school did not open:\n{log[-3000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop every program and remove the copy; its logs stay in ``var/browser/log``."""
        if self.shell:
            self.shell.close()
        serve.Supervisor(self.children).stop()
        logs = FOLDER / "log"
        if (self.var / "log").exists():
            shutil.copytree(self.var / "log", logs, dirs_exist_ok=True)
        shutil.rmtree(self.var, ignore_errors=True)
        if self.postgres:
            self.database.copies.drop(self._name(str(os.getpid())))

    def run(self, code: str) -> Any:
        """Run ``code`` on the school's database; return what it leaves in ``result``."""
        self.shell = self.shell or Shell(self._environment(self.var, self._name(str(os.getpid()))))
        return self.shell.run(code)

    def _make_template(self) -> None:
        """Load the school where it is not; collect static files anew where one has changed since."""
        ready = self.template / "ready"
        name = self._name(self.code)
        if not ready.exists() or (self.postgres and not self.database.copies.exists(name)):
            self._sweep()
            self.template.mkdir(parents=True)
            with suppress(FileExistsError):
                (FOLDER / "static").mkdir()
            (self.template / "static").symlink_to(FOLDER / "static")
            target = name if self.postgres else str(self.template / "schoolhouse.sqlite3")
            self.database.copies.copy(self.database.template, target)
        command = [sys.executable, "-m", "tools.demo", "--prepare", "--scale", SCALE]
        environment = {**os.environ, **self._environment(self.template, name)}
        made = subprocess.run(command, cwd=school.ROOT, env=environment, capture_output=True, text=True, check=False)
        if made.returncode:
            raise RuntimeError(f"The demo school could not be loaded:\n{made.stdout[-1000:]}{made.stderr[-3000:]}")
        ready.touch()

    def _sweep(self) -> None:
        """Remove templates of other code, and copies that killed runs left behind."""
        for folder in [*FOLDER.glob("sqlite-*"), *FOLDER.glob("postgres-*")]:
            if folder.name.startswith(self.template.name.split("-")[0]):
                shutil.rmtree(folder)
        for folder in FOLDER.glob("run-*"):
            if not Path(f"/proc/{folder.name.removeprefix('run-')}").exists():
                shutil.rmtree(folder, ignore_errors=True)

    def _copy_template(self) -> None:
        shutil.rmtree(self.var, ignore_errors=True)
        shutil.copytree(self.template, self.var, symlinks=True)
        if self.postgres:
            self.database.copies.copy(self._name(self.code), self._name(str(os.getpid())))


def run(school: SchoolServer, code: str) -> Any:
    """Run ``code`` on the database of ``school``; return what it leaves in ``result``."""
    return school.run(code)
