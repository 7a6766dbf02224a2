"""``manage.py backup``: keep a whole school in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from foundation.backups import BackupFault, make_backup
from home.actions.backups import about_this_server, kept_files


class Command(BaseCommand):
    """Write the database, what was uploaded, and the server's own key into one archive."""

    help = (
        "Keeps the whole school in one .tar file: the database as it is at one moment, what was uploaded, and the "
        "server's own key and language. The school may go on working meanwhile. The file is as confidential as the "
        "school: whoever has it reads everything. Restore it with: manage.py restore FILE"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the flags."""
        default = Path(settings.VAR) / "backups"
        parser.add_argument("--to", type=Path, default=default, help=f"a folder, or FILE.tar (default: {default})")
        parser.add_argument("--no-media", action="store_true", help="leave out what was uploaded")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it; exit status 1, with no file left, when that cannot be done."""
        to: Path = options["to"]
        if to.suffix != ".tar":
            to = to / f"schoolhouse-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
        try:
            manifest = make_backup(
                to,
                kept=kept_files(),
                about=about_this_server(),
                with_media=not options["no_media"],
                say=self.stdout.write if options["verbosity"] > 1 else lambda _text: None,
            )
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        except DatabaseError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        size = to.stat().st_size / 2**20
        uploaded, rows = len(manifest.below("media")), sum(manifest.rows.values())
        self.stdout.write(f"{to}: {size:,.1f} MB, {rows:,} rows in {len(manifest.rows)} tables, {uploaded:,} files")
        if not manifest.has_media:
            self.stdout.write("What was uploaded is not in it.")
