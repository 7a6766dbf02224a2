"""An uploaded sheet on its way into the database: what it held, how far it is, and what it made."""

import uuid
from collections.abc import Sequence
from typing import IO, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.files.keys import content_digest
from foundation.sheets.cells import Limits
from foundation.sheets.faults import SheetFault
from foundation.sheets.reader import read_sheet
from foundation.sheets.tables import Column, Record, read_table


class ImportState(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", pgettext_lazy("import", "Uploaded")
    PREVIEWED = "previewed", pgettext_lazy("import", "Looked at")
    APPLIED = "applied", pgettext_lazy("import", "Taken")
    UNDONE = "undone", pgettext_lazy("import", "Undone")
    DISCARDED = "discarded", pgettext_lazy("import", "Discarded")


EDGES: dict[str, frozenset[str]] = {
    ImportState.UPLOADED: frozenset({ImportState.PREVIEWED, ImportState.DISCARDED}),
    ImportState.PREVIEWED: frozenset({ImportState.APPLIED, ImportState.DISCARDED}),
    ImportState.APPLIED: frozenset({ImportState.UNDONE}),
    ImportState.UNDONE: frozenset(),
    ImportState.DISCARDED: frozenset(),
}
OPEN_STATES = (ImportState.UPLOADED, ImportState.PREVIEWED)


class SheetImport(models.Model):
    """Base of the imports: the parsed rows stay only as long as the import is open.

    ``letters`` gives the column letter of each key and extra heading; ``rows`` are ``[number, values, extra]``;
    ``faults`` what the reader found; ``result`` the primary keys of what was made, for undoing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20, blank=True)
    letters = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    state = models.CharField(
        pgettext_lazy("import", "state"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    applied_at = models.DateTimeField(_("taken at"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    def fill(self, file: IO[bytes] | Any, columns: Sequence[Column], limits: Limits | None = None) -> None:
        """Read ``file`` into the fields, without saving. Raises ``UnreadableSheet``."""
        sheet = read_sheet(file, limits=limits)
        table = read_table(sheet, columns, limits=limits)
        self.file_name = str(getattr(file, "name", "") or "")[-200:]
        self.digest = content_digest(file)
        self.encoding = sheet.encoding
        self.letters, self.headings = table.letters, table.extra
        self.rows = [[record.row, record.values, record.extra] for record in table.records]
        self.faults = [[fault.code, fault.row, fault.column, fault.params] for fault in table.faults]

    @property
    def records(self) -> list[Record]:
        """The rows as the reader gave them."""
        return [Record(number, values, extra) for number, values, extra in self.rows]

    @property
    def sheet_faults(self) -> list[SheetFault]:
        """What the reader found wrong with single cells."""
        return [SheetFault(*fault) for fault in self.faults]

    @property
    def is_open(self) -> bool:
        """Whether it can still be taken or discarded."""
        return self.state in OPEN_STATES

    def may_become(self, state: str) -> bool:
        """Say whether ``state`` can follow the present one."""
        return state in EDGES[self.state]

    def close(self, state: str) -> None:
        """Go to a closing state, without saving, and forget the rows: they are personal data with no more use."""
        self.state, self.rows, self.faults = state, [], []
