"""Where in a lesson a note stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lessons.models.note import AROUND, LONGEST, QUOTE_LENGTH, NoteKind
from schoolhouse.refusals import Refusal

MOST_CHARACTERS = 2_000_000
"""No block of a lesson has more."""


@dataclass(frozen=True)
class Anchor:
    """A place in a lesson: the lesson itself, a passage of a block's text, or a second of a block's film.

    Whether the place still exists is not asked: a note that was written offline must not be lost because the lesson
    was edited meanwhile.
    """

    kind: str = NoteKind.LESSON
    block: str = ""
    quote: str = ""
    before: str = ""
    after: str = ""
    start: int | None = None
    second: int | None = None


def clean_anchor(anchor: Anchor) -> Anchor:
    """Return ``anchor`` with what belongs to its kind alone. Raises ``Refusal`` where something is missing."""
    block = anchor.block.replace("\x00", "")[:64]
    if anchor.kind == NoteKind.LESSON:
        return Anchor()
    if anchor.kind == NoteKind.MOMENT and block and anchor.second is not None and 0 <= anchor.second <= LONGEST:
        return Anchor(NoteKind.MOMENT, block, second=anchor.second)
    quote = anchor.quote.replace("\x00", "")
    if anchor.kind == NoteKind.PASSAGE and block and quote.strip() and anchor.start is not None:
        if len(quote) > QUOTE_LENGTH:
            said = _("Choose a passage of at most %(limit)d characters.") % {"limit": QUOTE_LENGTH}
            raise Refusal(said, code="too_long", status=400)
        before, after = (text.replace("\x00", "") for text in (anchor.before, anchor.after))
        start = min(max(anchor.start, 0), MOST_CHARACTERS)
        return Anchor(NoteKind.PASSAGE, block, quote, before[-AROUND:], after[:AROUND], start)
    raise Refusal(_("It is not clear where in the lesson this note stands."), code="place", status=400)
