"""How dates and times are written."""

from datetime import UTC, datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

MOMENT = datetime(2026, 6, 3, 16, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "SHORT_DATETIME_FORMAT", "Jun 3, 2026, 16:20"),
        ("en", "SHORT_DATE_FORMAT", "Jun 3, 2026"),
        ("en", "DATE_FORMAT", "June 3, 2026"),
        ("en", "TIME_FORMAT", "16:20"),
        ("zh-hans", "MONTH_DAY_FORMAT", "6月3日"),
        ("zh-hans", "SHORT_DATETIME_FORMAT", "2026年6月3日 16:20"),
    ],
)
def test_dates_are_written_as_readers_say_them(language, name, text):
    with override(language):
        assert date_format(MOMENT, name) == text
