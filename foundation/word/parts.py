"""The small parts of a .docx: relations, styles and numbering; and the base that tells namespaces apart."""

import posixpath
import re
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from foundation.sheets.faults import UnreadableSheet
from foundation.sheets.xml_parts import PartReader, _refuse_doctype
from foundation.word.faults import UnreadableDocument

SMALL = 8 * 1024 * 1024
BODY = 9
"""The outline level that Word gives to plain text."""
_SPACES = (
    ("wordprocessingml/2006/main", "w"),
    ("wordprocessingml/main", "w"),
    ("officeDocument/2006/relationships", "r"),
    ("officeDocument/relationships", "r"),
    ("drawingml/2006/main", "a"),
    ("drawingml/main", "a"),
    ("drawingml/2006/chart", "c"),
    ("drawingml/chart", "c"),
    ("drawingml/2006/diagram", "dgm"),
    ("drawingml/diagram", "dgm"),
    ("drawingml/2006/wordprocessingDrawing", "wp"),
    ("drawingml/wordprocessingDrawing", "wp"),
    ("officeDocument/2006/math", "m"),
    ("officeDocument/math", "m"),
    ("markup-compatibility/2006", "mc"),
    ("com:vml", "v"),
)
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])")
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*[0-9]*(?:\s*heading)?")


class DocumentPart(PartReader):
    """Reads a part with short names for what it knows: ``w|p``, ``a|blip``; attributes are ``val``, ``r:id``."""

    def read(self, archive: ZipFile, path: str, limit: int) -> None:
        """Read the part at ``path``; raises ``UnreadableDocument`` that names it."""
        try:
            super().read(archive, path, limit)
        except UnreadableSheet as error:
            params = {"limit": limit // (1024 * 1024), "part": path}
            raise UnreadableDocument(error.fault.code, **params) from error

    def _parser(self) -> Any:
        parser = self.parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        super()._start(_short(name).replace(":", "|"), {_attribute(key): text for key, text in attributes.items()})

    def _end(self, name: str) -> None:
        super()._end(_short(name).replace(":", "|"))


def _short(name: str) -> str:
    space, _gap, local = name.rpartition(" ")
    prefix = next((short for end, short in _SPACES if space.endswith(end)), "")
    return f"{prefix}:{local}" if prefix else (f"?:{local}" if space and not _is_package(space) else local)


def _is_package(space: str) -> bool:
    return space.endswith(("package/2006/relationships", "package/2006/content-types"))


def _attribute(name: str) -> str:
    short = _short(name)
    return short if short.startswith("r:") else short.rpartition(":")[2]


class Relations(DocumentPart):
    """A ``.rels`` part: inner ``targets`` and outer ``addresses`` by identifier, ``by_kind`` by the type's end."""

    def __init__(self, archive: ZipFile, base: str) -> None:
        self.base = base
        self.targets: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}
        folder, name = posixpath.split(base)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path in archive.NameToInfo:
            self.read(archive, path, SMALL)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one relation."""
        if name != "Relationship":
            return
        target, key = attributes.get("Target", ""), attributes.get("Id", "")
        if attributes.get("TargetMode") == "External":
            self.addresses[key] = target
            return
        path = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(self.base), target)
        self.targets[key] = path = posixpath.normpath(path)
        self.by_kind.setdefault(attributes.get("Type", "").rpartition("/")[2], path)


class ContentTypes(DocumentPart):
    """``[Content_Types].xml``: all types that the package names."""

    def __init__(self, archive: ZipFile) -> None:
        self.types: set[str] = set()
        self.read(archive, "[Content_Types].xml", SMALL)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the type of a part or a suffix."""
        self.types.add(attributes.get("ContentType", ""))


class Style:
    """A paragraph or character style: what it says itself."""

    __slots__ = ("based_on", "bold", "italic", "level", "name", "numbering", "ordinal")

    def __init__(self) -> None:
        self.name = self.based_on = self.numbering = ""
        self.level: int | None = None
        self.ordinal: int | None = None
        self.bold: bool | None = None
        self.italic: bool | None = None


