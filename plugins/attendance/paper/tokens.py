"""What stands in the codes of a sheet: which roll and direction, and who; signed, as nobody else can compute it.

Sixteen characters of the alphabet that a small code holds best. No key of the database stands on the paper: the server
computes the words of everybody in the class again and compares. Whoever has the paper learns nothing from them.
"""

import uuid
from collections.abc import Iterable

from django.utils.crypto import salted_hmac
from django.utils.http import int_to_base36

from classes.models import Enrollment
from plugins.attendance.models import Roll

_SALT = "plugins.attendance.paper"
SHEET_LENGTH, WHO_LENGTH = 5, 11


def sheet_word(roll: Roll, direction: str) -> str:
    """Return the word of a sheet, with which each of its codes begins."""
    return _word(f"sheet:{roll.public_id}:{direction}", SHEET_LENGTH)


def row_word(roll: Roll, direction: str, enrollment: uuid.UUID) -> str:
    """Return what stands in the code of somebody's row."""
    return sheet_word(roll, direction) + _word(f"row:{roll.public_id}:{direction}:{enrollment}", WHO_LENGTH)


def rows_by_word(roll: Roll, direction: str, enrollments: Iterable[Enrollment]) -> dict[str, uuid.UUID]:
    """Return whose row has which word."""
    return {row_word(roll, direction, one.public_id): one.public_id for one in enrollments}


def _word(value: str, length: int) -> str:
    digest = salted_hmac(_SALT, value, algorithm="sha256").digest()
    return int_to_base36(int.from_bytes(digest) % 36**length).upper().rjust(length, "0")
