"""What a word at the roll means: the mark that it becomes, which may replace another one.

    word     mark     its time                     is nothing new when
    present  in       the start                    they are there
    late     late     when it was said             they came at that moment, and are late
    absent   absent   when it was said             they have been called absent, and have not come since
    stayed   out      the end                      they are there until the end
    left     out      when it was said             they left at that moment

Only those who came can have stayed or left. A word that contradicts what is recorded replaces it.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plugins.attendance.models import Says
from plugins.attendance.states import Standing, Terms
from schoolhouse.refusals import Refusal

PRESENT, LATE, ABSENT, STAYED, LEFT = "present", "late", "absent", "stayed", "left"
WORDS_IN, WORDS_OUT = (PRESENT, LATE, ABSENT), (STAYED, LEFT)


@dataclass(frozen=True)
class Entry:
    """A mark to be written."""

    says: str
    at: datetime.datetime
    corrects: int | None = None


def entry_for(word: str, at: datetime.datetime, terms: Terms, before: Standing) -> Entry | None:
    """Return the mark that ``word``, said at ``at``, becomes, or ``None`` where it says nothing new.

    Raises ``Refusal`` for a word that does not exist.
    """
    if word == ABSENT:
        return _absent(at, before)
    if word in WORDS_IN:
        came = terms.starts_at if word == PRESENT else at
        return _came(word, came, terms, before)
    if word in WORDS_OUT:
        left = terms.ends_at if word == STAYED else at
        return _went(left, before)
    raise Refusal(_("This word is not known at the roll."), code="unknown_word", status=400)


def _absent(at: datetime.datetime, before: Standing) -> Entry | None:
    came = before.signed_in
    if came is None:
        is_said = before.last is not None and before.last.says == Says.ABSENT
        return None if is_said else Entry(Says.ABSENT, at)
    # Who came after this was said, while it waited for a network, has come late: nothing is replaced.
    return Entry(Says.ABSENT, at, came.number if came.at <= at else None)


def _came(word: str, came_at: datetime.datetime, terms: Terms, before: Standing) -> Entry | None:
    came, says = before.signed_in, Says.LATE if word == LATE else Says.IN
    if came is not None:
        is_late = came.says == Says.LATE or came.at > terms.late_from
        if (word == LATE) == is_late and (word == PRESENT or came.at == came_at):
            return None
        return Entry(says, came_at, came.number)
    said = before.last
    denied = said is not None and said.says == Says.ABSENT and said.at >= came_at
    return Entry(says, came_at, said.number if denied and said else None)


def _went(left_at: datetime.datetime, before: Standing) -> Entry | None:
    if before.signed_in is None:
        return None
    went = before.signed_out
    if went is None:
        return Entry(Says.OUT, left_at)
    return None if went.at == left_at else Entry(Says.OUT, left_at, went.number)
