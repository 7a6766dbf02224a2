"""What of a document a lesson does not take over, beyond what the reader of documents left out."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from foundation.word.faults import LOSSES, fault_message, loss_message

_COUNTED: dict[str, Any] = {
    "no_headings": _("The document has no headings by style; bold lines stay lines of text. Add headings afterwards."),
    "deep_headings": ngettext_lazy(
        "One heading stands too deep and became one of the lowest level.",
        "%(count)s headings stand too deep and became ones of the lowest level.",
        "count",
    ),
    "long_headings": ngettext_lazy(
        "One heading is longer than 150 characters and became text.",
        "%(count)s headings are longer than 150 characters and became text.",
        "count",
    ),
    "tables": ngettext_lazy("One table became lines of text.", "%(count)s tables became lines of text.", "count"),
    "merged_cells": ngettext_lazy(
        "One merged cell was taken apart.", "%(count)s merged cells were taken apart.", "count"
    ),
    "pictures_in_tables": ngettext_lazy(
        "One picture in a table now stands after it.", "%(count)s pictures in tables now stand after them.", "count"
    ),
}
LISTED = 20
"""So many losses of a kind are named one by one; of the rest it is said how many they are."""
_REST: dict[str, Any] = {
    "addresses": ngettext_lazy(
        "One more address was left out as well.", "%(count)s more addresses were left out as well.", "count"
    ),
    "pictures": ngettext_lazy(
        "One more picture was left out as well.", "%(count)s more pictures were left out as well.", "count"
    ),
}
_NAMED: dict[str, Any] = {
    "address": _("This address is no web address and was left out; its words stay: %(detail)s"),
    "picture_drawing": _("The picture %(detail)s is a drawing (EMF, WMF, SVG) and was left out. Save it as PNG."),
    "picture_pixels": _("The picture %(detail)s has too many pixels and was left out. Make it smaller."),
    "picture_broken": _("The picture %(detail)s is damaged and was left out."),
    "picture_large": _("The picture %(detail)s is larger than 20 MB and was left out. Make it smaller."),
    "picture_kind": _("The picture %(detail)s is of a kind that browsers do not show and was left out."),
}


def bounded(losses: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Return ``losses`` with at most ``LISTED`` of a kind named one by one, and how many more there are."""
    kept: list[tuple[str, Any]] = []
    named: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    for code, detail in losses:
        named[code] += code in _NAMED
        if named[code] > LISTED:
            rest["addresses" if code == "address" else "pictures"] += 1
        else:
            kept.append((code, detail))
    return [*kept, *rest.items()]


def say_loss(code: str, detail: Any) -> str:
    """Return the sentence about one loss, in the language that is active now; "" for one that is not known."""
    if code in _NAMED:
        return str(_NAMED[code] % {"detail": detail})
    if counted := _COUNTED.get(code) or _REST.get(code):
        return str(counted % {"count": detail})
    return loss_message(code, detail) if code in LOSSES else ""


def say_fault(fault: list[Any]) -> str:
    """Return why a document was refused, in the language that is active now; "" where it was not."""
    if not fault:
        return ""
    code, params = fault
    return str(_("You may not make lessons there.")) if code == "list_not_yours" else fault_message(code, params)
