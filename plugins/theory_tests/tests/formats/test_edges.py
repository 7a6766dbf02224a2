"""Corners of both formats that files of other people reach."""

import pytest

from plugins.theory_tests.content import content_from, problems_of
from plugins.theory_tests.formats import read_gift, read_moodle_xml
from plugins.theory_tests.formats.shape import as_json


def one(source):
    reading = read_gift(source)
    assert reading.faults == []
    return as_json(reading.items[0])


def texts(shape):
    return [(choice["text"]["text"], choice["isCorrect"], choice["weight"]) for choice in shape["choices"]]


def places(source, read=read_gift):
    return [(fault.line, fault.column) for fault in read(source).faults]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"q {=a b\=c ~d\~e}", [("a b=c", True, None), ("d~e", False, None)]),
        (r"q {=\#1 \{x\} ~\\n}", [("#1 {x}", True, None), ("\\n", False, None)]),
        ("q {=%100%a ~%-50%b ~%33.333%c}", [("a", True, 100), ("b", False, -50), ("c", False, 33.333)]),
        ("q {~%abc%a =b}", [("%abc%a", False, None), ("b", True, None)]),
        ("q {%50%a}", [("a", True, 50)]),
        ("q {=a->b ~c}", [("a->b", True, None), ("c", False, None)]),
        ("q {=[html]<b>x</b> ~y}", [("<b>x</b>", True, None), ("y", False, None)]),
        (
            'q {=<a href\\="http\\://x/?a\\=b\\#c">l</a> ~y}',
            [('<a href="http://x/?a=b#c">l</a>', True, None), ("y", False, None)],
        ),
        ("q {\r\n\t= a \r\n\t~ b\r\n}", [("a", True, None), ("b", False, None)]),
    ],
)
def test_answers_are_told_apart_by_their_signs_alone(source, expected):
    assert texts(one(source)) == expected


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("#-5..-1", {"type": "high-low", "numberHigh": -1, "numberLow": -5}),
        ("#-0.5:0.1", {"type": "range", "number": -0.5, "range": 0.1}),
        ("# 5 : 1 ", {"type": "range", "number": 5, "range": 1}),
        ("#1.5e3", {"type": "simple", "number": 1500}),
        ("#1822", {"type": "simple", "number": 1822}),
    ],
)
def test_single_numbers_and_ranges(answer, number):
    assert one(f"q {{{answer}}}")["choices"] == number


def test_several_numbers_have_weights_and_feedback_of_their_own():
    shape = one("q {#\n=1822:0\n=%50%1820..1824#close\n####all}")
    assert [(choice["weight"], choice["text"]["type"]) for choice in shape["choices"]] == [
        (None, "range"),
        (50, "high-low"),
    ]
    assert shape["choices"][1]["feedback"]["text"] == "close"
    assert shape["globalFeedback"]["text"] == "all"


def test_feedback_of_statements_may_be_left_out_on_either_side():
    said = [one(f"q {{{answer}}}") for answer in ("T#w", "T##r", "F #w#r####g")]
    assert [(shape["trueFeedback"] or {}).get("text") for shape in said] == ["w", None, "w"]
    assert [(shape["falseFeedback"] or {}).get("text") for shape in said] == [None, "r", "r"]


def test_markup_of_pages_is_part_of_the_words():
    shape = one('q <!-- c --> <a href="http://x/?a=b#c">l</a> -> r {T}')
    assert shape["stem"]["text"] == 'q <!-- c --> <a href="http://x/?a=b#c">l</a> -> r'


def test_title_may_hold_escaped_colons():
    assert one(r"::a\:\:b:: q {T}")["title"] == "a::b"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_places_count_characters_whatever_ends_the_lines(mark, ending):
    source = f"{mark}题目一 {{T}}{ending}{ending}// 注释{ending}题目二 {{=甲 ~乙{ending}"
    assert places(source.encode()) == [(4, 5)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ok {T}\n\nno {=a\n~b\n\nnext {T}", [(3, 4)]),
        ("extra } here\n\nnext {T}", [(1, 7)]),
        (r"escaped \{ brace } {T}", [(1, 18)]),
        ("[html]<p>a {\\} b</p>{T}", [(1, 12)]),
        ("q {#5:}", [(1, 5)]),
        ("q {#..5}", [(1, 5)]),
        ("q {#1,5}", [(1, 5)]),
        ("q {~=a}", [(1, 4)]),
        ("a {=}\n\nb {~}\n\nc {T}", [(1, 4), (3, 4)]),
        ("q {=%-101%a ~b}", [(1, 6)]),
    ],
)
def test_what_cannot_be_read_is_named_where_it_stands(source, expected):
    assert places(source) == expected


@pytest.mark.parametrize("answer", ["#5..1", "#5:-1"])
def test_number_that_nothing_fits_is_read_and_not_taken_into_the_bank(answer):
    content = content_from(read_gift(f"q {{{answer}}}").items[0])
    assert "lower number stands first" in problems_of(content)[0]


def xml(inside, kind="shortanswer"):
    return (
        f"<quiz>\n<question type='{kind}'><questiontext format='html'><text>q</text></questiontext>\n{inside}"
        "</question></quiz>"
    )


RIGHT = "<answer fraction='100'><text>a</text></answer>"


def test_markup_that_is_not_written_as_text_is_named_and_not_dropped():
    asked = "<questiontext>\n  <text>See <p>this</p></text></questiontext>"
    source = f"<quiz>\n<question type='essay'>{asked}</question></quiz>"
    reading = read_moodle_xml(source)
    assert reading.items == []
    assert [(fault.line, fault.column) for fault in reading.faults] == [(3, 13)]
    assert "CDATA" in reading.faults[0].message


@pytest.mark.parametrize("inside", ["<hint><text>h</text></hint>", "<usecase>1</usecase>"])
def test_what_is_not_kept_is_named(inside):
    reading = read_moodle_xml(xml(RIGHT + "\n" + inside))
    assert len(reading.items) == 1
    assert [(fault.line, fault.is_loss) for fault in reading.faults] == [(4, True)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<quiz>\n  <question type='题'>中文</quizz>", [(2, 26)]),
        ("<quiz>\r\n题目<question type='x'></quiz>", [(2, 24)]),
        ("<quiz>\n&nbsp;</quiz>", [(2, 1)]),
        (xml("<answer fraction='abc'><text>a</text></answer>"), [(3, 1)]),
        (xml("<answer fraction='100'><text>3,5</text></answer>", "numerical"), [(3, 1)]),
        (xml("  <subquestion><text>a</text><answer><text></text></answer></subquestion>", "matching"), [(3, 3)]),
        (xml(RIGHT, "calculated"), [(2, 1)]),
    ],
)
def test_faults_of_xml_have_their_line_and_column(source, expected):
    assert places(source.encode(), read_moodle_xml) == expected


def test_comments_marks_and_ends_of_lines_of_xml_make_no_difference():
    source = "\ufeff<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- a -->" + xml(f"<!-- b -->{RIGHT}")
    reading = read_moodle_xml(source.encode())
    assert reading.faults == []
    assert reading.items[0].stem.text == "q"


def test_sections_of_cdata_may_be_joined():
    text = "<![CDATA[<p>x ]]]]><![CDATA[> y</p>]]>"
    asked = f"<questiontext format='html'><text>{text}</text></questiontext>"
    source = f"<quiz><question type='description'>{asked}</question></quiz>"
    assert read_moodle_xml(source).items[0].stem.text == "<p>x ]]> y</p>"
