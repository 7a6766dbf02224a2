"""``manage.py startplugin NAME``: a new plugin that works, to be changed into what one needs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from schoolhouse.scaffold import write_plugin


class Command(BaseCommand):
    """Writes the package of a plugin."""

    help = (
        "Write the package of a new plugin: a model, a page, a block for lessons, an entry of the navigation, "
        "translations, and tests that pass. Install it with pip and change it into what you need; docs/plugins.md "
        "leads through it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name and the place."""
        parser.add_argument("name", help="the plugin's name, a lower-case Python name such as tea_round")
        parser.add_argument(
            "--target", type=Path, default=Path(), help="the folder in which to write it (default: the current one)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it; raises ``CommandError`` when it could not be done."""
        try:
            folder = write_plugin(options["name"], options["target"])
        except OSError as error:
            raise CommandError(f"Nothing was written: {error}") from error
        self.stdout.write(
            f"Written: {folder}\n\nNext, from Schoolhouse's folder:\n"
            f"    .venv/bin/pip install --no-build-isolation -e {folder}\n"
            f"    .venv/bin/python manage.py migrate\n"
            f"    (cd {folder} && pytest), with Schoolhouse's .venv/bin/pytest"
        )
