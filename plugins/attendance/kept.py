"""Scans that a device kept while there was no network: signed there, and reconciled later by their own times.

A page that is open before its learner asks for a code carries a key for that learner and that moment. The device signs
with it what was scanned or typed, and when. So what comes later was noted where this learner was signed in, and by a
page that was open before the code was gone: who is sent a picture of it afterwards has no key that is old enough.

When it was is known twice: the code itself was shown only at its own time, and the device says how long it waited, as
the difference of its own clock, or counted since the page was opened. A clock that is wrong is no matter as long as one
of them fits the code.
"""

import datetime
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from people.models import User
from plugins.attendance import codes
from plugins.attendance.codes import Code
from schoolhouse.refusals import Refusal

_SALT = "plugins.attendance.kept"
OLDEST = datetime.timedelta(days=7)
"""What waited longer for a network is no longer taken."""
SLACK = datetime.timedelta(minutes=2)
"""So far a device may count wrong while it waits."""


@dataclass(frozen=True)
class Kept:
    """What a device sends: ``code`` is “door/token” or six digits, ``at`` its clock in milliseconds when it was noted.

    ``issued`` is when its key was made, in seconds since 1970 by our clock; ``waits`` how long it may have waited;
    ``place`` where the phone said that it was, ``number`` what stood beside the code, where the class asks for it.
    """

    code: str
    at: int
    issued: int
    signature: str
    waits: Sequence[datetime.timedelta]
    place: str = ""
    number: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether digits were typed."""
        return self.code.isdigit()


def key_for(user: User, issued: int) -> str:
    """Return the key with which a page of ``user`` that was opened at ``issued`` signs."""
    return salted_hmac(_SALT, f"{user.public_id}:{issued}", algorithm="sha256").hexdigest()


def signature_of(key: str, code: str, at: int, place: str = "", number: str = "") -> str:
    """Return what a device computes with its key, in hex digits.

    It is HMAC-SHA256 of “code|at”, “code|at|place” or, where a number was asked, “code|at|place|number”.
    """
    said = f"{code}|{at}|{place}|{number}".rstrip("|")
    return hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()


def check(kept: Kept, user: User, now: datetime.datetime) -> None:
    """Refuse what this learner's device did not sign, and what waited too long. Raises ``Refusal``."""
    signature = signature_of(key_for(user, kept.issued), kept.code, kept.at, kept.place, kept.number)
    if not constant_time_compare(signature, kept.signature):
        said = _("What was kept on this device is damaged, or somebody else's. Ask your class teacher.")
        raise Refusal(said, code="signature", status=400)
    if not now - OLDEST <= _issued(kept) <= now + SLACK:
        raise Refusal(_("This was kept for too long. Ask your class teacher."), code="too_old")


def times(kept: Kept, now: datetime.datetime) -> list[datetime.datetime]:
    """Return when it may have been noted, by our clock."""
    return [now - min(max(wait, datetime.timedelta()), OLDEST) for wait in kept.waits] or [now]


def scanned_at(kept: Kept, code: Code, now: datetime.datetime) -> datetime.datetime:
    """Return when a code that carries its own time was scanned. Raises ``Refusal`` where it cannot have been."""
    first, last = _shown(code)
    if first > now:
        raise Refusal(_("This code is not shown yet. Scan the one on the screen."), code="code_early")
    if last < _issued(kept):
        raise Refusal(_("This code was no longer shown when you scanned it."), code="code_old")
    fitting = [moment for moment in times(kept, now) if first - SLACK <= moment <= last + SLACK]
    return min(max(fitting[0] if fitting else first, first), last, now)


def typed_at(kept: Kept, door: str, seconds: int, now: datetime.datetime) -> tuple[Code, datetime.datetime] | None:
    """Return the code of this roll whose digits were typed, and when; ``None`` where it was not shown then."""
    about = range(int(SLACK.total_seconds()) // seconds + 2)
    for moment in times(kept, now):
        for direction in codes.DIRECTIONS.values():
            shown = Code.at(door, direction, moment, seconds)
            for periods in sorted({*about, *(-one for one in about)}, key=abs):
                code = shown.later(periods)
                first, last = _shown(code)
                if first > now or last < _issued(kept):
                    continue
                if constant_time_compare(code.digits, kept.code):
                    return code, min(max(moment, first), last, now)
    return None


def _shown(code: Code) -> tuple[datetime.datetime, datetime.datetime]:
    """Return from when until when a code is good."""
    period = datetime.timedelta(seconds=code.seconds)
    return code.until - period, code.until + period


def _issued(kept: Kept) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(kept.issued, datetime.UTC)
