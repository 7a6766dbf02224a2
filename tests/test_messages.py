"""Every word shown to people is marked and said in Chinese."""

from tools.messages import check_catalogs, check_literals, check_parts


def test_every_message_is_translated():
    assert list(check_catalogs()) == []


def test_every_shown_word_is_marked():
    assert list(check_literals()) == []


def test_what_the_parts_left_in_english_is_supplied():
    assert list(check_parts()) == []
