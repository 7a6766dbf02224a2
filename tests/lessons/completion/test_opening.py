"""The seal of an opening."""

import datetime

import pytest
from django.utils import timezone

from lessons.completion.opening import opened_at, reader_mark, seal
from tests.factories.lessons import make_lesson
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_seal_is_good_for_its_reader_and_lesson_for_thirty_days(monkeypatch):
    key, other, reader = make_lesson().translation_key, make_lesson().translation_key, make_user()
    sealed = seal(reader, key)
    assert abs((opened_at(sealed, reader, key) - timezone.now()).total_seconds()) < 5
    assert opened_at(sealed, make_user(), key) is None
    assert opened_at(sealed, reader, other) is None
    moment, signature = sealed.split(":")
    for forged in (f"{float(moment) - 100:.2f}:{signature}", f"nan:{signature}", "", ":", "x" * 200):
        assert opened_at(forged, reader, key) is None
    later = timezone.now() + datetime.timedelta(days=30, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert opened_at(sealed, reader, key) is None


def test_mark_of_a_reader_says_nothing_and_stays():
    reader = make_user()
    assert reader_mark(reader) == reader_mark(reader)
    assert reader_mark(reader) != reader_mark(make_user())
    assert str(reader.public_id) not in reader_mark(reader)
