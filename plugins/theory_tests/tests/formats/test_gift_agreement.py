"""What ``gift-pegjs`` makes of GIFT that no sample shows. Its reading is what is expected, but for wide spaces."""

import pytest

from plugins.theory_tests.formats import read_gift
from plugins.theory_tests.formats.shape import as_json


def shapes(source):
    reading = read_gift(source)
    assert reading.faults == []
    return [as_json(item) for item in reading.items]


def one(source):
    (shape,) = shapes(source)
    return shape


def said(text, text_format="moodle"):
    return {"format": text_format, "text": text}


@pytest.mark.parametrize(
    ("source", "stem"),
    [
        (r"a\nb {T}", said("a\nb")),
        (r"\na\n{T}", said("\na\n")),
        ("[moodle]a  b\n   c\\n  d {T}", said("a b c\n d")),
        ("[plain] a \t b\n\tc {T}", said("a b c", "plain")),
        ("a\tb\x0bc {T}", said("a\tb\x0bc")),
        ("a\xa0\xa0b\u2003\nc {T}", said("a b c")),
        ("[html]a  b\n\tc\\n{T}", said("a  b\n\tc\n", "html")),
        ("[markdown]a  \n    - b\\n\\nc{T}", said("a  \n    - b\n\nc", "markdown")),
        (r"\[html]a {T}", said(r"\[html]a")),
        ("[HTML]a [html]b {T}", said("[HTML]a [html]b")),
        ("[html]\r\na\r\nb\r\n{T}", said("a\nb", "html")),
        ("a\n\xa0\nb {T}", said("a b")),
        (r"$$\\frac\{1\}\{2\}$$ \(x\) {T}", said(r"$$\frac{1}{2}$$ \(x\)")),
        ("&lt;p&gt; &nbsp; {T}", said("&lt;p&gt; &nbsp;")),
        ("a // b {T}", said("a // b")),
    ],
)
def test_words_of_a_question(source, stem):
    assert one(source)["stem"] == stem


@pytest.mark.parametrize(
    ("source", "title"),
    [
        (":: T  x ::q {T}", " T  x "),
        ("::one\ntwo::q {T}", "one\ntwo"),
        (r"::a\nb\=::q {T}", "a\nb="),
        ("::T::\n  q {T}", "T"),
        ("::T:: {T}", "T"),
    ],
)
def test_title_stays_as_it_stands(source, title):
    assert one(source)["title"] == title


@pytest.mark.parametrize(
    ("answers", "texts"),
    [
        ("true", ["true"]),
        ("5", ["5"]),
        (r"\~\=", ["~="]),
        ("a -> b", ["a -> b"]),
        ("=->", ["->"]),
        ("=a -> =b", ["a ->", "b"]),
        ("=a#b -> c =d -> e", ["a", "d -> e"]),
        ("=a =b -> c", ["a", "b -> c"]),
        ("=a -> =b =c -> d", ["a ->", "b", "c -> d"]),
        ("=%5 a =b", ["%5 a", "b"]),
        (r"=\na\n =b", ["\na\n", "b"]),
        (r"=$$\nu$$", ["$$\nu$$"]),
    ],
)
def test_answers_in_words(answers, texts):
    shape = one(f"q {{{answers}}}")
    assert shape["type"] == "Short"
    assert [(choice["isCorrect"], choice["text"]["text"]) for choice in shape["choices"]] == [
        (True, text) for text in texts
    ]


@pytest.mark.parametrize(
    ("weight", "number"),
    [("50", 50), ("-12.50", -12.5), ("+50", 50), (" 5 ", 5), (".5", 0.5), ("5.", 5), ("1e1", 10), ("-0", 0)],
)
def test_weights_are_numbers_of_any_spelling(weight, number):
    assert [choice["weight"] for choice in one(f"q {{~ %{weight}% a ~b}}")["choices"]] == [number, None]


def test_pairs_may_hold_arrows_line_breaks_and_formats():
    shape = one("[markdown]q {= \t-> a\n=[html]<i>b</i>\n-> c  d\n e -> f\n=g\\nh->[html]i\n####all\n}")
    assert shape["type"] == "Matching"
    assert shape["globalFeedback"] == said("all", "markdown")
    assert [(pair["subquestion"], pair["subanswer"]) for pair in shape["matchPairs"]] == [
        (said("", "markdown"), "a"),
        (said("<i>b</i>", "html"), "c d e -> f"),
        (said("g\nh", "markdown"), "[html]i"),
    ]


@pytest.mark.parametrize(
    ("answers", "first", "second", "whole"),
    [
        ("T#", None, None, None),
        ("T##b", None, said("b"), None),
        ("F # [html]a # b\n####g", said("a", "html"), said("b"), said("g")),
        ("FALSE####[plain]g", None, None, said("g", "plain")),
        ("T#\\#\\#\\#\\#", said("####"), None, None),
    ],
)
def test_feedback_of_statements(answers, first, second, whole):
    shape = one(f"q {{{answers}}}")
    assert (shape["trueFeedback"], shape["falseFeedback"], shape["globalFeedback"]) == (first, second, whole)


