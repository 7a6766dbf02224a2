"""``manage.py migrate``: Django's own, in which a plugin's failing migration does not keep the school from its own."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from schoolhouse import faults, quarantine
from schoolhouse.plugins import plugin


class Command(migrate.Command):
    """Migrates every app; a plugin whose migration fails is named and left out, and the others go on."""

    at_work = ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the migrations; raises what fails unless it is a plugin's and everything was asked for."""
        try:
            super().handle(*args, **options)
        except Exception as error:
            label = self.at_work
            if quarantine.strict() or options["app_label"] or plugin(label) is None:
                raise
            self._go_on_without({label: error}, options)

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Remember whose migration is at work; what fails after it is not its fault."""
        if action == "apply_start":
            self.at_work = migration.app_label
        elif action == "apply_success":
            self.at_work = ""
        super().migration_progress_callback(action, migration, fake)

    def _go_on_without(self, failed: dict[str, Exception], options: dict[str, Any]) -> None:
        """Migrate app by app what is left, then name each plugin that failed."""
        executor = MigrationExecutor(connections[options["database"]])
        for label in sorted(executor.loader.migrated_apps):
            targets = executor.loader.graph.leaf_nodes(label)
            if label in failed or not executor.migration_plan(targets):
                continue
            try:
                super().handle(**{**options, "app_label": label})
            except Exception as another:
                if plugin(self.at_work) is None:
                    raise
                failed.setdefault(self.at_work, another)
            executor = MigrationExecutor(connections[options["database"]])
        for label, reason in failed.items():
            faults.record(label, "migrations", reason)
            self.stderr.write(f"\nThe plugin “{label}” is left out, its migration failed: {reason}")
