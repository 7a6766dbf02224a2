"""Times where the classes of these tests are held."""

from datetime import datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(*when: int) -> datetime:
    """Return what the clock shows there."""
    return datetime(*when, tzinfo=BERLIN)  # type: ignore[arg-type]
