"""Which spellings of a short answer are the same."""

import time

import pytest

from lessons.checks.spelling import fits, plain


@pytest.mark.parametrize(
    ("given", "accepted"),
    [
        ("120", "１２０"),
        ("ＡＢＣ", "abc"),
        (" 灭 火 器 。", "灭火器"),
        ("“灭火器”！", "灭火器"),
        ("Fire-Extinguisher", "fire extinguisher"),
        ("don’t", "don't"),
        ("1,500", "1500"),
        ("８：３０", "8:30"),
        ("－5", "-5"),
        ("一百二十急救电话", "*一百二十*"),
        ("拨打120电话", "*120*"),
        ("color", "colo*r"),
        ("colour", "colo*r"),
        ("", ""),
    ],
)
def test_spellings_that_mean_the_same_fit(given, accepted):
    assert fits(given, accepted)


@pytest.mark.parametrize(
    ("given", "accepted"),
    [
        ("15", "1.5"),
        ("830", "8:30"),
        ("5", "-5"),
        ("灭火", "灭火器"),
        ("therapist", "the rapist"),
        ("a", "a*a"),
        ("*", "120"),
        ("120*", "1200"),
        ("colouur", "colour*s"),
    ],
)
def test_spellings_that_mean_something_else_do_not_fit(given, accepted):
    assert not fits(given, accepted)


def test_accepted_answer_full_of_wildcards_takes_no_time():
    began = time.process_time()
    assert not fits("a" * 300, "*a" * 75 + "*b*")
    assert time.process_time() - began < 1


def test_plain_text_keeps_letters_of_every_script():
    assert plain("Käse！Привет（你好）") == "käse привет你好"
