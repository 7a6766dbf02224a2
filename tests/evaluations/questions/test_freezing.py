import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from evaluations.questions.blocks import MOST_QUESTIONS, FormContentBlock
from evaluations.questions.conditions import holds
from evaluations.questions.freezing import Unfit, frozen
from tests.factories.evaluations import question, section

SCALE = question("scale", "All in all?", name="overall")
SINGLE = question("single", "Pace?", options=[("Slow", "慢"), ("Fast", "快")], name="pace")
NAMED = [SCALE, SINGLE, question("text", "Say", name="said")]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def content(*blocks: Any) -> Any:
    return FormContentBlock().to_python(list(blocks))


def test_frozen_form_is_plain_json_with_a_stable_key_for_each_question() -> None:
    inside = question("stars", ("Food?", "伙食？"), is_required=True)
    blocks = [SCALE, section(("Stay", "住宿"), [inside], per_instructor=True), question("text", "Remarks")]
    found = frozen(content(*blocks))
    assert json.loads(json.dumps(found)) == found
    assert [(one["title"]["zh"], one["per_instructor"]) for one in found] == [("", False), ("住宿", True), ("", False)]
    asked = [one for part in found for one in part["questions"]]
    assert [one["key"] for one in asked] == [SCALE["id"], inside["id"], blocks[2]["id"]]
    assert [(one["kind"], one["required"]) for one in asked] == [("scale", False), ("stars", True), ("text", False)]


@pytest.mark.parametrize(
    ("only_if", "value"),
    [
        (("overall", "at_most", "2"), "2"),
        (("pace", "equals", "Fast"), "2"),
        (("pace", "equals", "快"), "2"),
        (("pace", "equals", "1"), "1"),
        (("said", "contains", "Wi-Fi"), "Wi-Fi"),
    ],
)
def test_condition_is_compared_with_what_the_earlier_kind_makes_of_it(only_if: Any, value: str) -> None:
    condition = frozen(content(*NAMED, question("text", "Why?", only_if=only_if)))[0]["questions"][-1]["condition"]
    assert (condition["test"], condition["value"]) == (only_if[1], value)


@pytest.mark.parametrize(
    "only_if",
    [
        ("nobody", "equals", "1"),
        ("overall", "contains", "1"),
        ("overall", "at_least", "9"),
        ("overall", "at_least", ""),
        ("pace", "equals", "Sideways"),
        ("pace", "at_least", "1"),
    ],
)
def test_condition_that_cannot_be_asked_is_refused_and_left_out_of_a_preview(only_if: Any) -> None:
    written = content(*NAMED, question("text", "Why?", only_if=only_if))
    with pytest.raises(Unfit, match="Why"):
        frozen(written)
    assert frozen(written, is_strict=False)[0]["questions"][-1]["condition"] is None


def test_condition_looks_back_and_not_into_what_is_asked_for_each_instructor() -> None:
    with pytest.raises(Unfit, match="no earlier question"):
        frozen(content(question("text", "Why?", only_if=("overall", "at_most", "2")), SCALE))
    repeated = section("Instructor", [SCALE, question("text", "Why?", only_if=("overall", "at_most", "2"))])
    repeated["value"]["per_instructor"] = True
    assert frozen(content(repeated))[0]["questions"][1]["condition"]["question"] == SCALE["id"]
    with pytest.raises(Unfit, match="for each instructor"):
        frozen(content(repeated, question("text", "Else?", only_if=("overall", "at_most", "2"))))


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [section("Empty", [])],
        [SCALE, question("text", "Again", name="overall")],
        [question("single", "One", options=["Alone"])],
        [question("single", "Same", options=["Yes", "yes"])],
        [question("matrix", "Flat", rows=["A"], columns=["B"])],
        [question("number", "Odd", least="5", most="1")],
        [question("line", f"{number}") for number in range(MOST_QUESTIONS + 1)],
    ],
)
def test_form_that_cannot_be_asked_is_refused(blocks: Any) -> None:
    with pytest.raises(Unfit):
        frozen(content(*blocks))


@pytest.mark.parametrize(
    ("test", "value", "answer", "is_asked"),
    [
        ("equals", "2", 2, True),
        ("equals", "2", 3, False),
        ("equals", "2.5", "2.50", True),
        ("at_least", "3", 3, True),
        ("at_most", "3", 4, False),
        ("contains", "2", [1, 2], True),
        ("contains", "2", [12], False),
        ("contains", "wi-fi", "The Wi-Fi was bad", True),
        ("at_least", "3", None, False),
        ("equals", "2", None, False),
    ],
)
def test_condition_holds(test: str, value: str, answer: Any, is_asked: bool) -> None:
    assert holds({"question": "key", "test": test, "value": value}, answer) is is_asked
