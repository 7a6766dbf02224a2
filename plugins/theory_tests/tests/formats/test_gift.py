"""Reading GIFT, sign by sign."""

from decimal import Decimal

import pytest

from plugins.theory_tests.content import content_from, problems_of
from plugins.theory_tests.formats import Category, read_gift
from plugins.theory_tests.formats.content import Between, Exactly, Kind, Text, TextFormat, Within
from plugins.theory_tests.formats.shape import as_json


def one(source, *, faults=0):
    reading = read_gift(source)
    assert len(reading.faults) == faults, reading.faults
    assert len(reading.items) == 1, reading.items
    return reading.items[0]


def faults(source):
    return [(fault.line, fault.column) for fault in read_gift(source).faults]


def words(question):
    return [choice.text.text for choice in question.choices]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ("", Kind.ESSAY),
        ("  \n\n ", Kind.ESSAY),
        ("T", Kind.TRUE_FALSE),
        (" TRUE ", Kind.TRUE_FALSE),
        ("true", Kind.SHORT),
        ("F#no#yes", Kind.TRUE_FALSE),
        ("Tokyo", Kind.SHORT),
        ("=a =b", Kind.SHORT),
        ("=a ~b", Kind.CHOICE),
        ("~%50%a ~%50%b ~%-100%c", Kind.CHOICE),
        ("=a -> b =c -> d", Kind.MATCHING),
        ("=a -> b ~c", Kind.CHOICE),
        ("#3", Kind.NUMERICAL),
    ],
)
def test_kind_is_told_from_the_answers(answers, kind):
    assert one(f"Stem {{{answers}}}").kind == kind


