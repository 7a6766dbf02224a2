"""``manage.py events``."""

from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foundation.jobs import outbox
from foundation.jobs.registry import subscriptions


class Command(BaseCommand):
    """List event handlers, or give one of them events from before it was installed."""

    help = "List who listens to which event, or replay older events to a handler that has not had them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="list the events listened to and their handlers")
        replay = commands.add_parser("replay", help="owe a handler the events that it has not had")
        replay.add_argument("handler", help="the handler's name, as “list” shows it")
        replay.add_argument("--days", type=int, default=30, help="how many days back (default 30)")

    def handle(self, *args: object, **options: object) -> None:
        """List or replay."""
        if options["command"] == "list":
            for (name, version), handlers in sorted(subscriptions.items()):
                self.stdout.write(f"{name} {version}: {', '.join(handlers)}")
            return
        handler, days = str(options["handler"]), int(str(options["days"]))
        since = timezone.now() - timedelta(days=days)
        kinds = [kind for kind, handlers in subscriptions.items() if handler in handlers]
        if not kinds:
            raise CommandError(f"No handler is named “{handler}”; see “manage.py events list”.")
        owed = sum(outbox.backfill(name, version, handler, since=since) for name, version in kinds)
        self.stdout.write(f"{owed} events will be delivered to {handler} by a worker.")
