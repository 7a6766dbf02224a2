"""``manage.py setup``: make a school on an empty server."""

import sys
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext, override

from home.actions.setup import keep_language, require_empty, set_up_school
from home.management.questions import Questions
from people.accounts.identifiers import normalize_account_name, validate_account_name
from people.models import Organization, OrganizationKind, User
from schoolhouse.refusals import Refusal

CODES = [code for code, _name in settings.LANGUAGES]


class Command(BaseCommand):
    """Ask for what was not given as a flag, then make the school in one transaction."""

    help = (
        "Makes a school on an empty server: the first organization, its home page in the school's language, and an "
        "administrator who signs in at /accounts/login/. Asks for what no flag gives. An empty database is migrated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the flags; each has a question when it is left out."""
        parser.add_argument(
            "--language", choices=CODES, help="the school's own language (default: LANGUAGE_CODE); kept in var/language"
        )
        parser.add_argument("--organization", help="name of the city, county or school that runs this server")
        parser.add_argument(
            "--kind", choices=OrganizationKind.values, help="what that organization is (default: school)"
        )
        parser.add_argument("--full-name", help="the administrator's full name")
        parser.add_argument("--account-name", help="the administrator's account name, to sign in with")
        parser.add_argument("--password", help="the administrator's password; asked for unseen when left out")
        parser.add_argument("--address", help="where people will open the school (default: http://localhost)")
        parser.add_argument("--no-input", action="store_true", help="never ask: fail when something is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the school; exit status 1, with nothing made, when that cannot be done."""
        questions = Questions(asks=not options["no_input"] and sys.stdin.isatty(), problems=self.stderr)
        if questions.asks:  # nobody answers seven questions to hear that a school stands here already
            self._ready()
        language = self._language(options["language"], questions)
        with override(language):
            answers = self._answers(options, questions)
            if not questions.asks:  # and nothing is migrated for flags that do not suffice
                self._ready()
            try:
                home = set_up_school(**answers, language=language)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            stands = gettext("%(school)s stands. Sign in at /accounts/login/ and go to /admin/.")
            self.stdout.write(self.style.SUCCESS(stands % {"school": home.title}))
            if language != settings.LANGUAGE_CODE and not keep_language(language):
                self.stdout.write(gettext("Start all programs with LANGUAGE_CODE=%(code)s.") % {"code": language})

    def _ready(self) -> None:
        """Migrate an empty database; refuse one that holds a school, or of another version."""
        try:
            if not MigrationRecorder(connection).applied_migrations():
                self.stdout.write(gettext("Preparing the database …"))
                call_command("migrate", interactive=False, verbosity=0)
            require_empty()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        except DatabaseError as error:
            hint = gettext("The database does not answer as this version expects; run manage.py migrate.")
            raise CommandError(f"{hint} ({error})") from error

    def _language(self, given: str | None, questions: Questions) -> str:
        question = "Language of the school / 学校的语言 (" + ", ".join(CODES) + ")"
        return questions.answer(given, "--language", question, check=_language, default=settings.LANGUAGE_CODE)

    def _answers(self, options: dict[str, Any], questions: Questions) -> dict[str, Any]:
        kinds = gettext("What it is (%(kinds)s)") % {"kinds": ", ".join(map(str, OrganizationKind.labels))}
        asked = (
            ("organization", gettext("Name of the organization"), _organization, ""),
            ("kind", kinds, _kind, str(OrganizationKind.SCHOOL.label)),
            ("full_name", gettext("Full name of the administrator"), _full_name, ""),
            ("account_name", gettext("Account name to sign in with"), _account_name, ""),
            ("address", gettext("Address at which people will open the school"), _address, "http://localhost"),
        )
        answers = {}
        for name, question, check, default in asked:
            flag = f"--{name.replace('_', '-')}"
            answers[name] = questions.answer(options[name], flag, question, check=check, default=default)
        hostname, port = _host(answers["address"])
        password = questions.secret(
            options["password"], "--password", gettext("Password"), gettext("Password again"), check=_password
        )
        return {
            "organization_name": answers["organization"],
            "organization_kind": answers["kind"],
            "full_name": answers["full_name"],
            "account_name": answers["account_name"],
            "password": password,
            "hostname": hostname,
            "port": port,
        }


def _language(value: str) -> str:
    if value not in CODES:
        raise ValidationError(f"{', '.join(CODES)}?")
    return value


def _organization(value: str) -> str:
    Organization._meta.get_field("name").clean(value, None)
    return value


def _kind(value: str) -> str:
    by_label = {str(label).lower(): key for key, label in OrganizationKind.choices}
    value = by_label.get(value.lower(), value.lower())
    if value not in OrganizationKind.values:
        kinds = ", ".join(map(str, OrganizationKind.labels))
        raise ValidationError(gettext("Please choose one of: %(kinds)s") % {"kinds": kinds})
    return value


def _full_name(value: str) -> str:
    User._meta.get_field("full_name").clean(value, None)
    return value


def _account_name(value: str) -> str:
    value = normalize_account_name(value) or ""
    User._meta.get_field("account_name").clean(value, None)
    validate_account_name(value)
    return value


def _password(value: str) -> str:
    validate_password(value)
    return value


def _address(value: str) -> str:
    _host(value)
    return value


def _host(address: str) -> tuple[str, int]:
    """Return host name and port of an address such as ``https://school.example``."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        hostname, port = parts.hostname, parts.port
    except ValueError:
        hostname, port = None, None
    if not hostname or " " in hostname or len(hostname) > 255:
        raise ValidationError(gettext("%(address)s is not an address.") % {"address": address})
    return hostname, port or (443 if parts.scheme == "https" else 80)