def test_escapes_stand_for_their_signs_and_other_backslashes_for_themselves():
    question = one(r"\{a\} \\ \~ \= \# \: \x \n z {=1\=1 ~\%}")
    assert question.stem.text == "{a} \\ ~ = # : \\x \n z"
    assert words(question) == ["1=1", "\\%"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_and_ends_of_lines_make_no_difference(ending, encoding):
    source = "// 注释\n题目一 {=对 ~错}\n\n题目二 {F}  \n \n"
    reading = read_gift(source.replace("\n", ending).encode(encoding))
    assert [item.stem.text for item in reading.items] == ["题目一", "题目二"]


def test_comments_are_left_out_wherever_they_begin_a_line():
    question = one("// before\nStem\n  // within\ngoes on {\n// among answers\n=a\n~b // not here\n}\n// behind\n")
    assert question.stem.text == "Stem goes on"
    assert words(question) == ["a", "b // not here"]


def test_question_right_behind_a_comment_is_one_of_its_own():
    reading = read_gift("One {T} // beside\n// [id:2]\nTwo {F}\n")
    assert [(item.stem.text, item.id) for item in reading.items] == [("One", None), ("Two", "2")]
    assert not reading.faults


def test_blank_lines_inside_answers_end_nothing():
    question = one("Stem {\n\n=a # yes\n\n   \n~b\n\n}\n")
    assert words(question) == ["a", "b"]


def test_id_and_tags_may_hold_brackets():
    question = one("// question: 4 [id:a\\]b] [tag: one ]\n// [tag:two] [tag:<no>]\nStem {}")
    assert (question.id, question.tags) == ("a]b", (" one ", "two", "<no>"))


def test_tags_belong_to_the_next_question_only():
    reading = read_gift("// [tag:a]\n\n$CATEGORY: x/y\n\n// [tag:b]\n\nOne {}\n\nTwo {}")
    assert reading.items[0] == Category("x/y")
    assert [item.tags for item in reading.items[1:]] == [("b",), ()]


def test_format_of_the_stem_holds_for_its_answers():
    question = one("[html]<b>Stem</b> {=a ~[plain]b#[markdown]c}")
    assert [choice.text.format for choice in question.choices] == [TextFormat.HTML, TextFormat.PLAIN]
    assert question.choices[1].feedback == Text("c", TextFormat.MARKDOWN)


def test_weights_may_be_negative_and_have_decimals():
    question = one("Stem {~%33.33333%a ~%-50%b ~% 5%c}")
    assert [choice.weight for choice in question.choices] == [Decimal("33.33333"), Decimal(-50), Decimal(5)]
    assert question.is_multiple


def test_feedback_for_all_stands_behind_the_answers():
    question = one("Stem {T#wrong#right####all \\#}")
    assert (question.wrong.text, question.right.text, question.general_feedback.text) == ("wrong", "right", "all #")


def test_numbers_stand_alone_with_tolerance_and_as_ranges():
    accepted = [one(f"N {{#{said}}}").numbers[0].accepted for said in ("3", "-3.5:0.5", "1..5", " .5 : 1e-2 ")]
    assert accepted == [
        Exactly(Decimal(3)),
        Within(Decimal("-3.5"), Decimal("0.5")),
        Between(Decimal(1), Decimal(5)),
        Within(Decimal("0.5"), Decimal("0.01")),
    ]


def test_wrong_numbers_may_have_feedback_behind_a_number_without_a_sign():
    question = one("What is a number from 1 to 5? {#3:2~#Completely wrong}")
    assert as_json(question)["choices"] == [
        {
            "isCorrect": True,
            "weight": None,
            "text": {"type": "range", "number": 3, "range": 2},
            "feedback": None,
        },
        {
            "isCorrect": False,
            "weight": None,
            "text": {"format": "moodle", "text": "*"},
            "feedback": {"format": "moodle", "text": "Completely wrong"},
        },
    ]


def test_missing_word_leaves_a_gap():
    shape = as_json(one("Costs {~lots =little ~much} to shop."))
    assert (shape["stem"]["text"], shape["hasEmbeddedAnswers"]) == ("Costs _____ to shop.", True)
    assert as_json(one("{=Asia} is large."))["stem"]["text"] == "_____ is large."


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("Stem {=a ~b", [(1, 6)]),
        ("Stem {=a {b} ~c}\n\nTwo {T}", [(1, 6)]),
        ("Stem } {T}", [(1, 6)]),
        ("::title {T}", [(1, 1)]),
        ("::title::\n", [(1, 1)]),
        ("Stem {a ~b}", [(1, 7)]),
        ("Stem {\n=a\n~}", [(3, 1)]),
        ("Stem {#three}", [(1, 8)]),
        ("Stem {#}", [(1, 7)]),
        ("Stem {=a ->\n=b -> c}", [(1, 10)]),
        ("Stem {~%101%a =b}", [(1, 9)]),
        ("One {T}\nTwo {T}", [(2, 5)]),
        ("$CATEGORY:\n\nOne {T}", [(1, 1)]),
        ("// nothing\n", [(1, 1)]),
        ("", [(1, 1)]),
        (b"GIF89a\x00\x01", [(1, 7)]),
        (b"ok {T}\n\nno \xff\xff", [(3, 4)]),
    ],
)
def test_fault_names_its_place(source, places):
    assert faults(source) == places


def test_file_without_an_end_to_its_faults_is_given_up():
    assert len(read_gift("}\n\n" * 5000).faults) == 500


def test_huge_answers_are_refused_in_little_time():
    assert faults("Stem {" + "~a#b" * 200_000 + "}") == [(1, 7)]


def test_more_questions_than_are_read_are_named():
    reading = read_gift("Q {T}\n\n" * 10_001)
    assert len(reading.items) == 10_000
    assert [fault.line for fault in reading.faults] == [20_001]


@pytest.mark.parametrize("answer", ["{#5:9999999999999}", "{#1..1e30}"])
def test_tolerance_that_cannot_be_kept_is_a_fault(answer):
    assert problems_of(content_from(one(f"Q {answer}")))
