"""``manage.py forums``: whether posts are found as they stand, filing and rendering them anew."""

from argparse import ArgumentParser
from dataclasses import astuple
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forums.actions.counters import counter_drift, recount
from forums.actions.rendering import render_anew
from forums.actions.search import drift, refile


class Command(BaseCommand):
    """Check or refile what search finds of the discussion, or render posts anew."""

    help = (
        "Looks after what search finds in forums, and what is counted there. 'check' compares every thread and post "
        "with what is filed of it, counts anew what threads and posts count, and fails if they differ; 'refile' files "
        "all of them anew, which takes about a minute for 100,000 posts; 'recount' sets the counters right. Both are "
        "kept as people write: this is for after a script or a restore has changed posts behind the school's back. "
        "'render' renders posts that an older version of the software rendered; the worker does so by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be done."""
        parser.add_argument(
            "what",
            choices=["check", "refile", "recount", "render"],
            help="check: compare; refile: file anew; recount: set counters right; render: render outdated posts",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was found."""
        if options["what"] == "refile":
            self.stdout.write(f"{refile()} threads and posts can be found.")
            return
        if options["what"] == "render":
            self.stdout.write(f"{render_anew()} posts were rendered anew.")
            return
        if options["what"] == "recount":
            wrong = recount()
            self.stdout.write(f"{sum(astuple(wrong))} counters were set right.")
            return
        found = drift()
        counters = counter_drift()
        if counters:
            raise CommandError(
                f"Counters have drifted: those of {counters.threads} threads, the thanks for {counters.thanks} posts, "
                f"the versions of {counters.versions} posts, and {counters.reading} times somebody has read further "
                f"than there are posts, the votes for {counters.votes} answers and the voters of {counters.voters} "
                "polls. "
                "Run: manage.py forums recount"
            )
        if found:
            raise CommandError(
                f"{found.missing} threads and posts cannot be found, {found.stale} are found as they were before, "
                f"{found.left_over} are found though they are gone. Run: manage.py forums refile"
            )
        self.stdout.write("Every thread and post is found as it stands, and every counter is right.")
