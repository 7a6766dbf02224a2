"""``manage.py setup``: make a school on an empty server."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from home.actions.setup import set_up_school
from people.models import OrganizationKind
from schoolhouse.refusals import Refusal


class Command(BaseCommand):
    """Ask for what was not given as a flag, then make the school in one transaction."""

    help = (
        "Makes a school on an empty server: the first organization, its home page in LANGUAGE_CODE, and an "
        "administrator who signs in at /accounts/login/. Asks for what no flag gives."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the flags; each has a question when it is left out."""
        parser.add_argument("--organization", help="name of the city, county or school that runs this server")
        parser.add_argument(
            "--kind", choices=OrganizationKind.values, help="what that organization is (default: school)"
        )
        parser.add_argument("--full-name", help="the administrator's full name")
        parser.add_argument("--account-name", help="the administrator's account name, to sign in with")
        parser.add_argument("--password", help="the administrator's password; asked for unseen when left out")
        parser.add_argument("--address", help="where people will open the school, such as https://school.example")
        parser.add_argument("--no-input", action="store_true", help="never ask: fail when something is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the school; exit status 1, with nothing made, when that cannot be done."""
        self.ask = not options["no_input"] and sys.stdin.isatty()
        answers = {
            "organization_name": self._answer(options["organization"], "--organization", "Name of the organization"),
            "organization_kind": options["kind"] or OrganizationKind.SCHOOL,
            "full_name": self._answer(options["full_name"], "--full-name", "Administrator's full name"),
            "account_name": self._answer(options["account_name"], "--account-name", "Administrator's account name"),
            "password": options["password"] or self._password(),
        }
        hostname, port = self._address(options["address"] or "http://localhost")
        try:
            home = set_up_school(**answers, hostname=hostname, port=port)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(self.style.SUCCESS(f"{home.title} stands. Sign in at /accounts/login/ and go to /admin/."))

    def _answer(self, given: str | None, flag: str, question: str) -> str:
        if given and given.strip():
            return given.strip()
        if not self.ask:
            raise CommandError(f"{flag} is missing.")
        while not (answer := input(f"{question}: ").strip()):
            self.stderr.write("Please type something.")
        return answer

    def _password(self) -> str:
        if not self.ask:
            raise CommandError("--password is missing.")
        while (password := getpass.getpass("Password: ")) != getpass.getpass("Password again: "):
            self.stderr.write("The two differ; please try again.")
        return password

    def _address(self, address: str) -> tuple[str, int]:
        parts = urlsplit(address if "//" in address else f"//{address}")
        try:
            port = parts.port
        except ValueError as error:
            raise CommandError(f"{address} is not an address.") from error
        if not parts.hostname:
            raise CommandError(f"{address} is not an address.")
        return parts.hostname, port or (443 if parts.scheme == "https" else 80)
