from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from evaluations.models import QuestionKind
from evaluations.questions.blocks import FormContentBlock
from evaluations.questions.freezing import frozen
from evaluations.questions.kinds import HOUSE
from schoolhouse.feedback import Counted, Question
from tests.factories.evaluations import question

OPTIONS = {"options": [("Slow", "慢"), ("Right", "正好"), ("Fast", "快")]}
GRID = {"rows": ["Room", "Food"], "columns": ["Bad", "Fair", "Good"]}
ID = "12345678-1234-5678-1234-567812345678"


def asked(kind: str, **fields: Any) -> tuple[Any, Question]:
    block = FormContentBlock()
    content = block.to_python([question(kind, ("Really?", "真的吗？"), **fields)])
    one = frozen(content)[0]["questions"][0]
    return HOUSE[kind], Question(one["key"], kind, one["text"], {}, one["required"], one["settings"])


def counted(kind: Any, asked_question: Question, *answers: Any) -> list[Counted]:
    return [Counted(part, 1) for answer in answers for part in kind.parts(asked_question, answer)]


def test_house_has_the_kinds_that_its_names_name() -> None:
    assert list(HOUSE) == list(QuestionKind.values)


@pytest.mark.parametrize(
    ("kind", "fields", "given", "kept"),
    [
        ("scale", {}, 5, 5),
        ("scale", {"levels": 10}, 10, 10),
        ("stars", {}, 3, 3),
        ("single", OPTIONS, 2, 2),
        ("multiple", OPTIONS, [3, 1, 3], [1, 3]),
        ("matrix", GRID, {"1": 3, "2": 1}, {"1": 3, "2": 1}),
        ("matrix", GRID, {"2": 1}, {"2": 1}),
        ("number", {}, Decimal("7"), "7"),
        ("number", {"places": 2}, "7.5", "7.50"),
        ("line", {}, " a line\0 ", "a line"),
        ("text", {}, "   ", None),
        ("file", {}, ID, ID),
    ],
)
def test_answer_is_kept_as_plain_json(kind: str, fields: Any, given: Any, kept: Any) -> None:
    found, one = asked(kind, **fields)
    assert found.check(one, given) == kept
    assert found.check(one, None) is None


@pytest.mark.parametrize(
    ("kind", "fields", "given"),
    [
        ("scale", {}, 6),
        ("scale", {}, "5"),
        ("scale", {}, True),
        ("stars", {}, 0),
        ("single", OPTIONS, 4),
        ("multiple", OPTIONS, [4]),
        ("multiple", {**OPTIONS, "most": 2}, [1, 2, 3]),
        ("multiple", OPTIONS, {"1": 1}),
        ("matrix", GRID, {"3": 1}),
        ("matrix", GRID, {"1": 4}),
        ("matrix", {**GRID, "is_required": True}, {"1": 1}),
        ("number", {}, "NaN"),
        ("number", {}, "1.5"),
        ("number", {"most": "10"}, 11),
        ("number", {}, "1e12"),
        ("line", {}, "x" * 201),
        ("text", {}, "x" * 2001),
        ("text", {}, 5),
        ("file", {}, "../etc"),
    ],
)
def test_answer_that_is_none_is_refused(kind: str, fields: Any, given: Any) -> None:
    found, one = asked(kind, **fields)
    with pytest.raises(ValidationError):
        found.check(one, given)


def test_scale_has_words_at_its_ends_in_the_readers_language() -> None:
    found, one = asked("scale", low=("Poor", "差"), high=("Good", "好"))
    with override("en"):
        assert [label for _level, label in found.ask(one).choices] == ["Poor", "2", "3", "4", "Good"]
    with override("zh-hans"):
        assert [label for _level, label in found.ask(one).choices] == ["差", "2", "3", "4", "好"]


def test_long_scale_says_its_words_in_a_hint() -> None:
    found, one = asked("scale", levels=10, low="Poor", high="Good")
    field = found.ask(one)
    assert field.help_text == "1: Poor · 10: Good"
    assert [str(label) for _level, label in field.choices] == [str(level) for level in range(1, 11)]


def test_distributions_and_means_are_counted() -> None:
    found, one = asked("scale", levels=4)
    result = found.sum_up(one, counted(found, one, 4, 4, 1))
    assert (list(result.distributions[0].counts), result.mean) == ([1, 0, 0, 2], Decimal("3.0"))
    found, one = asked("multiple", **OPTIONS)
    with override("en"):
        result = found.sum_up(one, counted(found, one, [1, 3], [3]))
    assert (list(result.labels), list(result.distributions[0].counts)) == (["Slow", "Right", "Fast"], [1, 0, 2])


def test_matrix_is_counted_row_by_row() -> None:
    found, one = asked("matrix", **GRID)
    rows = found.sum_up(one, counted(found, one, {"1": 3, "2": 1}, {"1": 3})).distributions
    assert [(row.label, list(row.counts)) for row in rows] == [("Room", [0, 0, 2]), ("Food", [1, 0, 0])]


def test_numbers_have_mean_lowest_and_highest() -> None:
    found, one = asked("number", places=1)
    with override("en"):
        assert list(found.sum_up(one, counted(found, one, "2.0", "3.0", "7.0")).figures) == [
            ("Mean", "4.0"),
            ("Lowest", "2"),
            ("Highest", "7"),
        ]
    assert list(found.sum_up(one, []).figures) == []


def test_words_come_in_no_order_of_time() -> None:
    found, one = asked("line")
    assert list(found.sum_up(one, counted(found, one, "b", "a", "b")).texts) == ["a", "b", "b"]
