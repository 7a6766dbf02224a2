"""Every word shown to people is marked and said in Chinese."""

import polib
from django.utils import translation

from tools.messages import check_catalogs, check_literals, check_parts, check_words
from tools.messages.sources import ROOT


def test_every_message_is_translated():
    assert list(check_catalogs()) == []


def test_every_shown_word_is_marked():
    assert list(check_literals()) == []


def test_what_the_parts_left_in_english_is_supplied():
    assert list(check_parts()) == []


def test_people_are_called_what_the_glossary_calls_them():
    assert list(check_words()) == []


def test_every_message_is_said_as_its_own_room_says_it():
    """All catalogs are one at run time: what Wagtail means by the same English must not take a room's word away."""
    with translation.override("zh-hans"):
        catalogs = (
            path
            for path in ROOT.glob("*/**/locale/zh_Hans/LC_MESSAGES/django.po")
            if path.relative_to(ROOT).parts[0] not in {".venv", "tests", "var"}
        )
        entries = [
            (path, entry)
            for path in catalogs
            if path.exists()
            for entry in polib.pofile(str(path))
            if not entry.msgid_plural
        ]
        said = [
            (path.parts[-5], entry.msgid, entry.msgstr, _said(entry)) for path, entry in entries if not entry.obsolete
        ]

    assert [row for row in said if row[2] != row[3]] == []


def _said(entry):
    if entry.msgctxt:
        return translation.pgettext(entry.msgctxt, entry.msgid)
    return translation.gettext(entry.msgid)
