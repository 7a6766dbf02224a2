"""Leaving out plugins whose tables have not been made: a query for one would fail on somebody's page."""

import sys
import warnings
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.utils import ConnectionHandler

from schoolhouse import quarantine
from schoolhouse.discovery import trial

_NEED_EVERY_PLUGIN = {
    "makemigrations",
    "migrate",
    "optimizemigration",
    "showmigrations",
    "sqlmigrate",
    "squashmigrations",
    "test",
}
"""Commands of ``manage.py`` that are about migrations themselves."""

REASON = "Its tables are not there yet, or not all of them: run “manage.py migrate”."


def leave_out_unmigrated() -> None:
    """Take plugins with migrations to run out of ``INSTALLED_APPS``; call it while the first app is being made.

    Django goes through that list while it makes the apps, so that what is taken out of it behind the first is never
    loaded. A database that does not answer, or has never been migrated, leaves everything as it is.
    """
    if trial.runs() or quarantine.strict() or _NEED_EVERY_PLUGIN & set(sys.argv[1:2]):
        return
    wanted = {name: _migrations(candidate.location()) for name, candidate in quarantine.candidates.items()}
    wanted = {name: migrations for name, migrations in wanted.items() if migrations and name not in quarantine.reasons}
    applied = _applied(list(wanted)) if wanted else None
    if applied is None:
        return
    for name, migrations in wanted.items():
        if not migrations <= applied.get(name, set()):
            package = quarantine.candidates[name].package
            settings.INSTALLED_APPS[:] = [
                entry for entry in settings.INSTALLED_APPS if not entry.startswith(f"{package}.apps.")
            ]
            quarantine.note({name: REASON})


def _migrations(place: Path | None) -> set[str]:
    if place is None:
        return set()
    return {path.stem for path in place.glob("migrations/*.py") if not path.name.startswith("_")}


def _applied(labels: list[str]) -> dict[str, set[str]] | None:
    """Return the migrations that the database has, by label, or ``None`` where it cannot say.

    By a connection of its own, without a pool: no thread and no socket may be left when gunicorn forks.
    """
    config: dict[str, Any] = {**settings.DATABASES["default"]}
    config["OPTIONS"] = {name: value for name, value in config.get("OPTIONS", {}).items() if name != "pool"}
    connection = ConnectionHandler({"default": config})["default"]
    places = ", ".join(["%s"] * len(labels))
    try:
        with warnings.catch_warnings(), connection.cursor() as cursor:
            # Django warns of queries before everything is loaded; this one needs nothing of it.
            warnings.simplefilter("ignore", RuntimeWarning)
            cursor.execute(f"SELECT app, name FROM django_migrations WHERE app IN ({places})", labels)
            rows = cursor.fetchall()
    except DatabaseError:
        return None
    finally:
        connection.close()
    applied: dict[str, set[str]] = {}
    for app, name in rows:
        applied.setdefault(app, set()).add(name)
    return applied
