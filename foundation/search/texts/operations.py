"""The migration operation that gives a table of texts its words."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

VECTOR = "vector"
"""The column of the words on PostgreSQL."""


def words_table(table: str) -> str:
    """Return the name of the full-text table that stands beside ``table`` on SQLite."""
    return f"{table}_words"


class AddWords(Operation):
    """Let the rows of a model of texts be found by their words.

    SQLite: a full-text table beside it, and a trigger by which a deleted row takes its words along. A later migration
    that makes the table anew (SQLite does so to alter a column) drops the trigger: repeat this operation after it.
    PostgreSQL: a vector, kept out of the row so that the rest of it is read quickly, and its index.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how a migration writes it."""
        return self.__class__.__name__, [self.model_name], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Do nothing: no model knows of the words."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Make the words."""
        self._execute(_FORWARDS, app_label, schema_editor, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Drop the words."""
        self._execute(_BACKWARDS, app_label, schema_editor, from_state)

    def describe(self) -> str:
        """Say what it does."""
        return f"Let rows of {self.model_name} be found by their words"

    def _execute(
        self,
        statements: dict[str, tuple[str, ...]],
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        state: Any,
    ) -> None:
        table = state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(table=table, words=words_table(table), vector=VECTOR))


_FORWARDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE IF NOT EXISTS \"{words}\" USING fts5(title, text, prefix='1')",
        'DROP TRIGGER IF EXISTS "{words}_delete"',
        'CREATE TRIGGER "{words}_delete" AFTER DELETE ON "{table}" '
        'BEGIN DELETE FROM "{words}" WHERE rowid = old.id; END',
    ),
    "postgresql": (
        'ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS {vector} tsvector',
        'ALTER TABLE "{table}" ALTER COLUMN {vector} SET STORAGE EXTERNAL',
        'ALTER TABLE "{table}" SET (toast_tuple_target = 128)',
        'CREATE INDEX IF NOT EXISTS "{words}" ON "{table}" USING gin ({vector})',
    ),
}
_BACKWARDS = {
    "sqlite": ('DROP TRIGGER IF EXISTS "{words}_delete"', 'DROP TABLE IF EXISTS "{words}"'),
    "postgresql": ('ALTER TABLE "{table}" DROP COLUMN IF EXISTS {vector}',),
}
