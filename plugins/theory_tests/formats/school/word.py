"""Numbered questions in a .docx."""

from typing import IO, Any

from django.utils.translation import gettext as _

from foundation.word.content import Document, Paragraph
from foundation.word.faults import UnreadableDocument
from foundation.word.reader import read_docx
from plugins.theory_tests.formats.faults import Fault, Reading
from plugins.theory_tests.formats.school.lines import Line, read_lines


def read_word(file: IO[bytes] | Any) -> Reading:
    """Read the questions of a Word document; ``line`` of a fault is the number of its paragraph."""
    try:
        document = read_docx(file)
    except UnreadableDocument as error:
        return Reading(faults=[Fault(1, 1, str(error))])
    reading = read_lines(_lines(document))
    reading.faults += _losses(document)
    reading.sort()
    return reading


def _lines(document: Document) -> list[Line]:
    lines = []
    for number, part in enumerate(document.parts, 1):
        if isinstance(part, Paragraph):
            depth = part.depth if part.ordered else 0
            pieces = part.text.split("\n")
            lines += [Line(number, words, depth if at == 0 else 0) for at, words in enumerate(pieces)]
    return lines


def _losses(document: Document) -> list[Fault]:
    faults = []
    for number, part in enumerate(document.parts, 1):
        if not isinstance(part, Paragraph):
            faults.append(Fault(number, 1, _("A table is not kept."), is_loss=True))
        elif part.pictures:
            faults.append(Fault(number, 1, _("A picture is not kept."), is_loss=True))
    return faults
