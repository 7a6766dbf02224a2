"""``manage.py worker``."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from foundation.jobs.supervisor import Supervisor


class Command(BaseCommand):
    """Run background jobs."""

    help = (
        "Run background jobs: mail, search index, events, whatever rooms and plugins have enqueued. Several workers, "
        "on several machines, may run beside each other. SIGTERM or Ctrl-C lets jobs at work finish."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--processes", type=int, default=2, help="jobs run at the same time (default 2)")
        parser.add_argument("--poll", type=float, default=1.0, help="seconds between looks into an empty queue")
        parser.add_argument("--grace", type=float, default=10.0, help="seconds that jobs may finish after SIGTERM")
        parser.add_argument("--drain", action="store_true", help="run what is due now, then end")
        parser.add_argument("--once", action="store_true", help="run at most one job, then end")

    def handle(self, *args: object, **options: object) -> None:
        """Run until told to stop."""
        once = bool(options["once"])
        Supervisor(
            processes=1 if once else max(int(str(options["processes"])), 1),
            poll=float(str(options["poll"])),
            grace=float(str(options["grace"])),
            until_idle=once or bool(options["drain"]),
            limit=1 if once else None,
        ).run()
