"""Moodle XML as other programs and other times have written it, and what is no Moodle XML."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from plugins.theory_tests.content import content_from, question_from
from plugins.theory_tests.formats import read_gift, read_moodle_xml, write_gift, write_moodle_xml
from plugins.theory_tests.formats.decoding import MOST_BYTES
from plugins.theory_tests.formats.shape import as_json


def question(kind, inside, text="<text>q</text>"):
    return f"<question type='{kind}'><questiontext format='html'>{text}</questiontext>{inside}</question>"


def quiz(*questions):
    return "<quiz>\n" + "\n".join(questions) + "\n</quiz>"


def shapes(source):
    reading = read_moodle_xml(source)
    assert reading.faults == []
    return [as_json(item, file_format="moodle-xml") for item in reading.items]


def faults(source):
    return [(fault.line, fault.column, fault.message) for fault in read_moodle_xml(source).faults]


def places(source):
    return [(line, column) for line, column, _message in faults(source)]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "Größe 题目"),
        ("iso-8859-1", "Größe était"),
        ("ISO-8859-15", "Größe €"),
        ("windows-1252", "“Größe” €"),
        ("gb2312", "题目"),
        ("GB18030", "题目 Größe"),
        ("big5", "題目"),
        ("us-ascii", "size"),
    ],
)
def test_encoding_that_is_declared_is_the_one_that_is_read(encoding, words):
    source = f"<?xml version='1.0' encoding='{encoding}'?>\n" + quiz(question("essay", "", f"<text>{words}</text>"))
    assert shapes(source.encode(encoding))[0]["stem"]["text"] == words


@pytest.mark.parametrize(
    ("declared", "written", "place"),
    [("utf-8", "iso-8859-1", (2, 4)), ("UTF-8", "gb18030", (2, 4)), ("us-ascii", "utf-8", (2, 4))],
)
def test_characters_that_are_not_of_the_declared_encoding_are_named(declared, written, place):
    source = f"<?xml version='1.0' encoding='{declared}'?>\n<a>é</a>"
    assert places(source.encode(written)) == [place]


def test_encoding_that_nobody_knows_is_named():
    assert "klingon" in faults(b"<?xml version='1.0' encoding='klingon'?>\n<quiz/>")[0][2]


@pytest.mark.parametrize("before", ["\n\n", "  \r\n\n", "\ufeff\n\n"])
@pytest.mark.parametrize("declaration", ["", "<?xml version='1.0' encoding='UTF-8'?>"])
def test_lines_are_counted_from_the_beginning_of_the_file(before, declaration):
    assert places(f"{before}{declaration}<quiz>\n<question type='cloze'/></quiz>".encode()) == [(4, 1)]


@pytest.mark.parametrize(
    ("source", "place", "said"),
    [
        ("<quiz>\n<question type='essay'>\n</quiz>", (3, 3), "“question” of line 2"),
        ("<quiz>\n<question type='essay'>", (2, 24), "“question” of line 2"),
        ("<quiz>\n&nbsp;</quiz>", (2, 1), "entity"),
        ("<quiz>\na & b</quiz>", (2, 4), "“&”"),
        ("<quiz>\n<question type='a' type='b'/></quiz>", (2, 20), "twice"),
        ("<quiz/>\n<quiz/>", (2, 1), "behind the end"),
        ("<quiz>\n<question type=essay/></quiz>", (2, 16), "“&”"),
        ("<quiz>\n&#0;</quiz>", (2, 1), "character"),
        ("<quiz>\n<text><![CDATA[ </text></quiz>", (2, 7), "CDATA"),
        ("words", (1, 1), "no XML"),
        ("<quiz>\n<question", (2, 1), "“>” is missing"),
        ("<quiz a='1' a='2'/>", (1, 13), "twice"),
        ("<?xml version='1.0'?>", (1, 22), "no XML"),
    ],
)
def test_unsound_xml_is_named_in_words(source, place, said):
    ((line, column, message),) = faults(source)
    assert (line, column) == place
    assert said in message


def test_units_are_not_kept_and_named():
    units = "\n<units><unit><multiplier>1</multiplier><unit_name>km</unit_name></unit></units>"
    answer = "<answer fraction='100'><text>5</text><tolerance>1</tolerance></answer>"
    reading = read_moodle_xml(quiz(question("numerical", answer + units)))
    assert [(fault.line, fault.column, fault.is_loss) for fault in reading.faults] == [(3, 1, True)]
    assert as_json(reading.items[0])["choices"] == {"type": "range", "number": 5, "range": 1}


@pytest.mark.parametrize("kind", ["cloze", "calculated", "ddwtos", "gapselect", "multianswer", ""])
def test_kinds_that_are_not_read_are_named_and_the_rest_is_read(kind):
    reading = read_moodle_xml(quiz(question("essay", ""), question(kind, ""), question("description", "")))
    assert [str(item.kind) for item in reading.items] == ["Essay", "Description"]
    assert [(fault.line, fault.column) for fault in reading.faults] == [(3, 1)]


def test_words_may_stand_without_an_element_of_their_own():
    source = quiz(
        "<question type='category'><category>a/b</category></question>",
        question("shortanswer", "<name>n</name><answer fraction='100'>x<feedback>y</feedback></answer>", " q "),
    )
    category, short = shapes(source)
    assert category == {"type": "Category", "title": "a/b"}
    assert (short["title"], short["stem"]["text"]) == ("n", "q")
    assert [(choice["text"]["text"], choice["feedback"]["text"]) for choice in short["choices"]] == [("x", "y")]


@pytest.mark.parametrize(
    ("inside", "choices"),
    [
        ("<single>true</single>", [(True, None), (False, 50), (False, None)]),
        ("<single>1</single>", [(True, None), (False, 50), (False, None)]),
        ("", [(True, None), (False, 50), (False, None)]),
        ("<single>false</single>", [(False, 100), (False, 50), (False, None)]),
        ("<single>0</single>", [(False, 100), (False, 50), (False, None)]),
    ],
)
def test_choices_are_weighted_as_gift_weighs_them(inside, choices):
    answers = "".join(
        f"<answer fraction='{fraction}'><text>a{fraction}</text></answer>" for fraction in ("100.00000", "50", "0")
    )
    shape = shapes(quiz(question("multichoice", inside + answers)))[0]
    assert [(choice["isCorrect"], choice["weight"]) for choice in shape["choices"]] == choices


@pytest.mark.parametrize(
    ("format_name", "expected"),
    [("html", "html"), ("moodle_auto_format", "moodle"), ("plain_text", "plain"), ("markdown", "markdown")],
)
def test_formats_have_the_names_of_gift(format_name, expected):
    source = f"<question type='essay'><questiontext format='{format_name}'><text>a\n b</text></questiontext></question>"
    assert shapes(quiz(source))[0]["stem"] == {"format": expected, "text": "a\n b"}


GIFT = r"""$CATEGORY: $course$/top/Unit 1: x

