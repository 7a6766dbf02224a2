"""``manage.py questions``: what a question file holds, and what of it cannot be read."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plugins.theory_tests.formats import READERS
from plugins.theory_tests.formats.decoding import MOST_BYTES
from plugins.theory_tests.formats.shape import as_json


class Command(BaseCommand):
    """Read a question file and print it as JSON."""

    help = (
        "Reads files of questions. 'parse' prints as JSON what a file holds. What cannot be read is named with its "
        "line and column on the error output; then the exit status is 1, and what could be read is printed anyway."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be done."""
        parser.add_argument("what", choices=["parse"], help="parse: print as JSON what the file holds")
        parser.add_argument("file", type=Path, metavar="FILE", help="a file of questions")
        parser.add_argument("--format", choices=sorted(READERS), required=True, help="what the file is written in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it, and fail when anything could not be read."""
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        reading = READERS[options["format"]](data)
        shapes = [as_json(item, file_format=options["format"]) for item in reading.items]
        self.stdout.write(json.dumps(shapes, ensure_ascii=False, indent=2))
        for fault in reading.faults:
            self.stderr.write(f"{path}:{fault.line}:{fault.column}: {fault}")
        if not reading.is_whole:
            count = sum(not fault.is_loss for fault in reading.faults)
            raise CommandError(f"{path}: {count} could not be read.")
