"""PostgreSQL: its own ``pg_dump`` and ``pg_restore``."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.client import DatabaseClient

from foundation.backups.archive import BackupFault
from foundation.backups.databases import Database

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
OTHERS = """
    SELECT concat_ws(' ', pid, application_name, client_addr) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


class Postgres(Database):
    """The tables in the schema ``public`` of a PostgreSQL database."""

    vendor = "postgresql"

    def dump(self, to: Path) -> dict[str, int]:
        """Have ``pg_dump`` write what one transaction sees, and count in the same."""
        with self._asking() as asking:
            asking.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = asking.execute("SELECT pg_export_snapshot()").fetchone()[0]
            self._run("pg_dump", "--format=custom", "--schema=public", f"--snapshot={snapshot}", f"--file={to}")
            return _rows(asking)

    def is_empty(self) -> bool:
        """Say whether there is no table in it."""
        with self._asking() as asking:
            return asking.execute(TABLES).fetchone() is None

    def others(self) -> list[str]:
        """Name the connections of others."""
        self.connection.close()
        self.connection.close_pool()
        with self._asking() as asking:
            return [row[0] for row in asking.execute(OTHERS).fetchall()]

    def load(self, source: Path, aside: str) -> str:
        """Move the schema out of the way and restore into a new one; a failure moves it back."""
        former = f"public_{aside}".replace("-", "_") if not self.is_empty() else ""
        with self._asking() as asking:
            if former:
                asking.execute(f'ALTER SCHEMA public RENAME TO "{former}"')
                asking.execute("CREATE SCHEMA public")
            try:
                options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
                self._run("pg_restore", *options, "--schema=public", str(source), into=True)
            except BackupFault:
                if former:
                    asking.execute("DROP SCHEMA public CASCADE")
                    asking.execute(f'ALTER SCHEMA "{former}" RENAME TO public')
                raise
            asking.execute("ANALYZE")
        return former and f'the schema {former} (DROP SCHEMA "{former}" CASCADE, when all is well)'

    def count(self) -> dict[str, int]:
        """Return the rows of each table."""
        with self._asking() as asking:
            return _rows(asking)

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        """Open a connection of its own: those of the pool are cut off after a minute, which a large school takes."""
        import psycopg

        parameters = {**self.connection.get_connection_params()}
        for name in ("pool", "cursor_factory", "context", "prepare_threshold", "options"):
            parameters.pop(name, None)
        with psycopg.connect(**parameters, autocommit=True) as asking:
            yield asking

    def _run(self, program: str, *options: str, into: bool = False) -> None:
        """Run one of PostgreSQL's programs on the database. Raises ``BackupFault`` with what it says."""
        arguments, environment = DatabaseClient.settings_to_cmd_args_env(self.connection.settings_dict, [])
        *reach, name = arguments[1:]
        target = [f"--dbname={name}"] if into else [name]
        done = subprocess.run(
            [_program(program), *reach, *options, *target],
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BackupFault(f"{program} failed: {done.stderr.strip()[-1000:]}")


def _program(name: str) -> str:
    """Return where a program of PostgreSQL lies: on the path, else Debian's newest."""
    if found := shutil.which(name):
        return found
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    if not debian:
        raise BackupFault(f"{name} is missing: apt-get install postgresql-client")
    return str(debian[-1])


def _rows(asking: Any) -> dict[str, int]:
    tables = [row[0] for row in asking.execute(TABLES).fetchall()]
    return {name: asking.execute(f'SELECT count(*) FROM public."{name}"').fetchone()[0] for name in tables}