// [id:q1] [tag:one] [tag:two words]
::Title \: x::[html]<b>a</b>\n  c {=[plain]x#[markdown]*y* ~z ~%-33.33333%w#no ####[moodle]all}

Several\nlines{~%50%a ~%50%b#why ~%-100%c}

False{F#it is not#yes}

[markdown]True _it_ is {T}

Short {=one#1 =%50%two =%0%*#none ####g}

Alone {one}

Number {#-3.5}

Near {#3.14:0.01####g}

Numbers {#=1822:3#about =%50%1800:50 =%0%7#no}

[plain]Match{=a -> b =[html]<i>c</i> -> d = -> e ####g}

::Essay::Write{}

[html]<p>Read \{this\}</p>
"""


def test_same_questions_give_the_same_json_in_both_formats():
    items = read_gift(GIFT).items
    assert len(items) == 13
    expected = [as_json(item) for item in items]
    as_xml = read_moodle_xml(write_moodle_xml(items))
    assert as_xml.faults == []
    assert [as_json(item, file_format="moodle-xml") for item in as_xml.items] == expected
    back = read_gift(write_gift(as_xml.items))
    assert [as_json(item) for item in back.items] == expected


@pytest.mark.parametrize(
    "source",
    [
        "[html]<b>q</b>{=a#x ~b ~%-50%c####g}",
        "[markdown]q{~%50%a ~%50%b ~%-100%c}",
        "[plain]q{F#no#yes}",
        "[plain]q\\nr{=a =%50%b#half}",
        "[plain]q{#5}",
        "[plain]q{#5:0.5####g}",
        "[plain]q{#=5:1 =%50%7#close}",
        "[html]q{=a -> b =c -> d}",
        "[plain]q{=f(x) \\=> y =a->b}",
        "[html]q{####g}",
    ],
)
def test_bank_gives_back_what_it_took(source):
    (item,) = read_gift(source).items
    given = question_from(content_from(item))
    assert as_json(read_moodle_xml(write_moodle_xml([given])).items[0], file_format="moodle-xml") == as_json(item)
    assert as_json(read_gift(write_gift([given])).items[0]) == as_json(item)


def parse(path, **options):
    printed, errors = StringIO(), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("questions", "parse", str(path), stdout=printed, stderr=errors, **options)
    return printed.getvalue(), errors.getvalue(), caught.value.returncode


@pytest.mark.parametrize("file_format", ["gift", "moodle-xml"])
@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", ":1:1: "), (b"\n \n", ":1:1: "), (b"<a>\n\x00</a>", ":2:1: "), (b"x" * (MOST_BYTES + 1), "20 MB")],
    ids=["empty", "blank", "binary", "huge"],
)
def test_what_is_no_file_of_questions_fails_with_its_place(tmp_path, data, said, file_format):
    file = tmp_path / "questions"
    file.write_bytes(data)
    printed, errors, status = parse(file, format=file_format)
    assert (printed.strip(), status) == ("[]", 1)
    assert f"{file}" in errors
    assert said in errors


def test_entities_that_grow_are_refused_at_their_line(tmp_path):
    file = tmp_path / "bomb.xml"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">\n' for n in range(1, 10))
    file.write_text(f'<?xml version="1.0"?>\n<!DOCTYPE quiz [\n<!ENTITY e0 "x">\n{entities}]>\n<quiz>&e9;</quiz>')
    printed, errors, status = parse(file, format="moodle-xml")
    assert (printed.strip(), status) == ("[]", 1)
    assert f"{file}:2:" in errors
