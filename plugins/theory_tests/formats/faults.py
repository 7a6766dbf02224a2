"""What could not be read, and where."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from plugins.theory_tests.formats.content import Item

MOST_FAULTS = 500
"""With so many faults a file is not read any further."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A place and what is wrong there. ``is_loss`` says that all else of the question was read."""

    line: int
    column: int
    message: str
    is_loss: bool = False

    def __str__(self) -> str:
        return _("line %(line)s, column %(column)s: %(message)s") % {
            "line": self.line,
            "column": self.column,
            "message": self.message,
        }


@dataclass
class Reading:
    """What a file gave: its questions and categories in their order, and its faults by place."""

    items: list[Item] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether everything was read."""
        return not any(not fault.is_loss for fault in self.faults)

    def sort(self) -> None:
        """Put the faults into the order of the file."""
        self.faults.sort(key=lambda fault: (fault.line, fault.column))


class UnreadableText(Exception):
    """The bytes are no text that anybody could have meant; ``fault`` says where and why."""

    def __init__(self, message: str | Promise, line: int = 1, column: int = 1) -> None:
        self.fault = Fault(line, column, str(message))
        super().__init__(str(message))


class Misread(Exception):
    """Raised inside a reader: what stands at ``offset`` cannot be read."""

    def __init__(self, offset: int, message: str | Promise) -> None:
        self.offset, self.message = offset, str(message)
        super().__init__(str(message))
