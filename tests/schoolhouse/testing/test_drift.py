import pytest

from schoolhouse.testing import assert_no_migration_drift


def test_rooms_have_the_migrations_of_their_models():
    assert_no_migration_drift("forums")


def test_field_without_a_migration_is_named(monkeypatch):
    from schoolhouse.models import PluginFault

    monkeypatch.setattr(PluginFault._meta.get_field("place"), "max_length", 77)
    with pytest.raises(AssertionError, match="place"):
        assert_no_migration_drift("schoolhouse")
    assert_no_migration_drift("forums")


def test_unknown_label_is_no_answer():
    with pytest.raises(LookupError):
        assert_no_migration_drift("nothing_like_this")
