"""Each kind of quick check: how it is asked, read, judged and counted, and what an editor may write."""

import json

import pytest
from django.http import QueryDict
from django.utils import translation
from wagtail.blocks import StructBlockValidationError

from lessons.checks.arranging import _mask
from lessons.checks.base import BadAnswer, CheckBlock, Shown
from lessons.checks.finding import checks_of, kind_of
from lessons.checks.words import ShortAnswerBlock
from lessons.models import LessonPage
from tests.factories.lessons import RIGHT, WRONG, check_raw, item

KINDS = ["single", "multiple", "true_false", "short", "ordering", "matching"]
PAIRS = {"p1": _mask("Lid"), "p2": _mask("Water")}
SWAPPED = {"p1": _mask("Water"), "p2": _mask("Lid")}
FORMS = {
    "single": "answer=shade",
    "multiple": "answer=mask&answer=gloves",
    "true_false": "answer=false",
    "short": "answer=120",
    "ordering": "place-shout=2&place-press=3&place-call=1",
    "matching": f"pair-p1={PAIRS['p1']}&pair-p2={PAIRS['p2']}",
}


def body(*raw):
    return LessonPage._meta.get_field("body").stream_block.to_python(list(raw))


def asked(kind="single", **fields):
    return kind_of(f"check_{kind}"), checks_of(body(check_raw(kind, **fields)))[0]


def judged(kind, answer):
    block, check = asked(kind)
    return block.judge(check.asked, block.accepted(check.asked, answer))


@pytest.mark.parametrize("kind", KINDS)
def test_right_and_wrong_answers_are_told_apart(kind):
    assert judged(kind, RIGHT.get(kind, PAIRS)).is_right
    assert not judged(kind, WRONG.get(kind, SWAPPED)).is_right


@pytest.mark.parametrize("kind", KINDS)
def test_form_is_read_as_the_same_answer(kind):
    block, check = asked(kind)
    given = block.accepted(check.asked, block.read(check.asked, QueryDict(FORMS[kind])))
    assert block.judge(check.asked, given).is_right


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "answer",
    [
        None,
        7,
        True,
        {},
        [],
        [[]],
        [None],
        [{}],
        "",
        "  ",
        "a\0b",
        "\ud800",
        "x" * 100_000,
        ["shade", "shade"],
        {"p1": []},
        ["nothing"],
        {"p1": "p1", "p2": "p2"},
        {"p1": "", "p2": ""},
        ["call"],
        [1, 2, 3],
        {"sun": 1},
        1e400,
    ],
)
def test_what_is_no_answer_is_refused_in_words(kind, answer):
    block, check = asked(kind)
    with translation.override("zh-hans"), pytest.raises(BadAnswer) as refused:
        block.accepted(check.asked, answer)
    assert refused.value.status == 422
    assert not str(refused.value).isascii()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["", "answer=", "place-call=1&place-shout=1&place-press=9", "pair-p1=x&pair-p2=p2"])
def test_form_that_is_no_answer_is_refused(kind, form):
    block, check = asked(kind)
    with pytest.raises(BadAnswer):
        block.accepted(check.asked, block.read(check.asked, QueryDict(form)))


@pytest.mark.parametrize(
    ("kind", "marks"),
    [
        ("single", {"sun": False}),
        ("multiple", {"gloves": True, "scarf": False}),
        ("true_false", {"true": False}),
        ("short", {}),
        ("ordering", {"shout": False, "call": False, "press": True}),
        ("matching", {"p1": False, "p2": False}),
    ],
)
def test_each_part_is_judged(kind, marks):
    assert judged(kind, WRONG.get(kind, SWAPPED)).parts == marks


@pytest.mark.parametrize("kind", KINDS)
def test_neither_the_question_nor_the_api_nor_the_search_says_what_is_right(kind):
    block, check = asked(kind, explanation="<p>Because so.</p>", right_feedback="Bravo")
    seen = [json.dumps(block.public(check, seed)) for seed in range(24)]
    seen += [json.dumps(block.parts(check, Shown(seed)), default=str) for seed in range(24)]
    stream = body(check_raw(kind, explanation="<p>Because so.</p>"))
    seen += [" ".join(stream.stream_block.get_searchable_content(stream))]
    seen += [json.dumps(stream.stream_block.get_api_representation(stream))]
    for text in seen:
        assert "Because" not in text
        assert "Bravo" not in text
        assert "cool" not in text
        assert kind != "short" or "120" not in text
        assert '"right": true' not in text


def test_kind_that_does_not_say_how_it_is_judged_cannot_be_made():
    unfinished = type("Unfinished", (ShortAnswerBlock,), {"judge": CheckBlock.judge})
    with pytest.raises(TypeError, match="judge"):
        unfinished()


def test_mixed_steps_never_stand_in_the_right_order():
    block, check = asked("ordering")
    orders = {tuple(one["id"] for one in block.public(check, seed)["items"]) for seed in range(24)}
    assert ("call", "shout", "press") not in orders
    assert len(orders) > 2


def test_steps_without_ids_are_not_named_by_their_places():
    block, check = asked("ordering", items=["Call", "Shout", "Press"])
    names = [one["id"] for one in check.asked["items"]]
    assert asked("ordering", items=["Press", "Call", "Shout"])[1].asked["items"][1]["id"] == names[0]
    assert not any(one["id"][-1:] in "123" and one["id"].startswith("item") for one in check.asked["items"])
    assert block.judge(check.asked, block.accepted(check.asked, names)).is_right