_STYLE_FIELDS = {"w|name": "name", "w|basedOn": "based_on", "w|numId": "numbering"}
_STYLE_NUMBERS = {"w|outlineLvl": "level", "w|ilvl": "ordinal"}
_STYLE_SWITCHES = {"w|b": "bold", "w|i": "italic"}


class Styles(DocumentPart):
    """``styles.xml``: what a style means, with those that it is based on."""

    def __init__(self, archive: ZipFile, path: str) -> None:
        self.styles: dict[str, Style] = {}
        self.style: Style | None = None
        self.is_character: set[str] = set()
        if path in archive.NameToInfo:
            self.read(archive, path, SMALL)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take what matters of a style."""
        value = attributes.get("val", "")
        if name == "w|style":
            key = attributes.get("styleId", "")
            self.style = self.styles[key] = Style()
            if attributes.get("type") == "character":
                self.is_character.add(key)
        elif self.style is None:
            return
        elif (field := _STYLE_FIELDS.get(name)) is not None:
            setattr(self.style, field, value.strip().lower() if field == "name" else value)
        elif (field := _STYLE_NUMBERS.get(name)) is not None and value.isdecimal():
            setattr(self.style, field, int(value[:2]))
        elif (field := _STYLE_SWITCHES.get(name)) is not None:
            setattr(self.style, field, is_on(attributes))

    def end(self, name: str) -> None:
        """Leave a style."""
        if name == "w|style":
            self.style = None

    def chain(self, key: str) -> list[Style]:
        """Return the style and those that it is based on, itself first."""
        found: list[Style] = []
        while key in self.styles and len(found) < 20:
            found.append(self.styles[key])
            key = found[-1].based_on
        return found

    def level(self, key: str) -> int:
        """Return the heading level that a style gives, 0 for none: by its outline level, else by its name."""
        for style in self.chain(key):
            if match := _HEADING.fullmatch(style.name):
                return int(match[1])
            if style.level is not None:
                return style.level + 1 if style.level < BODY else 0
        return int(match[1]) if (match := _HEADING.fullmatch(key.lower())) else 0

    def kind(self, key: str) -> str:
        """Return ``title``, ``subtitle`` or ``contents`` where a style is one of these."""
        for name in [*(style.name for style in self.chain(key)), key.lower()]:
            if name in ("title", "标题", "標題", "文档标题"):
                return "title"
            if name in ("subtitle", "副标题", "副標題"):
                return "subtitle"
            if _CONTENTS.fullmatch(name):
                return "contents"
        return ""

    def first(self, key: str, what: str) -> Any:
        """Return what the nearest style in the chain says about ``what``."""
        return next((found for style in self.chain(key) if (found := getattr(style, what)) not in (None, "")), None)


class Numbering(DocumentPart):
    """``numbering.xml``: whether a level of a list counts or has bullets."""

    def __init__(self, archive: ZipFile, path: str) -> None:
        self.formats: dict[tuple[str, str], str] = {}
        self.abstract: dict[str, str] = {}
        self.at = self.level = self.number = ""
        if path in archive.NameToInfo:
            self.read(archive, path, SMALL)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the format of a level, and which list a number means."""
        if name == "w|abstractNum":
            self.at = attributes.get("abstractNumId", "")
        elif name == "w|lvl":
            self.level = attributes.get("ilvl", "0")
        elif name == "w|numFmt":
            self.formats.setdefault((self.at, self.level), attributes.get("val", ""))
        elif name == "w|num":
            self.number, self.at = attributes.get("numId", ""), ""
        elif name == "w|abstractNumId":
            self.abstract[self.number] = attributes.get("val", "")

    def format(self, number: str, level: int) -> str:
        """Return ``bullet``, ``none``, ``decimal`` and so on; a list that is not described has bullets."""
        return self.formats.get((self.abstract.get(number, ""), str(level)), "bullet")


def is_on(attributes: dict[str, str]) -> bool:
    """Say whether a switch such as ``<w:b/>`` is on."""
    return attributes.get("val", "1") not in ("0", "false", "off", "none")
