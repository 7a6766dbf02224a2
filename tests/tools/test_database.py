"""The test databases themselves."""

import pytest
from wagtail.models import Locale, Page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committing_test_finds_what_migrations_made(turn):
    assert Page.objects.filter(depth=1).count() == 1
    Page.objects.filter(depth=2).delete()


@pytest.mark.django_db
def test_ordinary_test_finds_what_migrations_made():
    assert Page.objects.filter(depth=1).count() == 1
    assert Locale.objects.exists()
