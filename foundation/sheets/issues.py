"""What a preview says about single cells of an import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise

ERROR, NOTICE = "error", "notice"


@dataclass(frozen=True, slots=True)
class RowIssue:
    """Something about one cell: an error keeps the whole list from being taken, a notice does not.

    Subclasses give ``MESSAGES``: level and sentence by code.
    """

    code: str
    row: int
    column: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    MESSAGES: ClassVar[Mapping[str, tuple[str, Promise]]] = {}

    @property
    def is_error(self) -> bool:
        """Whether this must be mended first."""
        return self.MESSAGES[self.code][0] == ERROR

    @property
    def message(self) -> str:
        """The sentence, in the language that is active now."""
        text = str(self.MESSAGES[self.code][1])
        return text % self.params if self.params else text
