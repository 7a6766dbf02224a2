"""A small tree of an XML document: safe to read, and each element knows its line and column."""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from plugins.theory_tests.formats.faults import UnreadableText

MOST_ELEMENTS = 1_000_000
"""The most elements of a question file."""
MOST_LEVELS = 30
_PIECE = 64 * 1024
_DECLARATION = re.compile(r"\s+<\?xml\s[^>]*\?>")
_CODES = expat.errors.codes


@dataclass(slots=True)
class Element:
    """One element; ``text`` is what stands directly in it."""

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    children: list["Element"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words in it, without blanks around them."""
        return "".join(self.pieces).strip()

    def find(self, name: str) -> "Element | None":
        """Return the first child called ``name``."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> list["Element"]:
        """Return the children called ``name``."""
        return [child for child in self.children if child.name == name]

    @property
    def words(self) -> str:
        """The words of its child ``text``, or without one those that stand in it itself."""
        text = self.find("text")
        return self.text if text is None else text.text

    def said(self, *names: str) -> str:
        """Return the words at the end of a path of children, empty where there are none."""
        found: Element | None = self
        for name in names:
            found = found.find(name) if found is not None else None
        return found.words if found is not None else ""


def read_tree(text: str) -> Element:
    """Return the root of the document in ``text``.

    Entities and document types are refused, so that no file can grow in memory or reach for others. Raises
    ``UnreadableText`` with line and column.
    """
    return _Builder().build(text)


class _Builder:
    def __init__(self) -> None:
        self.open: list[Element] = []
        self.root: Element | None = None
        self.count = 0
        self.section = (1, 1)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartCdataSectionHandler = self._start_section
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        self.parser = parser

    def build(self, text: str) -> Element:
        if early := _DECLARATION.match(text):
            # Nothing may stand before a declaration; without one it does no harm.
            text = re.sub(r"\S", " ", early.group()) + text[early.end() :]
        try:
            for start in range(0, len(text), _PIECE):
                self.parser.Parse(text[start : start + _PIECE], False)
            self.parser.Parse("", True)
        except expat.ExpatError as error:
            place = (error.lineno, error.offset + 1)
            if error.code == _CODES[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION]:
                place = self.section
            raise UnreadableText(self._why(error.code), *place) from error
        assert self.root is not None
        return self.root

    def _why(self, code: int) -> str:
        """Say in words what is wrong."""
        errors = expat.errors
        unclosed = (errors.XML_ERROR_TAG_MISMATCH, errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_ASYNC_ENTITY)
        if self.open and code in {_CODES[one] for one in unclosed}:
            said = {"name": self.open[-1].name[:40], "line": self.open[-1].line}
            return _("The element “%(name)s” of line %(line)s is not closed.") % said
        if self.root is None and code in {_CODES[errors.XML_ERROR_SYNTAX], _CODES[errors.XML_ERROR_NO_ELEMENTS]}:
            return _("This is no XML.")
        sentences = {
            errors.XML_ERROR_INVALID_TOKEN: _(
                "This sign has another use in XML. Write “&amp;” for “&” and “&lt;” for “<”, and values in quotes."
            ),
            errors.XML_ERROR_UNCLOSED_TOKEN: _("What begins here has no end: “>” is missing."),
            errors.XML_ERROR_DUPLICATE_ATTRIBUTE: _("An attribute is given twice."),
            errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: _("Something stands behind the end of the document."),
            errors.XML_ERROR_UNDEFINED_ENTITY: _(
                "XML does not know this entity. Write the character itself, or put the text into CDATA."
            ),
            errors.XML_ERROR_BAD_CHAR_REF: _("No character has this number."),
            errors.XML_ERROR_UNCLOSED_CDATA_SECTION: _("The CDATA that begins here has no end: “]]>” is missing."),
        }
        found = next((said for error, said in sentences.items() if _CODES[error] == code), None)
        return found or _("This is no sound XML: %(why)s.") % {"why": expat.ErrorString(code)}

    def _start_section(self) -> None:
        self.section = (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        element = Element(name, attributes, line, column)
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise UnreadableText(_("The file holds too much."), line, column)
        if len(self.open) >= MOST_LEVELS:
            raise UnreadableText(_("The file is nested too deeply."), line, column)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _text(self, data: str) -> None:
        if self.open:
            self.open[-1].pieces.append(data)

    def _refuse(self, *_arguments: Any) -> None:
        message = _("Document types and entities are not read.")
        raise UnreadableText(message, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
