"""Making a backup, of a server that goes on working."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from foundation.backups.archive import BackupFault, Manifest, Writer
from foundation.backups.databases import database

STEP = 500
"""After so many files it is said how far it has come."""


def make_backup(
    to: Path,
    *,
    kept: Mapping[str, Path],
    about: dict[str, Any] | None = None,
    with_media: bool = True,
    say: Callable[[str], None] = lambda _text: None,
) -> Manifest:
    """Write everything to the file ``to``, which appears once it is whole, and is for its owner alone.

    ``kept`` are files beside the database, by the name they shall have; those that are not there are left out. Files
    that are uploaded while it runs may be in it without a row that names them, never the other way round.

    Raises ``BackupFault`` where ``to`` is there already, the disk has no room, or the database gives nothing.
    """
    if to.exists():
        raise BackupFault(f"{to} is there already.")
    applied = MigrationRecorder(connection).applied_migrations()
    if not applied:
        raise BackupFault("The database is empty: there is nothing to keep.")
    migrations: dict[str, list[str]] = {}
    for app, name in sorted(applied):
        migrations.setdefault(app, []).append(name)
    root = media_root() if with_media else None
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=to.parent) as folder:
            manifest = Manifest(
                made_at=timezone.now().isoformat(timespec="seconds"),
                database=connection.vendor,
                migrations=migrations,
                rows={},
                has_media=root is not None,
                about=about or {},
            )
            part = Path(folder) / "archive"
            _write(part, manifest, Path(folder), root, kept, say)
            os.link(part, to)  # unlike a rename, it replaces nothing that came meanwhile
    except FileExistsError as error:
        raise BackupFault(f"{to} is there already.") from error
    except OSError as error:
        raise BackupFault(f"{error.filename or to}: {error.strerror or error}") from error
    return manifest


def _write(
    part: Path,
    manifest: Manifest,
    folder: Path,
    root: Path | None,
    kept: Mapping[str, Path],
    say: Callable[[str], None],
) -> None:
    say("The database …")
    dump = folder / manifest.database_file
    manifest.rows = database().dump(dump)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        archive = Writer(file)
        archive.add(dump, manifest.database_file)
        dump.unlink()
        for name, path in kept.items():
            if path.is_file():
                archive.add(path, f"kept/{name}")
        for number, path in enumerate(_files(root) if root else (), start=1):
            try:
                archive.add(path, f"media/{path.relative_to(root or path).as_posix()}")
            except FileNotFoundError:
                continue  # deleted meanwhile, with the row that named it
            if number % STEP == 0:
                say(f"{number} uploaded files …")
        archive.close(manifest)
        file.flush()
        os.fsync(file.fileno())


def media_root() -> Path | None:
    """Return the folder of what was uploaded, ``None`` where that lies in an object store."""
    return Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path


def require_room(folder: Path, wanted: int) -> None:
    """Raise ``BackupFault`` where a disk has no room for so many bytes."""
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise BackupFault(f"{folder} has {free // 2**20:,} MB left; {wanted // 2**20 + 1:,} MB are needed.")
