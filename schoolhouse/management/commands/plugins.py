"""``manage.py plugins``: which plugins there are and how they do; ``plugins purge NAME``: what one left is removed."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from schoolhouse.leftovers.purge import Plan, plan, purge
from schoolhouse.queries.plugins import PluginReport, reports
from schoolhouse.refusals import Refusal


class Command(BaseCommand):
    """Lists the plugins with state, version, scope and what each registered."""

    help = (
        "List the plugins: state, version, where each can be switched, what it adds to the school, and why one is "
        "left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the subcommand, and the format of the list."""
        parser.add_argument("--json", action="store_true", help="write JSON instead of text")
        commands = parser.add_subparsers(dest="subcommand", title="subcommands")
        commands.add_parser("list", help="list the plugins, as without a subcommand")
        purging = commands.add_parser("purge", help="remove the tables, pages and rows of a plugin that is gone")
        purging.add_argument("name", help="the plugin's name in code")
        purging.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the list; raises ``CommandError`` when the database does not answer, or a purge is refused."""
        if options["subcommand"] == "purge":
            self._purge(options["name"], ask=not options["yes"])
            return
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

    def _purge(self, name: str, *, ask: bool) -> None:
        """Say what would go, ask, and remove it."""
        try:
            going = plan(name)
            self._show(going)
            if ask and not going.in_the_way and not self._confirmed(name):
                raise CommandError("Nothing was removed.")
            purge(name)
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from None
        self.stdout.write(self.style.SUCCESS(f"Nothing of {name} is left. Restart the servers and workers."))

    def _confirmed(self, name: str) -> bool:
        return input("Remove all of this for good? Type the plugin's name: ").strip() == name

    def _show(self, going: Plan) -> None:
        """Write what would go."""
        write = self.stdout.write
        write(f"{going.plugin.verbose_name} ({going.plugin.name}), last seen {going.plugin.last_seen_at:%Y-%m-%d}")
        write("Tables:" if going.tables else "Tables: none")
        for table, rows in going.tables.items():
            write(f"  {table}: {rows} rows")
        write(f"Pages: {len(going.pages)}")
        for page in going.pages:
            write(f"  {page.pk} {page.title} ({page.url_path})")
        write(f"Content types: {', '.join(f'{each.app_label}.{each.model}' for each in going.content_types) or 'none'}")
        write(f"Permissions: {going.permissions}")
        write(f"Migrations recorded: {', '.join(going.migrations) or 'none'}")
        for what, count in going.rows.items():
            write(f"{what}: {count}")
        write("What was written with its blocks inside other pages stays there until an editor deletes it.")

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
