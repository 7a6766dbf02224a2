"""``manage.py feedback``: whether tallies are what the answers say, and setting them right."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.actions.feedback.tallying import recount, wrong_tallies


class Command(BaseCommand):
    """Compare the tallies of feedback with the answers, or make them anew."""

    help = (
        "Looks after the tallies of feedback, which all figures of a school are added up from. 'check' counts every "
        "answer that may be read and compares; it fails if a tally is wrong, missing or left over. 'recount' makes "
        "the tallies anew of surveys where they differ. They are kept with each answer: this is for after an upgrade, "
        "a script or a restore that worked behind the school's back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be done."""
        parser.add_argument(
            "what", choices=["check", "recount"], help="check: compare; recount: make tallies anew that differ"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was found."""
        if options["what"] == "recount":
            self.stdout.write(f"The tallies of {recount()} surveys were made anew.")
            return
        if wrong := wrong_tallies():
            raise CommandError(
                f"The tallies of {len(wrong)} surveys differ from their answers. Run: manage.py feedback recount"
            )
        self.stdout.write("Every tally is what the answers say.")
