"""What can be wrong with a form, each said with its cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Promise] = {
    "macros": _("The form holds macros. Save it as an .xlsx without macros."),
    "external": _("The form points at other files or at the network (%(part)s). Remove the links."),
    "embedded": _("The form holds embedded objects or data connections (%(part)s). Remove them."),
    "too_many_cells": _("The form holds more than %(limit)s filled cells."),
    "too_many_sheets": _("The form holds more than %(limit)s sheets."),
    "far_cell": _("Nothing may stand so far out. Keep within %(limit)s."),
    "formula": _("This cell holds a formula. Replace it by a placeholder such as {{total.person_times}}."),
    "merged": _("The merged cells %(range)s are too many, or cross the row that repeats. Unmerge them."),
    "unknown": _("Nobody knows the placeholder {{%(name)s}}. See the list on this page."),
    "open_braces": _("The braces of a placeholder are not closed."),
    "second_row": _("Placeholders of a session stand in one row alone, the first is %(cell)s. This is another row."),
    "no_row": _("No row holds placeholders of a session, such as {{title}}."),
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; ``cell`` is ``B7``, with its sheet where there are several, "" for the whole file."""

    code: str
    cell: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        said = str(MESSAGES[self.code])
        said = said % self.params if self.params else said
        return f"{self.cell}: {said}" if self.cell else said


class BadWorkbook(Exception):
    """The form cannot be taken; ``faults`` say why, the most important first."""

    def __init__(self, *faults: Any) -> None:
        super().__init__(*faults)
        self.faults = list(faults)
