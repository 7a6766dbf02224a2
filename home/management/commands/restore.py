"""``manage.py restore``: bring a school back from its backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from foundation.backups import BackupFault, read_manifest, restore_backup, verify
from home.actions.backups import kept_files


class Command(BaseCommand):
    """Check an archive to its last byte, put it into place, and migrate it to this version."""

    help = (
        "Brings back a school that manage.py backup kept. The file is read to its end before anything is touched. Stop "
        "gunicorn, the worker and the scheduler first. A backup of an older version is migrated to this one; one of "
        "SQLite goes to SQLite, one of PostgreSQL to PostgreSQL."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the flags."""
        parser.add_argument("file", metavar="FILE", type=Path, help="what manage.py backup wrote")
        parser.add_argument("--replace", action="store_true", help="put the school that is here aside, and say where")
        parser.add_argument("--check", action="store_true", help="only read the file to its end and say what it holds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit status 1, with nothing changed, when that cannot be done."""
        path: Path = options["file"]
        try:
            if options["check"]:
                manifest = read_manifest(path)
                verify(path, manifest)
                aside: list[str] = []
                missing: list[str] = []
            else:
                restored = restore_backup(path, kept=kept_files(), replace=options["replace"])
                manifest, aside, missing = restored.manifest, restored.aside, restored.missing
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        except (DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        said = f"{rows:,} rows in {len(manifest.rows)} tables, {len(manifest.below('media')):,} uploaded files"
        self.stdout.write(f"{path}: made at {manifest.made_at}, {said}; every one as it was.")
        if options["check"]:
            return
        for place in aside:
            self.stdout.write(f"What was here lies in {place}")
        if missing:
            self.stdout.write(
                f"Its plugins {', '.join(missing)} are not installed here; their tables stay as they are."
            )
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(self.style.SUCCESS("The school is back. Start gunicorn, the worker and the scheduler."))
