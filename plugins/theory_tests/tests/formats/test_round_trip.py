"""Whatever is written is read as the same."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from plugins.theory_tests.formats import read_gift, read_moodle_xml, write_gift, write_moodle_xml
from plugins.theory_tests.formats.content import (
    Category,
    Choice,
    Exactly,
    Kind,
    NumberChoice,
    Pair,
    Question,
    Text,
    TextFormat,
    Within,
)
from plugins.theory_tests.formats.gift.words import trimmed

SIGNS = [
    *"~=#{}:\\%[]/-$*",
    "->",
    "::",
    "####",
    "//",
    "[html]",
    "[plain]",
    "%50%",
    "\\n",
    "T",
    "FALSE",
    "中文",
    "题",
]
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zs", "Zl", "Zp"), exclude_characters="\ufeff")
WORD = st.lists(st.one_of(st.sampled_from(SIGNS), CHARACTERS), min_size=1, max_size=6).map("".join)


@st.composite
def words(draw, *, arrows=True):
    text = draw(WORD)
    for _time in range(draw(st.integers(0, 3))):
        text += draw(st.sampled_from([" ", "\n"])) + draw(WORD)
    return trimmed(text.replace("->", "-") if not arrows else text) or "x"


@st.composite
def texts(draw, *, arrows=True):
    return Text(draw(words(arrows=arrows)), draw(st.sampled_from(list(TextFormat))))


WEIGHTS = st.none() | st.decimals(-99, 99, places=2, allow_nan=False)
NUMBERS = st.decimals(-(10**6), 10**6, places=3, allow_nan=False)
ACCEPTED = st.one_of(
    st.builds(Exactly, NUMBERS),
    st.builds(Within, NUMBERS, st.decimals("0.001", 100, places=3)),
)


@st.composite
def answered(draw):
    kind = draw(st.sampled_from(list(Kind)))
    said = {"general_feedback": draw(st.none() | texts())} if kind != Kind.DESCRIPTION else {}
    if kind == Kind.CHOICE:
        weighted = st.builds(Choice, texts(), st.just(False), WEIGHTS.map(lambda one: one or None), st.none() | texts())
        right = st.builds(Choice, texts(), st.just(True), st.none(), st.none() | texts())
        said["choices"] = (*draw(st.lists(right, max_size=1)), *draw(st.lists(weighted, min_size=1, max_size=4)))
    elif kind == Kind.SHORT:
        first = st.builds(Choice, texts(arrows=False), st.just(True), WEIGHTS, st.none() | texts())
        other = st.builds(Choice, texts(), st.just(True), WEIGHTS, st.none() | texts())
        said["choices"] = (draw(first), *draw(st.lists(other, max_size=2)))
    elif kind == Kind.NUMERICAL:
        number = st.builds(NumberChoice, ACCEPTED, st.just(True), st.decimals(-99, 99, places=1), texts())
        said["numbers"] = tuple(draw(st.lists(number, min_size=1, max_size=3)))
        if draw(st.booleans()):
            said["numbers"], said["is_single_number"] = (NumberChoice(draw(ACCEPTED)),), True
    elif kind == Kind.MATCHING:
        said["pairs"] = tuple(draw(st.lists(st.builds(Pair, texts(arrows=False), words()), min_size=1, max_size=3)))
    elif kind == Kind.TRUE_FALSE:
        said |= {"is_true": draw(st.booleans()), "wrong": draw(st.none() | texts()), "right": draw(st.none() | texts())}
    return Question(kind, **said)


NAME = st.text(st.characters(categories=("L", "N"), include_characters="]-. "), min_size=1, max_size=12).map(trimmed)
NAMES = NAME.filter(bool)


@st.composite
def questions(draw):
    bare = draw(answered())
    title = draw(st.none() | words())
    tags = tuple(draw(st.lists(NAMES, max_size=3)))
    return replace(bare, stem=draw(texts()), title=title, id=draw(st.none() | NAMES), tags=tags)


ITEMS = st.lists(st.one_of(st.builds(Category, NAMES), questions()), min_size=1, max_size=4)


@given(ITEMS)
def test_gift_is_read_as_it_was_written(items):
    reading = read_gift(write_gift(items))
    assert reading.faults == []
    assert reading.items == items


@given(ITEMS)
def test_moodle_xml_is_read_as_it_was_written(items):
    reading = read_moodle_xml(write_moodle_xml(items))
    assert reading.faults == []
    assert reading.items == items


@given(texts(), words(), st.sampled_from(["{=a ~b}", "{T}", "{#3:1}", "{}"]))
def test_gap_stays_where_it_is(stem, tail, answers):
    question = replace(read_gift(f"x {answers}").items[0], stem=stem, tail=tail)
    assert read_gift(write_gift([question])).items[0].tail == tail


@given(
    st.text(max_size=200) | st.lists(st.sampled_from([*SIGNS, "\n", "\n\n", " ", "{", "}"]), max_size=60).map("".join)
)
def test_any_text_is_read_or_named_and_what_was_read_round_trips(source):
    reading = read_gift(source)
    assert reading.items or reading.faults
    again = read_gift(write_gift(reading.items)) if reading.items else reading
    if not any("->" in str(item) for item in reading.items):
        assert again.items == reading.items


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_named(data):
    for read in (read_gift, read_moodle_xml):
        reading = read(data)
        assert reading.items or reading.faults
