"""What can be wrong with a document, each with a stable code and a sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.files.faults import BadFile

FAULTS: dict[str, str | Promise] = {
    "empty": _("The file is empty."),
    "web_page": _("This file is or contains a web page or a drawing (HTML or SVG), whatever its name says."),
    "archive": _("Another file (an archive) is hidden behind the PDF. Export the PDF anew."),
    "other_kind": _("This is no %(kind)s file, whatever its name says. Save it anew in that format."),
    "not_text": _("This is no text file, whatever its name says."),
    "encrypted": _("The file is protected by a password. Save a copy without one and upload that."),
    "broken": _("The file is damaged and cannot be read. Export or copy it anew and upload it again."),
    "too_many_pages": _("The document has %(pages)s pages; at most %(limit)s are taken. Divide it into parts."),
    "unpacked": _("Unpacked the file would have more than %(limit)s MB; it is not taken."),
    "parts": _("The file is packed of more than %(limit)s parts; it is not taken."),
    "picture": _(
        "A picture in the document (%(place)s) has %(width)s × %(height)s pixels; that is too much for a page. "
        "Make it smaller."
    ),
    "page": _("Page %(page)s cannot be shown: it is damaged, or needs too much memory."),
    "no_libreoffice": _(
        "Slides must be converted first, and the server lacks LibreOffice (apt-get install libreoffice-impress). "
        "Install it and try again, or upload the slides as PDF."
    ),
    "slides": _("LibreOffice could not open the slides: they are damaged. Export them as PDF and upload that."),
    "time": _("Reading the document took too long and was stopped."),
    "interrupted": _("Reading was interrupted several times. Try again, or ask the administrator."),
    "gone": _("The uploaded file is no longer there. Upload it again."),
}


class BadDocument(BadFile):
    """A document that is not taken, or not read. ``code`` is a key of ``FAULTS``."""

    faults = FAULTS


fault_message = BadDocument.say
