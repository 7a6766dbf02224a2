"""``manage.py scheduler``."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from foundation.jobs.scheduler import Scheduler


class Command(BaseCommand):
    """Enqueue scheduled jobs."""

    help = (
        "Enqueue scheduled jobs when their time comes; a worker runs them. Where several schedulers run, one leads and "
        "the others stand by: each slot fires once. What was missed while none ran is made up for once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--tick", type=float, default=2.0, help="seconds between looks at the clock (default 2)")

    def handle(self, *args: object, **options: object) -> None:
        """Run until told to stop."""
        Scheduler(tick=float(str(options["tick"]))).run()
