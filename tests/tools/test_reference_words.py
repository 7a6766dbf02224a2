"""The Chinese of the plugin reference: how its catalog is kept and checked."""

import polib
import pytest

from tools.reference_words import chinese, problems, update


@pytest.fixture
def catalog(tmp_path):
    path = tmp_path / "words.po"
    update(path, ["One.", "A `name`."])
    return path


def say(path, **words):
    found = polib.pofile(str(path))
    for entry in found:
        entry.msgstr = words.get(entry.msgid.split()[0].strip("."), entry.msgstr)
    found.save()


def test_update_adds_drops_and_keeps_in_the_order_of_the_page(catalog):
    say(catalog, One="一。")
    assert update(catalog, ["New.", "One."]) == (1, 1)
    assert [(entry.msgid, entry.msgstr) for entry in polib.pofile(str(catalog))] == [("New.", ""), ("One.", "一。")]


def test_update_writes_the_same_twice(catalog):
    say(catalog, One="一" * 90 + "。", A="一个 `name`。")
    update(catalog, ["One.", "A `name`."])
    first = catalog.read_bytes()
    assert update(catalog, ["One.", "A `name`."]) == (0, 0)
    assert catalog.read_bytes() == first


def test_problems_name_what_is_missing_and_what_is_gone(catalog):
    say(catalog, One="一。", A="一个 `name`。")
    assert list(problems(catalog, ["One.", "A `name`."])) == []
    assert list(problems(catalog, ["One.", "Two."])) == [
        "missing (run with --update): 'Two.'",
        "no longer used (run with --update): 'A `name`.'",
    ]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("", "not translated"),
        ("一个名字。", "lacks `name`"),
        ("一个 `name`，就是名字,等等。", "half-width punctuation in Chinese"),
        ("一个 `name`，and what it does。", "partly left in English"),
        ("一个 `name`：{text}", "placeholders differ"),
    ],
)
def test_chinese_that_cannot_be_right_is_named_and_not_written(catalog, words, problem):
    say(catalog, One="一。", A=words)
    assert list(problems(catalog, ["One.", "A `name`."])) == [f"{problem}: 'A `name`.'"]
    assert chinese(catalog)("A `name`.") == "A `name`."


def test_docstring_wrapped_anew_keeps_its_chinese(catalog):
    say(catalog, A="一个 `name`。")
    assert chinese(catalog)("A\n`name`.") == "一个 `name`。"


def test_without_a_catalog_everything_stays_english(tmp_path):
    assert chinese(tmp_path / "none.po")("One.") == "One."
    assert list(problems(tmp_path / "none.po", ["One."])) == ["missing (run with --update): 'One.'"]
