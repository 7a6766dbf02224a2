"""``manage.py make_roster FILE.xlsx``: write a roster to try the import with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.sheets.writer import csv_lines, write_xlsx
from home.demo.roster import ROWS, roster_columns, roster_rows, roster_size

LARGEST_SCALE = 1_000.0


class Command(BaseCommand):
    """Write a spreadsheet of made-up learners."""

    help = (
        "Writes a roster of made-up learners, as a class teacher would upload it: name, phone, organization, post, "
        f"sex, staff number, room, diet. Scale 1 is {ROWS:,} learners, 0.06 a class of 60; above 5 the import refuses "
        "it as too long. Organizations are this server's townships. The same seed gives the same people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the flags."""
        parser.add_argument("file", metavar="FILE", type=Path, help="where to write: FILE.xlsx or FILE.csv")
        parser.add_argument("--scale", type=float, default=0.06, help=f"size of the roster; 1 is {ROWS:,} learners")
        parser.add_argument("--seed", type=int, default=2026, help="the same seed gives the same roster")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many rows it has."""
        path: Path = options["file"]
        scale: float = options["scale"]
        if path.suffix.lower() not in (".xlsx", ".csv"):
            raise CommandError("FILE must end in .xlsx or .csv.")
        if not 0 < scale <= LARGEST_SCALE:
            raise CommandError(f"--scale must be above 0 and at most {LARGEST_SCALE:g}.")
        with translation.override(settings.LANGUAGE_CODE):
            columns = roster_columns()
            rows = roster_rows(scale=scale, seed=options["seed"], language=settings.LANGUAGE_CODE)
            try:
                with path.open("wb") as file:
                    if path.suffix.lower() == ".csv":
                        file.writelines(csv_lines(columns, rows))
                    else:
                        write_xlsx(file, title=_("Roster"), columns=columns, rows=rows)
            except OSError as error:
                raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: {roster_size(scale):,} learners")
