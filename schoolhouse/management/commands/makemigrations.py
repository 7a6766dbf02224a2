"""``manage.py makemigrations``: Django's own, refused while a plugin is left out."""

from typing import Any

from django.core.management import CommandError
from django.core.management.commands import makemigrations

from schoolhouse import quarantine


class Command(makemigrations.Command):
    """Writes migrations, unless what it compares with is incomplete."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the migrations; raises ``CommandError`` while a plugin is left out."""
        if quarantine.reasons:
            names = ", ".join(sorted(quarantine.reasons))
            raise CommandError(
                f"Left out: {names}. Without a plugin's models a migration could remove what is still wanted; "
                "mend or uninstall it first (manage.py plugins says what is wrong)."
            )
        super().handle(*args, **options)
