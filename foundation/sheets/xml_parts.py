"""Reads one XML part of an .xlsx as a stream, within limits, without entities."""

import zlib
from lzma import LZMAError
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from foundation.sheets.faults import UnreadableSheet

CHUNK = 64 * 1024
# No element of a real sheet is longer; parsing a longer one in pieces would take quadratic time.
LONGEST_TOKEN = 1024 * 1024
# A list of some thousand rows has far fewer; more would only cost time.
MOST_ELEMENTS = 3_000_000
MB = 1024 * 1024


class Enough(Exception):
    """Raised by a handler that has seen what it wanted."""


class PartReader:
    """Feeds a part to ``start``, ``end`` and ``text``; subclasses override these. Names come without their prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""

    def end(self, name: str) -> None:
        """End an element."""

    def text(self, data: str) -> None:
        """Take a piece of text."""

    def read(self, archive: ZipFile, path: str, limit: int) -> None:
        """Read the part at ``path``, at most ``limit`` bytes of it; raises ``UnreadableSheet``."""
        parser = self._parser()
        self._events = True
        self._limit, self._elements = limit, 0
        total = silent = 0
        try:
            with archive.open(path) as part:
                while chunk := part.read(CHUNK):
                    total += len(chunk)
                    if total > limit:
                        raise UnreadableSheet("unpacks_too_large", limit=limit // MB)
                    self._events = False
                    parser.Parse(chunk, False)
                    silent = 0 if self._events else silent + len(chunk)
                    if silent > LONGEST_TOKEN:
                        raise UnreadableSheet("broken")
                parser.Parse(b"", True)
        except Enough:
            return
        except (expat.ExpatError, BadZipFile, zlib.error, LZMAError, EOFError, KeyError, OSError, ValueError) as error:
            raise UnreadableSheet("broken") from error
        except RuntimeError as error:  # protected by a password, or packed in a way that is not known
            raise UnreadableSheet("encrypted" if "password" in str(error) else "broken") from error

    def _parser(self) -> Any:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._events = True
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise UnreadableSheet("unpacks_too_large", limit=self._limit // MB)
        self.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self._events = True
        self.end(name.rpartition(":")[2])

    def _text(self, data: str) -> None:
        self._events = True
        self.text(data)


def _refuse_doctype(*_arguments: Any) -> None:
    raise UnreadableSheet("broken")
