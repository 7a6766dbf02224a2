"""What several kinds need to sum up answers, and to read them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schoolhouse.feedback import Counted


def counts_of(parts: Sequence[Counted], levels: int, part: str | None = None) -> list[int]:
    """Return how often each level from 1 was given, lowest first; in rows named ``part`` alone, if it is given."""
    counts = [0] * levels
    for one in parts:
        number = one.part.number
        if number is not None and 1 <= number <= levels and part in (None, one.part.part):
            counts[number - 1] += one.count
    return counts


def mean_of(counts: Sequence[int]) -> Decimal | None:
    """Return the mean level to one place, or ``None`` where there is no answer."""
    total = sum(counts)
    if not total:
        return None
    return (Decimal(sum(level * count for level, count in enumerate(counts, start=1))) / total).quantize(Decimal("0.1"))


def level_of(value: Any, levels: int) -> int | None:
    """Return a level from 1 to ``levels``, ``None`` for no answer. Raises ``ValidationError`` for anything else."""
    if value is None or value == "":
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= levels:
        raise ValidationError(_("Please choose one of the answers."))
    return value
