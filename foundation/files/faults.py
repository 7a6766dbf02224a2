"""A file that is not taken, said by a stable code and a sentence: what documents and recordings have in common."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise


class BadFile(Exception):
    """A file that is not taken, or not read. ``code`` is a key of ``faults``, ``values`` fill its sentence."""

    faults: ClassVar[Mapping[str, str | Promise]]

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def message(self) -> str:
        """The sentence, in the language of who reads it."""
        return self.say(self.code, self.values)

    def __str__(self) -> str:
        return self.message

    @classmethod
    def say(cls, code: str, values: Mapping[str, Any] | None = None) -> str:
        """Return the sentence for ``code``; that of a damaged file for a code that nobody knows."""
        text = str(cls.faults.get(code, cls.faults["broken"]))
        return text % values if values else text
