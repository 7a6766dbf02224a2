"""The database's own word that no leave of an enrollment overlaps another one; a migration operation."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

NAME = "leave_no_overlap"


class HoldTime(Operation):
    """Refuse a row in one of ``states`` whose time overlaps another such row's of the same enrollment.

    PostgreSQL: an exclusion constraint. The enrollment is compared as a range of one number, which needs no extension.
    SQLite: two triggers, which speak as a constraint does (``IntegrityError``). A later migration that makes the table
    anew (SQLite does so to alter a column) drops them: repeat this operation after it.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, states: tuple[str, ...]) -> None:
        self.model_name = model_name
        self.states = states

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how a migration writes it."""
        return self.__class__.__name__, [self.model_name, self.states], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Do nothing: no model knows of it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Begin to hold."""
        self.database_backwards(app_label, schema_editor, to_state, from_state)
        self._execute(_FORWARDS, app_label, schema_editor, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Hold no longer."""
        self._execute(_BACKWARDS, app_label, schema_editor, from_state)

    def describe(self) -> str:
        """Say what it does."""
        return f"Let no row of {self.model_name} overlap another one"

    def _execute(
        self,
        statements: dict[str, tuple[str, ...]],
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        state: Any,
    ) -> None:
        table = state.apps.get_model(app_label, self.model_name)._meta.db_table
        states = ", ".join(f"'{name}'" for name in self.states)
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(table=table, name=NAME, states=states))


_TRIGGER = (
    'CREATE TRIGGER "{name}_%(when)s" BEFORE %(when)s ON "{table}" '
    "WHEN NEW.state IN ({states}) AND NOT NEW.beside AND NEW.until > NEW.starts_at AND EXISTS ("
    'SELECT 1 FROM "{table}" AS other WHERE other.enrollment_id = NEW.enrollment_id AND other.id IS NOT NEW.id '
    "AND other.state IN ({states}) AND NOT other.beside AND other.until > other.starts_at "
    "AND other.starts_at < NEW.until AND NEW.starts_at < other.until) "
    "BEGIN SELECT RAISE(ABORT, '{name}'); END"
)
_FORWARDS = {
    "sqlite": (_TRIGGER % {"when": "INSERT"}, _TRIGGER % {"when": "UPDATE"}),
    "postgresql": (
        'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" EXCLUDE USING gist ('
        "int8range(enrollment_id, enrollment_id, '[]') WITH &&, tstzrange(starts_at, until) WITH &&"
        ") WHERE (state IN ({states}) AND NOT beside)",
    ),
}
_BACKWARDS = {
    "sqlite": ('DROP TRIGGER IF EXISTS "{name}_INSERT"', 'DROP TRIGGER IF EXISTS "{name}_UPDATE"'),
    "postgresql": ('ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"',),
}
