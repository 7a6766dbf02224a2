"""What can be wrong with a document, and what of it is not taken over."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MESSAGES: dict[str, Promise] = {
    "empty_file": _("The file is empty."),
    "not_a_document": _("This is not a Word document. Choose a .docx file."),
    "old_word": _("This is an old Word or WPS file (.doc, .wps). Open it, save it as .docx and upload that."),
    "open_document": _("This is an OpenDocument file (.odt). Open it, save it as .docx and upload that."),
    "web_page": _("This is a web page with the name of a document. Open it, save it as .docx and upload that."),
    "rich_text": _("This is a rich-text file (.rtf). Open it, save it as .docx and upload that."),
    "encrypted": _("The file is protected by a password. Remove the password and upload it again."),
    "macros": _("The document holds macros. Save it as .docx, without macros, and upload that."),
    "broken": _("The file is damaged and cannot be read: %(part)s. Open it, save it again as .docx and upload that."),
    "too_large": _(
        "The file is larger than %(limit)s MB. Make its pictures smaller, or split it into several lessons."
    ),
    "unpacks_too_large": _("Unpacked, the file is larger than %(limit)s MB: %(part)s."),
    "too_many_paragraphs": _("The document has more than %(limit)s paragraphs. Split it into several lessons."),
    "too_long": _("The document has more than %(limit)s characters. Split it into several lessons."),
    "too_many_cells": _("The tables have more than %(limit)s cells. Publish them as a spreadsheet instead."),
    "too_many_pictures": _("The document has more than %(limit)s pictures. Split it into several lessons."),
    "too_deep": _("The document is nested too deeply to be read."),
    "nothing_in_it": _("There is no text, table or picture in the document."),
}

LOSSES: dict[str, Any] = {
    "contents": ngettext_lazy(
        "One line of a table of contents was left out: a lesson makes its own.",
        "%(count)s lines of a table of contents were left out: a lesson makes its own.",
        "count",
    ),
    "notes": ngettext_lazy("One footnote was left out.", "%(count)s footnotes were left out.", "count"),
    "comments": ngettext_lazy("One comment was left out.", "%(count)s comments were left out.", "count"),
    "deletions": ngettext_lazy(
        "One passage marked as deleted was left out.", "%(count)s passages marked as deleted were left out.", "count"
    ),
    "insertions": ngettext_lazy(
        "One passage marked as inserted was taken over as plain text.",
        "%(count)s passages marked as inserted were taken over as plain text.",
        "count",
    ),
    "boxes": ngettext_lazy(
        "The text of one text box now stands after its paragraph.",
        "The texts of %(count)s text boxes now stand after their paragraphs.",
        "count",
    ),
    "charts": ngettext_lazy(
        "One chart or diagram was left out.", "%(count)s charts or diagrams were left out.", "count"
    ),
    "objects": ngettext_lazy("One embedded object was left out.", "%(count)s embedded objects were left out.", "count"),
    "formulas": ngettext_lazy("One formula became plain text.", "%(count)s formulas became plain text.", "count"),
    "symbols": ngettext_lazy("One special symbol was left out.", "%(count)s special symbols were left out.", "count"),
    "marks": ngettext_lazy(
        "One underlined, struck-out, raised or lowered passage became plain text.",
        "%(count)s underlined, struck-out, raised or lowered passages became plain text.",
        "count",
    ),
    "nested_tables": ngettext_lazy(
        "One table inside a table became text.", "%(count)s tables inside tables became text.", "count"
    ),
    "linked_pictures": ngettext_lazy(
        "One picture is only linked, not contained, and was left out.",
        "%(count)s pictures are only linked, not contained, and were left out.",
        "count",
    ),
    "numbered_headings": ngettext_lazy(
        "The automatic number of one heading was left out.",
        "The automatic numbers of %(count)s headings were left out.",
        "count",
    ),
    "headers": _("Headers, footers and page numbers were left out."),
}


class UnreadableDocument(Exception):
    """The file cannot be taken at all; ``code`` and ``params`` say why."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code, self.params = code, params
        super().__init__(code)

    def __str__(self) -> str:
        return fault_message(self.code, self.params)


def fault_message(code: str, params: dict[str, Any]) -> str:
    """Return the sentence for the person who uploaded the file, in the language that is active now."""
    return str(MESSAGES[code]) % {"part": "", **params}


def loss_message(code: str, count: int) -> str:
    """Return the sentence about what was not taken over ``count`` times."""
    return str(LOSSES[code] % {"count": count})
