"""Test databases made by copying one migrated template, on SQLite and on PostgreSQL.

Migrating takes many seconds, copying a fraction of one. The template is named after a fingerprint of all migrations and
of the pinned requirements, so that a changed migration makes a new one and nothing stale is ever reused.
"""

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from schoolhouse.plugins import PluginConfig, plugins

ROOT = Path(__file__).resolve().parents[1]
STALE_SECONDS = 24 * 3600


def fingerprint(*, alone: bool = False) -> str:
    """Name the present set of migrations: a short hash over their files and the pinned requirements.

    ``alone`` leaves out those of plugins that do not lie in this tree.
    """
    digest = hashlib.sha256()
    ignored = {"var", ".venv", "node_modules"}
    paths = [path for path in ROOT.rglob("migrations/*.py") if not ignored & set(path.relative_to(ROOT).parts)]
    for path in sorted([*paths, ROOT / "requirements.txt"]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    if not alone:
        for config in installed_plugins():
            for path in sorted(Path(config.path).glob("migrations/*.py")):
                digest.update(f"{config.label}/{path.name}".encode() + b"\0" + path.read_bytes())
    digest.update(settings.LANGUAGE_CODE.encode())
    return digest.hexdigest()[:12]


def installed_plugins() -> list[PluginConfig]:
    """Return the plugins that run and do not lie in this tree."""
    return [config for config in plugins() if not Path(config.path).is_relative_to(ROOT / "plugins")]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time do something, by a lock on the file ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def use_database(name: str) -> None:
    """Point every later connection of this process at the database ``name``."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


class SQLiteCopies:
    """Templates and copies are files below ``var/test``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def name(self, stem: str) -> str:
        return str(self.folder / f"{stem}.sqlite3")

    def exists(self, name: str) -> bool:
        return Path(name).exists()

    def create(self, name: str) -> None:
        self.drop(name)

    def rename(self, name: str, to: str) -> None:
        use_database(name)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
        connections.close_all()
        Path(name).rename(to)

    def copy(self, template: str, name: str) -> None:
        self.drop(name)
        shutil.copyfile(template, name)

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(name + suffix).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete what earlier, killed runs left behind."""
        for path in self.folder.glob("*.sqlite3*"):
            if time.time() - path.stat().st_mtime > STALE_SECONDS:
                path.unlink(missing_ok=True)


class PostgresCopies:
    """Templates and copies are databases of the same server."""

    def name(self, stem: str) -> str:
        return f"schoolhouse_{stem}".replace("-", "_")

    def _execute(self, sql: str) -> None:
        connections.close_all()
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]  # what Django's own test runner uses
            cursor.execute(sql)

    def exists(self, name: str) -> bool:
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

    def create(self, name: str) -> None:
        self.drop(name)
        self._execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")

    def rename(self, name: str, to: str) -> None:
        self._execute(f'ALTER DATABASE "{name}" RENAME TO "{to}"')

    def copy(self, template: str, name: str) -> None:
        self.drop(name)
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def drop(self, name: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def sweep(self) -> None:
        """Nothing: the server is a throwaway."""


class TestDatabase:
    """One process's test database: a copy of the shared template, restorable in a moment."""

    __test__ = False

    def __init__(self, run: str) -> None:
        folder = Path(settings.VAR)
        self.lock = folder / "template.lock"
        self.copies: SQLiteCopies | PostgresCopies = (
            SQLiteCopies(folder) if connection.vendor == "sqlite" else PostgresCopies()
        )
        self.template = self.copies.name(f"template-{fingerprint()}")
        self.database = self.copies.name(f"run-{run}-{os.getpid()}")

    def prepare(self, *, anew: bool = False) -> None:
        """Make the template where it is missing (or ``anew``), then this process's copy, and use it."""
        with locked(self.lock):
            if anew or not self.copies.exists(self.template):
                self._make_template()
            self.copies.copy(self.template, self.database)
        use_database(self.database)

    def _make_template(self) -> None:
        self.copies.sweep()
        making = self.copies.name("making")
        # With a plugin that was installed only its own tables are missing.
        alone = self.copies.name(f"template-{fingerprint(alone=True)}")
        if alone != self.template and self.copies.exists(alone):
            self.copies.copy(alone, making)
        else:
            self.copies.create(making)
        use_database(making)
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        connections.close_all()
        self.copies.drop(self.template)
        self.copies.rename(making, self.template)

    def restore(self) -> None:
        """Bring this process's database back to the template, after a test that really committed."""
        connections.close_all()
        self.copies.copy(self.template, self.database)

    def remove(self) -> None:
        """Drop this process's database."""
        connections.close_all()
        self.copies.drop(self.database)
