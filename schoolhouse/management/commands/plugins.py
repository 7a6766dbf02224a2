"""``manage.py plugins``: which plugins there are and how they do."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from schoolhouse.queries.plugins import PluginReport, reports


class Command(BaseCommand):
    """Lists the plugins with state, version, scope and what each registered."""

    help = (
        "List the plugins: state, version, where each can be switched, what it adds to the school, and why one is "
        "left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the format."""
        parser.add_argument("--json", action="store_true", help="write JSON instead of text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the list; raises ``CommandError`` when the database does not answer."""
        try:
            found = reports()
        except DatabaseError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps([_plain(report) for report in found], ensure_ascii=False, indent=2))
        else:
            for report in found:
                self._write(report)
            if not found:
                self.stdout.write("There are no plugins.")

    def _write(self, report: PluginReport) -> None:
        """Write one plugin in a few lines."""
        version = f" {report.version}" if report.version else ""
        scope = f", switched for the {report.scope}" if report.scope else ""
        self.stdout.write(f"{report.name}{version}: {report.state}{scope} ({report.origin or 'not found'})")
        if report.reason:
            self.stdout.write(f"    {report.reason}")
        for line in report.registered:
            self.stdout.write(f"    {line}")
        for fault in report.faults:
            off = ", switched off" if fault.switched_off else ""
            self.stdout.write(f"    FAULT at {fault.place}, {fault.count} times{off}: {fault.message}")


def _plain(report: PluginReport) -> dict[str, Any]:
    faults = [{"place": fault.place, "message": fault.message, "count": fault.count} for fault in report.faults]
    plain = {name: getattr(report, name) for name in ("name", "origin", "version", "scope", "state", "reason")}
    return {**plain, "title": str(report.title), "registered": report.registered, "faults": faults}
