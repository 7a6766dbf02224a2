"""The code on the screen: for one roll and one direction, good for one period and one more of grace.

Nothing is stored: a period's code follows from the secret key, the roll's door and the clock. It comes as a token,
which stands in the address that learners scan, as six digits for those who type it, and with a number of two digits
that a class may ask for besides, so that a picture of the code that was passed on is not enough.
"""

import datetime
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _

from schoolhouse.refusals import Refusal

_SALT = "plugins.attendance.code"
_MAC_LENGTH = 12
DIRECTIONS = {"i": "in", "o": "out"}


@dataclass(frozen=True)
class Code:
    """A code: ``period`` counts periods of ``seconds`` since 1970."""

    door: str
    direction: str
    period: int
    seconds: int

    @classmethod
    def at(cls, door: str, direction: str, now: datetime.datetime, seconds: int) -> "Code":
        """Return the code that is shown at ``now``."""
        return cls(door, direction, int(now.timestamp()) // seconds, seconds)

    @property
    def token(self) -> str:
        """What stands in the address."""
        return f"{self.direction[0]}{int_to_base36(self.period)}-{self._mac('token').hex()[:_MAC_LENGTH]}"

    @property
    def digits(self) -> str:
        """Six digits to type."""
        return f"{int.from_bytes(self._mac('digits')[:8]) % 1_000_000:06}"

    @property
    def number(self) -> str:
        """Two digits that are asked besides."""
        return f"{int.from_bytes(self._mac('number')[:8]) % 100:02}"

    @property
    def until(self) -> datetime.datetime:
        """Until when it is shown."""
        return datetime.datetime.fromtimestamp((self.period + 1) * self.seconds, datetime.UTC)

    def later(self, periods: int) -> "Code":
        """Return the code so many periods later; of an earlier one for a negative number."""
        return Code(self.door, self.direction, self.period + periods, self.seconds)

    def _mac(self, purpose: str) -> bytes:
        value = f"{purpose}:{self.door}:{self.direction}:{self.period}:{self.seconds}"
        return salted_hmac(_SALT, value, algorithm="sha256").digest()


def read(door: str, token: str, seconds: int) -> Code:
    """Return the code that a token names, whenever it is shown. Raises ``Refusal`` for one that never is."""
    start, _dash, _mac = token.partition("-")
    try:
        code = Code(door, DIRECTIONS[start[:1]], base36_to_int(start[1:]), seconds)
    except (KeyError, ValueError) as error:
        raise _unknown() from error
    if not constant_time_compare(code.token, token):
        raise _unknown()
    return code


def check_time(code: Code, now: datetime.datetime) -> None:
    """Refuse a code that is shown no longer, or not yet. Raises ``Refusal``."""
    present = int(now.timestamp()) // code.seconds
    if code.period > present:
        raise Refusal(_("This code is not shown yet. Scan the one on the screen."), code="code_early")
    if code.period < present - 1:
        raise Refusal(_("This code is no longer shown. Scan the one on the screen now."), code="code_old")


def typed(door: str, digits: str, now: datetime.datetime, seconds: int) -> Code | None:
    """Return the code of this roll whose digits somebody has typed in time, or ``None``."""
    for direction in DIRECTIONS.values():
        shown = Code.at(door, direction, now, seconds)
        for code in (shown, shown.later(-1)):
            if constant_time_compare(code.digits, digits):
                return code
    return None


def is_number(code: Code, number: str) -> bool:
    """Say whether the number stood on the screen with this code, or soon after."""
    return any(constant_time_compare(code.later(periods).number, number) for periods in range(4))


def _unknown() -> Refusal:
    return Refusal(_("This code is not one of ours. Scan the one on the screen."), code="code_unknown", status=400)
