"""What speaks against closing a class: how plugins tell of what is missing, at the point ``closing_checks``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from wagtail.models import Page


@dataclass(frozen=True)
class Gap:
    """Something that is missing: ``text`` says what, ``count`` how many, ``url`` leads to where it is mended."""

    text: str | Promise
    count: int
    url: str = ""


@dataclass(frozen=True)
class ClosingCheck:
    """Says what is still missing in a class that is about to be closed, for those who run it.

    ``label`` is the check's name on screen. ``missing`` receives the class's page and returns a ``Gap`` for each kind
    of thing that is not done: ``text`` says what in the reader's language ("rolls nobody has verified"), ``count`` how
    many there are (at least one), ``url`` is an address of this site where it is mended. Nothing missing is an empty
    list. It is asked when the page is opened and once more at closing, in a number of queries that does not grow. What
    it raises is written down, and the page says that this could not be looked at.
    """

    label: str | Promise
    missing: "Callable[[Page], Sequence[Gap]]"
