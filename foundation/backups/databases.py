"""What a backup asks of a database, whichever it is."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from django.db import connections


class Database(ABC):
    """The server's database, as a whole."""

    vendor = ""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    @abstractmethod
    def dump(self, to: Path) -> dict[str, int]:
        """Write the database as it is at one moment, while others go on working; return the rows of each table."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Say whether there is no table in it."""

    @abstractmethod
    def others(self) -> list[str]:
        """Name who else has it open."""

    @abstractmethod
    def load(self, source: Path, aside: str) -> str:
        """Put the database ``source`` into its place, all of it or nothing.

        What was there is kept under a name with ``aside`` in it; returns where, and how to be rid of it ("" if nothing
        was there). Raises ``BackupFault``.
        """

    @abstractmethod
    def count(self) -> dict[str, int]:
        """Return the rows of each table."""


def database() -> Database:
    """Return the server's database. Raises ``BackupFault`` for one that is neither SQLite nor PostgreSQL."""
    from foundation.backups.embedded import Embedded
    from foundation.backups.postgres import Postgres

    connection = connections["default"]
    return {kind.vendor: kind for kind in (Embedded, Postgres)}[connection.vendor](connection)