@pytest.mark.parametrize(
    ("answers", "choices"),
    [
        ("# +5 ", {"type": "simple", "number": 5}),
        ("#-0", {"type": "simple", "number": 0}),
        ("#5.0####g", {"type": "simple", "number": 5}),
        ("#=", [{"isCorrect": True, "weight": None, "text": said("*"), "feedback": None}]),
        (
            "#\n=%50%5..6#x\n~ # no",
            [
                {
                    "isCorrect": True,
                    "weight": 50,
                    "text": {"type": "high-low", "numberHigh": 6, "numberLow": 5},
                    "feedback": said("x"),
                },
                {"isCorrect": False, "weight": None, "text": said("*"), "feedback": said("no")},
            ],
        ),
    ],
)
def test_numbers(answers, choices):
    shape = one(f"q {{{answers}}}")
    assert (shape["type"], shape["choices"]) == ("Numerical", choices)


@pytest.mark.parametrize(
    ("source", "stem", "is_gap"),
    [
        ("a {=b} c\nd", said("a _____ c d"), True),
        ("{=b} c", said("_____ c"), True),
        ("{=b}[html] <i>c</i>", said("_____ <i>c</i>", "html"), True),
        ("[html]a {=b} [markdown]c", said("a _____ c", "html"), True),
        ("a {=b} c // d", said("a _____ c // d"), True),
        ("a {=b} // c", said("a"), False),
        ("a {=b}\n// c\n", said("a"), False),
        ("a {=b}  \n \n", said("a"), False),
        ("::T::{=b}", said(""), False),
    ],
)
def test_missing_words(source, stem, is_gap):
    shape = one(source)
    assert (shape["stem"], shape["hasEmbeddedAnswers"]) == (stem, is_gap)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("// [id:1]\n// [id: 2 ] [tag:a]\n\n// [tag: b ] [tag:<c>]\nq {T}", [("2", ["a", " b ", "<c>"])]),
        ("  //[tag:a][id:1] \n  q {T}", [("1", ["a"])]),
        ("q {T}\n// [id:1]\n\nr {F}", [(None, None), (None, None)]),
        ("// [id:1]\nq {T} // [id:2]\n\n// [id:3]\nr {F}", [("1", None), ("3", None)]),
        ("// [tag:a]\n\n::T::text\n\nr {F}\n// [tag:b]", [(None, ["a"]), (None, None)]),
    ],
)
def test_names_in_comments(source, names):
    assert [(shape["id"], shape["tags"]) for shape in shapes(source)] == names


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("$CATEGORY: a/b", "a/b"),
        ("$CATEGORY:a: b # { } ~ ", "a: b # { } ~ "),
        ("// c\n$CATEGORY: \t a\r\n\r\n// d", "a"),
        ("$CATEGORY:\na/b\n", "a/b"),
    ],
)
def test_category_is_the_rest_of_its_line(source, title):
    assert one(source) == {"type": "Category", "title": title}


@pytest.mark.parametrize("ending", ["", "\n", "  ", "\n   ", "\n\n\n\t\n", "\n\n// [id:9]\n"])
@pytest.mark.parametrize("beginning", ["", "\n\n", " \n \t\n", "\ufeff", "// [x]\n\n\n"])
@pytest.mark.parametrize("between", ["\n\n", "\n \n", "\n\t\n\n  \n", "\r\n\r\n", "\r\r"])
def test_room_around_questions_says_nothing(beginning, between, ending):
    found = shapes(f"{beginning}q {{T}}{between}text{between}$CATEGORY: c{between}[html]r {{=a ~b}}{ending}")
    assert [shape["type"] for shape in found] == ["TF", "Description", "Category", "MC"]


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("q {##all}", [(1, 4)]),
        ("q {####a\n####b", [(1, 3)]),
        ("text\n::T::q {T}\n\nr {F}", [(2, 1)]),
        ("::open\n::T::q {T}\n\nr {F}", [(1, 1)]),
        ("q {T}\n  ::T::r {F}\n\ns {F}", [(2, 3)]),
        ("q {T}\n$CATEGORY: c\n\nr {F}", [(2, 1)]),
        ("q {=\\n ~b}\n\nr {F}", [(1, 4)]),
        ("q {=a -> b =c}\n\nr {F}", [(1, 12)]),
        ("q {=a -> b#c =d -> e}\n\nr {F}", [(1, 11)]),
    ],
)
def test_what_the_other_parser_refuses_is_named(source, places):
    assert [(fault.line, fault.column) for fault in read_gift(source).faults] == places


def test_wide_spaces_leave_room_and_flow_at_the_ends_of_lines():
    assert one("题目（　　）是\n　　什么 {T}")["stem"]["text"] == "题目（　　）是 什么"


def test_line_that_only_seems_empty_ends_answers_all_the_same():
    assert [shape["stem"]["text"] for shape in shapes("q {T}\n\u3000\nr {F}\n\xa0 \ns {T}")] == ["q", "r", "s"]
