"""Restoring a backup: all is checked before anything is touched, and what was there is put aside, not deleted."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from foundation.backups.archive import BackupFault, Manifest, read_manifest, verify
from foundation.backups.databases import Database, database
from foundation.backups.making import media_root, require_room


@dataclass
class Restored:
    """What was restored; ``aside`` names where the former data lie now, ``missing`` the apps that are not installed."""

    manifest: Manifest
    aside: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def restore_backup(path: Path, *, kept: Mapping[str, Path], replace: bool = False) -> Restored:
    """Put the backup ``path`` into this server's place; the tables are then as old as it is, so migrate afterwards.

    ``kept`` says where its files beside the database go. With ``replace`` what is there is put aside first.

    Raises ``BackupFault``, with nothing changed: where the backup is damaged, of a newer version or of the other kind
    of database, where there is a school already, or where its programs still run.
    """
    manifest = read_manifest(path)
    missing = _apps_missing(manifest)
    here, root = database(), media_root()
    _require_fit(manifest, here, root, replace)
    aside = f"before-{timezone.now():%Y%m%d-%H%M%S}"
    near = root if root is not None else path
    near.parent.mkdir(parents=True, exist_ok=True)
    require_room(near.parent, sum(size for size, _digest in manifest.files.values()))
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=near.parent) as name:
        folder = Path(name)
        verify(path, manifest, lambda name: folder / name)
        restored = Restored(manifest, missing=missing)
        kept_former = here.load(folder / manifest.database_file, aside)
        restored.aside += [kept_former] if kept_former else []
        connection.close()
        if manifest.has_media and root is not None:
            restored.aside += _swap(folder / "media", root, aside)
        for file, place in kept.items():
            if (folder / "kept" / file).exists():
                restored.aside += _swap(folder / "kept" / file, place, aside)
    if here.count() != manifest.rows:
        raise BackupFault("The database is restored, but tables have other numbers of rows than the backup says.")
    return restored


def _apps_missing(manifest: Manifest) -> list[str]:
    """Return the apps of the backup that are not installed here. Raises ``BackupFault`` for a backup of the future."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    known |= {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    apps = {app for app, _name in known}
    newer = [f"{app}.{name}" for app, names in manifest.migrations.items() if app in apps for name in names
             if (app, name) not in known]  # fmt: skip
    if newer:
        raise BackupFault(f"This backup was made by a newer version, which knew {newer[0]}. Install that one first.")
    return sorted(app for app in manifest.migrations if app not in apps)


def _require_fit(manifest: Manifest, here: Database, root: Path | None, replace: bool) -> None:
    if manifest.database != here.vendor:
        raise BackupFault(f"This is a backup of {manifest.database}; this server is set up for {here.vendor}.")
    if manifest.has_media and root is None:
        raise BackupFault("This backup holds uploaded files, and this server keeps them in an object store.")
    is_bare = here.is_empty() and (root is None or not root.exists() or not any(root.iterdir()))
    if not is_bare and not replace:
        raise BackupFault("There is a school already. With --replace it is put aside first.")
    if others := here.others():
        said = "; ".join(others[:5])
        raise BackupFault(f"Stop gunicorn, the worker and the scheduler first. The database is still open to: {said}")


def _swap(new: Path, place: Path, aside: str) -> list[str]:
    """Put a file or folder into its place, and what was there beside it; return where."""
    former = place.with_name(f"{place.name}.{aside}")
    place.parent.mkdir(parents=True, exist_ok=True)
    was_there = place.exists()
    if was_there:
        place.rename(former)
    if new.exists():
        shutil.move(new, place)
    elif not place.exists():
        place.mkdir()
    return [str(former)] if was_there else []
