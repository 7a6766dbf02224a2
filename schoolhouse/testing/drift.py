"""Whether migrations say what models say."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils.translation import override


def assert_no_migration_drift(label: str) -> None:
    """Fail when ``manage.py makemigrations`` would write something for the plugin or room ``label``.

    Needs no database. Raises ``AssertionError``, naming the operations that are missing, and ``LookupError`` for a
    label that is not installed.
    """
    apps.get_app_config(label)
    loader = MigrationLoader(None, ignore_no_migrations=True)
    questioner = NonInteractiveMigrationQuestioner(specified_apps={label}, dry_run=True)
    with override(None):  # migrations hold the words of the sources
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps), questioner)
        changes = detector.changes(graph=loader.graph, trim_to_apps={label}, convert_apps={label})
    missing = [operation.describe() for migration in changes.get(label, ()) for operation in migration.operations]
    assert missing == [], f"Run “manage.py makemigrations {label}”. Its migrations lack: {'; '.join(missing)}"
