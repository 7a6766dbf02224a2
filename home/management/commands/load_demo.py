"""``manage.py load_demo``: fill an empty server with the demo school."""

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo.load import load_school
from people.models import Organization

LARGEST_SCALE = 10.0


class Command(BaseCommand):
    """Load the demo school; refused where real people may be."""

    help = (
        "Fills an empty server with the demo school: organizations, people, lessons, classes, forums, feedback and "
        "points. Scale 1 is a city of 7,716 learners. The accounts' password is SCHOOLHOUSE_DEMO_PASSWORD, else a "
        "random one kept in var/demo-password. Refused under production settings and on a server that has a school."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the flags."""
        parser.add_argument("--scale", type=float, default=0.05, help="size of the school; 1 is a whole city")
        parser.add_argument("--seed", type=int, default=2026, help="the same seed gives the same school")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, showing a progress bar."""
        if not settings.DEMO_ALLOWED:
            raise CommandError("The demo's accounts are refused under these settings: real people may be here.")
        if not 0 < options["scale"] <= LARGEST_SCALE:
            raise CommandError(f"--scale must be above 0 and at most {LARGEST_SCALE:g}.")
        if Organization.objects.exists():
            raise CommandError("This server already has a school; the demo is loaded into an empty one.")
        school = load_school(
            scale=options["scale"],
            seed=options["seed"],
            password=demo_password(),
            quiet=options["verbosity"] == 0,
        )
        for plugin in school.missing:
            self.stderr.write(f"The part of the plugin {plugin} could not be loaded; the log says why.")


def demo_password() -> str:
    """Return the demo accounts' password: from the environment, else the one kept in ``var/demo-password``."""
    if given := os.environ.get("SCHOOLHOUSE_DEMO_PASSWORD", ""):
        return given
    kept = Path(settings.VAR) / "demo-password"
    if not kept.exists():
        kept.write_text(f"{secrets.token_urlsafe(9)}\n")
        kept.chmod(0o600)
    return kept.read_text().strip()