def test_words_for_the_search_do_not_stand_as_they_belong():
    steps, pairs = asked("ordering", items=["Call", "Shout", "Press"]), asked("matching")
    assert steps[0].visible(steps[1].asked) == ["Call", "Press", "Shout"]
    lefts = [pair["left"] for pair in pairs[1].asked["pairs"]]
    rights = [pair["right"] for pair in pairs[1].asked["pairs"]]
    assert pairs[0].visible(pairs[1].asked) == [*lefts, *sorted(rights)]


def test_choices_are_mixed_only_where_the_editor_says_so():
    block, check = asked("single")
    orders = {tuple(one["id"] for one in block.public(check, seed)["choices"]) for seed in range(24)}
    assert orders == {("shade", "sun", "rain")}
    block, check = asked("single", shuffle=True)
    orders = [tuple(one["id"] for one in block.public(check, seed)["choices"]) for seed in range(24)]
    assert len(set(orders)) > 2
    assert orders == [tuple(one["id"] for one in block.public(check, seed)["choices"]) for seed in range(24)]


def test_pairs_with_the_same_right_side_are_both_right():
    pairs = [item("a", {"left": "Oil", "right": "Lid"}), item("b", {"left": "Fat", "right": "Lid"})]
    block, check = asked("matching", pairs=[*pairs, item("c", {"left": "Wood", "right": "Water"})])
    answer = block.accepted(check.asked, {"a": _mask("Lid"), "b": _mask("Lid"), "c": _mask("Water")})
    assert block.judge(check.asked, answer).is_right
    assert len(block.public(check, 0)["rights"]) == 2


def test_version_changes_with_the_question_and_not_with_what_is_said_to_answers():
    _block, check = asked("single")
    same = {"right_feedback": "Well done", "explanation": "<p>So it is</p>", "attempts": 2, "shuffle": True}
    assert asked("single", **same)[1].version == check.version
    assert asked("single", question="<p>What else?</p>")[1].version != check.version
    turned = [item("shade", {"text": "In the shade", "is_right": False, "feedback": ""})]
    assert asked("single", choices=turned)[1].version != check.version


def test_choices_that_were_stored_without_ids_keep_their_names():
    choices = [{"text": "One", "is_right": True, "feedback": ""}, {"text": "Two", "is_right": False, "feedback": ""}]
    names = [one["id"] for one in asked("single", choices=choices)[1].asked["choices"]]
    assert names == [one["id"] for one in asked("single", choices=choices)[1].asked["choices"]]
    assert len(set(names)) == 2


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("single", [("In the shade", 2, True), ("In the sun", 3, False), ("In the rain", 0, False)]),
        ("multiple", [("Gloves", 5, True), ("A mask", 2, True), ("A scarf", 3, False)]),
        ("short", [("12", 3, False), ("１２０。", 2, True)]),
        ("ordering", [("Shout → Call → Press", 3, False), ("Call → Shout → Press", 2, True)]),
    ],
)
def test_answers_are_counted(kind, rows):
    block, check = asked(kind)
    answers = [(block.accepted(check.asked, RIGHT[kind]), 2), (block.accepted(check.asked, WRONG[kind]), 3)]
    assert [(row.text, row.count, row.is_right) for row in block.tally(check.asked, answers)] == rows


def test_answers_to_pairs_are_counted():
    block, check = asked("matching")
    answers = [(block.accepted(check.asked, PAIRS), 2), (block.accepted(check.asked, SWAPPED), 3)]
    assert [(row.text, row.count, row.is_right) for row in block.tally(check.asked, answers)] == [
        ("Oil – Lid", 2, True),
        ("Oil – Water", 3, False),
        ("Wood – Lid", 3, False),
        ("Wood – Water", 2, True),
    ]


WRONGLY_WRITTEN = [
    ("single", {"choices": [item("a", {"text": "A", "is_right": True}), item("b", {"text": "B", "is_right": True})]}),
    ("single", {"choices": [item("a", {"text": "A", "is_right": False}), item("b", {"text": "B", "is_right": False})]}),
    ("single", {"choices": [item("a", {"text": "A", "is_right": True})]}),
    ("single", {"choices": [item("a", {"text": "A", "is_right": True}), item("b", {"text": "A", "is_right": False})]}),
    ("multiple", {"choices": [item("a", {"text": "A", "is_right": False}), item("b", {"text": "B"})]}),
    ("short", {"answers": []}),
    ("short", {"answers": [item("a", "＊。")]}),
    ("ordering", {"items": [item("a", "Same"), item("b", "Same")]}),
    ("matching", {"pairs": [item("a", {"left": "A", "right": "X"}), item("b", {"left": "B", "right": "X"})]}),
    ("matching", {"pairs": [item("a", {"left": "A", "right": "X"}), item("b", {"left": "A", "right": "Y"})]}),
    ("true_false", {"question": ""}),
    ("true_false", {"attempts": -1}),
    ("true_false", {"attempts": 21}),
]


@pytest.mark.parametrize(("kind", "fields"), WRONGLY_WRITTEN)
def test_question_that_cannot_be_answered_is_refused_in_the_editor(kind, fields):
    block = kind_of(f"check_{kind}")
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python(check_raw(kind, **fields)["value"]))


@pytest.mark.parametrize("kind", KINDS)
def test_question_that_can_be_answered_is_taken_in_the_editor(kind):
    block = kind_of(f"check_{kind}")
    value = block.clean(block.to_python({**check_raw(kind)["value"], "explanation": "", "right_feedback": ""}))
    assert block.check_of(value, "x").asked == asked(kind)[1].asked
