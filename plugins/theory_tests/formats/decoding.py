"""Turns the bytes of a question file into text."""

import codecs
import re
from bisect import bisect_right

from django.utils.translation import gettext as _

from plugins.theory_tests.formats.faults import UnreadableText

MOST_BYTES = 20 * 1024 * 1024
"""The largest question file that is read; pictures inside count."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,80}\sencoding\s*=\s*[\"']([A-Za-z][\w.:-]{0,40})[\"']", re.ASCII)
# What Python calls the encodings that XML may declare; those of China are all read as the largest of them.
_ENCODINGS = {
    **dict.fromkeys(["gb2312", "gbk", "gb18030"], "gb18030"),
    **{name: name for name in ("utf-8", "ascii", "big5", "euc_jp", "euc_kr", "shift_jis", "koi8-r")},
    **{name: name for name in ("iso8859-1", "iso8859-2", "iso8859-5", "iso8859-9", "iso8859-15")},
    **{name: name for name in ("cp1250", "cp1251", "cp1252", "cp1254")},
}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes) -> str:
    """Return the text of ``data``, UTF-8, UTF-16 with its mark or GB18030, with ``\\n`` alone at the ends of lines.

    Raises ``UnreadableText`` for what is too large, empty, binary or written in another encoding.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableText(_("The file is larger than %(limit)s MB.") % {"limit": MOST_BYTES // 1024 // 1024})
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        raise UnreadableText(_("This is no text file."), *place(text, control.start()))
    if not text.strip():
        raise UnreadableText(_("The file is empty."))
    return text


def _decoded(data: bytes) -> str:
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    named = marked or _declared(data)
    last, before = -1, ""
    for encoding in [named] if named else ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start > last:
                last, before = error.start, data[: error.start].decode(encoding, "replace")
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    message = _("The characters cannot be read. Save the file in UTF-8.")
    raise UnreadableText(message, *place(before, len(before)))


def _declared(data: bytes) -> str | None:
    """Return the encoding that an XML declaration names. Raises ``UnreadableText`` for one that is unknown."""
    found = _DECLARED.match(data)
    if found is None:
        return None
    said = found.group(1).decode("ascii")
    try:
        name = codecs.lookup(said).name
    except LookupError:
        name = ""
    if name.startswith("utf-16"):
        return None  # Whoever could read the declaration as it stands has other bytes than it says.
    if name not in _ENCODINGS:
        message = _("The encoding “%(name)s” is unknown. Save the file in UTF-8.") % {"name": said}
        before = data[: found.start(1)].decode("latin-1")
        raise UnreadableText(message, *place(before, len(before)))
    return _ENCODINGS[name]


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of ``offset``, both counted from 1."""
    return Places(text).of(offset)


class Places:
    """Finds line and column in a text that is asked about often."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def of(self, offset: int) -> tuple[int, int]:
        """Return line and column of ``offset``, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
