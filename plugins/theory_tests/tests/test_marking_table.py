"""What answers are worth: the table of kinds."""

from decimal import Decimal

import pytest

from plugins.theory_tests.content import make_content
from plugins.theory_tests.marking import RULES, earned, normalized, number_in, share_of
from plugins.theory_tests.models import BankKind


def content(kind, *answers, **said):
    made = [
        {"text": one[0], "percent": one[1], "tolerance": one[2] if len(one) > 2 else 0}
        if isinstance(one, tuple)
        else one
        for one in answers
    ]
    return make_content(kind=kind, text="?", format="plain", answers=made, **said)


def worth(asked, given, multiple="no_wrong"):
    share = share_of(asked, given, multiple)
    return None if share is None else float(share)


def test_every_kind_has_its_line_in_the_table():
    assert set(RULES) == set(BankKind.values)


def test_single_choice_is_worth_what_was_chosen():
    asked = content("single", ("a", 100), ("b", 25), ("c", -50))
    assert [worth(asked, {"choices": [at]}) for at in range(3)] == [1, 0.25, 0]
    assert worth(asked, {}) == 0


@pytest.mark.parametrize(
    ("multiple", "expected"),
    [
        ("whole", [1, 0, 0, 0]),
        ("no_wrong", [1, 0.5, 0, 0]),
        ("sum", [1, 0.5, 0, 0.75]),
    ],
)
def test_multiple_choice_goes_by_the_rule_of_the_paper(multiple, expected):
    asked = content("multiple", ("a", 50), ("b", 50), ("c", -100), ("d", -25))
    chosen = [[0, 1], [0], [0, 1, 2], [0, 1, 3]]
    assert [worth(asked, {"choices": one}, multiple) for one in chosen] == expected


def test_thirds_together_are_all_points():
    asked = content("multiple", *((letter, "33.33333") for letter in "abc"), ("d", 0))
    assert worth(asked, {"choices": [0, 1, 2]}, "sum") == 1
    assert earned(share_of(asked, {"choices": [0]}, "sum"), Decimal(2)) == Decimal("0.67")


def test_statement_is_judged():
    asked = content("true_false", is_true=True)
    assert [worth(asked, {"choices": [one]}) for one in (1, 0)] == [1, 0]


@pytest.mark.parametrize(
    ("accepted", "said", "share"),
    [
        ("醒", "醒", 1),
        ("醒面", "醒 面", 1),
        ("28℃", "２８℃", 1),
        ("Flour", "ＦＬＯＵＲ。", 1),
        ("Flour, water", "flour，  water", 1),
        ("“a”", '"A"', 1),
        ("flo*", "flour", 1),
        ("flo*", "a flour", 0),
        ("a?c", "abc", 0),
        ("a[bc]", "a[bc]", 1),
        ("a[bc]", "ab", 0),
        ("flour", "flower", 0),
    ],
)
def test_short_answer_is_compared_as_people_write(accepted, said, share):
    assert worth(content("short", (accepted, 100)), {"text": said}) == share


def test_short_answer_gets_the_best_that_fits():
    asked = content("short", ("f*", 50), ("flour", 100))
    assert [worth(asked, {"text": said}) for said in ("flour", "fat", "oil")] == [1, 0.5, 0]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("3.14", "3.14"),
        ("３．１４", "3.14"),
        ("3,14", "3.14"),
        ("3，14", "3.14"),
        ("1,000", "1000"),
        ("1,000.5", "1000.5"),
        ("−5", "-5"),
        (" 1 000 ", "1000"),
        ("1e3", "1000"),
        ("three", None),
        ("1,2,3", None),
        ("", None),
        ("NaN", None),
        ("1e999999", None),
    ],
)
def test_number_is_read_as_people_write_it(said, number):
    found = number_in(said)
    assert found == (None if number is None else Decimal(number))


def test_number_may_be_off_by_its_tolerance_and_no_more():
    asked = content("numerical", ("28", 100, 2), ("35", 50, 0), ("*", 0))
    shares = [worth(asked, {"text": said}) for said in ("26", "30", "30.01", "35", "x")]
    assert shares == [1, 1, 0, 0.5, 0]


def test_each_pair_is_worth_its_part():
    asked = content(
        "matching",
        {"text": "dog", "match": "bark"},
        {"text": "cat", "match": "meow"},
        {"text": "", "match": "moo"},
        {"text": "wolf", "match": "bark"},
    )
    assert worth(asked, {"pairs": {"0": 3, "1": 1, "3": 0}}) == 1
    assert worth(asked, {"pairs": {"0": 2, "1": 1}}) == pytest.approx(1 / 3, abs=1e-5)


def test_each_thing_in_its_place_is_worth_its_part():
    asked = content("ordering", ("a", 0), ("b", 0), ("c", 0), ("d", 0))
    assert worth(asked, {"places": {"0": 1, "1": 2, "2": 3, "3": 4}}) == 1
    assert worth(asked, {"places": {"0": 1, "1": 2, "2": 4, "3": 3}}) == 0.5


def test_words_are_read_by_somebody_unless_there_are_none():
    asked = content("essay")
    assert worth(asked, {"text": "because"}) is None
    assert worth(asked, {}) == 0


def test_punctuation_alone_stays_what_it_is():
    assert normalized("。") == "."
