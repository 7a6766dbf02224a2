"""Every word shown to people is marked and said in Chinese."""

from tools.messages import check_catalogs, check_literals


def test_every_message_is_translated():
    assert list(check_catalogs()) == []


def test_every_shown_word_is_marked():
    assert list(check_literals()) == []
