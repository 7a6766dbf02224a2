"""``manage.py points``: whether totals are what the ledger says, and setting them right."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.actions.points.checking import check_points, recount


class Command(BaseCommand):
    """Compare totals with the ledger of points, or make them anew."""

    help = (
        "Looks after the ledger of points. 'check' compares every total with the sum of its entries, every entry that "
        "takes another one back with that one, the signature of totals that closing a class froze, and whether the "
        "triggers are there that keep entries from being changed; it fails if anything is wrong. 'recount' makes "
        "totals anew that differ from the ledger. The database keeps them by itself: this is for after a script or "
        "a restore has worked behind the school's back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be done."""
        parser.add_argument(
            "what", choices=["check", "recount"], help="check: compare; recount: make totals anew that differ"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was found."""
        if options["what"] == "recount":
            self.stdout.write(f"{recount()} totals were made anew.")
            return
        found = check_points()
        said = []
        if found.totals:
            said.append(f"{len(found.totals)} totals differ from the ledger. Run: manage.py points recount")
        if found.reversals:
            said.append(f"{len(found.reversals)} entries are not the opposite of what they take back.")
        if found.snapshots:
            said.append(f"{len(found.snapshots)} frozen totals are not as signed: they, or SECRET_KEY, changed.")
        if found.triggers:
            said.append(f"Triggers are gone: {', '.join(found.triggers)}. Entries can be changed.")
        if said:
            raise CommandError(" ".join(said))
        self.stdout.write("Every total is what the ledger says.")
