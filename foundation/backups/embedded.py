"""The embedded database: one file, which SQLite copies while others write."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from foundation.backups.archive import BackupFault
from foundation.backups.databases import Database

BESIDE = ("-wal", "-shm", "-journal")


class Embedded(Database):
    """A SQLite file."""

    vendor = "sqlite"

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.connection.settings_dict["NAME"])

    def dump(self, to: Path) -> dict[str, int]:
        """Copy it by SQLite's own means, which see one moment and stop nobody."""
        if not self.path.exists():
            raise BackupFault(f"There is no database at {self.path}.")
        with closing(sqlite3.connect(self.path, timeout=60)) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            return _rows(copy)

    def is_empty(self) -> bool:
        """Say whether there is no file, or nothing in it."""
        if not self.path.exists():
            return True
        with closing(sqlite3.connect(self.path, timeout=60)) as found:
            return not _tables(found)

    def others(self) -> list[str]:
        """Name the processes that have the file open, as far as this account may see them."""
        names = {str(self.path.resolve()) + end for end in ("", *BESIDE)}
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                is_open = any(os.readlink(one) in names for one in (process / "fd").iterdir())
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue
            if is_open and int(process.name) != os.getpid():
                found.append(f"{process.name} ({words[:80]})")
        return found

    def load(self, source: Path, aside: str) -> str:
        """Check the copy, put the old file aside, and the copy into its place."""
        with closing(sqlite3.connect(source)) as copy:
            faults = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
        if faults != ["ok"]:
            raise BackupFault(f"The database in the backup is damaged: {'; '.join(faults)}")
        self.connection.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        incoming = self.path.with_name(f"{self.path.name}.incoming")  # it may lie on another disk than the copy
        shutil.move(source, incoming)
        kept = ""
        for end in ("", *BESIDE):
            place = self.path.with_name(self.path.name + end)
            if place.exists():
                former = place.with_name(f"{self.path.name}.{aside}{end}")
                place.rename(former)
                kept = kept or f"{former} (delete it, and what lies beside it, when all is well)"
        incoming.replace(self.path)
        return kept

    def count(self) -> dict[str, int]:
        """Return the rows of each table."""
        with closing(sqlite3.connect(self.path, timeout=60)) as found:
            return _rows(found)


def _tables(found: sqlite3.Connection) -> list[str]:
    """Return the names of tables that are more than what another one keeps its words in."""
    rows = found.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
    return sorted(name for (name,) in rows if not name.startswith("sqlite_"))


def _rows(found: sqlite3.Connection) -> dict[str, int]:
    return {name: found.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _tables(found)}
