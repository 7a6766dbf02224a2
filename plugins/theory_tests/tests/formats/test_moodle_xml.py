"""Reading Moodle XML, and what it must refuse."""

from decimal import Decimal

import pytest

from plugins.theory_tests.formats import Category, read_gift, read_moodle_xml, write_gift, write_moodle_xml
from plugins.theory_tests.formats.content import Exactly, Kind, TextFormat, Within
from plugins.theory_tests.formats.shape import as_json

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
WHOLE = (
    HEAD
    + """<quiz>
<question type="category"><category><text>$course$/top/Cooking</text></category></question>
<question type="multichoice">
  <name><text>Knives</text></name>
  <questiontext format="html"><text><![CDATA[<p>Which is <b>sharp</b>?</p>]]></text>
    <file name="a.png" path="/" encoding="base64">iVBO
Rw0K</file></questiontext>
  <generalfeedback format="html"><text>All.</text></generalfeedback>
  <single>false</single>
  <answer fraction="50" format="html"><text>One</text><feedback format="html"><text>Good</text></feedback></answer>
  <answer fraction="-100" format="html"><text>Two</text></answer>
  <correctfeedback format="html"><text>Well done</text></correctfeedback>
  <idnumber>k1</idnumber>
  <tags><tag><text>kitchen</text></tag></tags>
</question>
<question type="truefalse"><questiontext format="moodle_auto_format"><text>Salt melts.</text></questiontext>
  <answer fraction="0"><text>true</text><feedback><text>It does not.</text></feedback></answer>
  <answer fraction="100"><text>false</text></answer></question>
<question type="numerical"><questiontext format="plain_text"><text>Pi?</text></questiontext>
  <answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer>
  <answer fraction="0"><text>*</text><feedback><text>No</text></feedback></answer></question>
<question type="matching"><questiontext><text>Match</text></questiontext>
  <subquestion format="html"><text>dog</text><answer><text>bark</text></answer></subquestion></question>
<question type="shortanswer"><questiontext><text>Capital?</text></questiontext>
  <answer fraction="100"><text>Paris</text></answer><answer fraction="50"><text>paris</text></answer></question>
<question type="essay"><questiontext><text>Say.</text></questiontext></question>
<question type="description"><questiontext format="markdown"><text>*Read*</text></questiontext></question>
</quiz>"""
)


@pytest.fixture
def reading():
    return read_moodle_xml(WHOLE.encode())


def test_every_kind_is_read(reading):
    category, multiple, truth, number, matching, short, essay, description = reading.items
    assert category == Category("$course$/top/Cooking")
    assert multiple.is_multiple
    assert [choice.weight for choice in multiple.choices] == [Decimal(50), Decimal(-100)]
    assert (multiple.id, multiple.tags, multiple.title) == ("k1", ("kitchen",), "Knives")
    assert (truth.is_true, truth.wrong.text, truth.right) == (False, "It does not.", None)
    assert [one.accepted for one in number.numbers] == [Within(Decimal("3.14"), Decimal("0.01")), None]
    assert (matching.pairs[0].left.text, matching.pairs[0].right) == ("dog", "bark")
    assert [choice.weight for choice in short.choices] == [None, Decimal(50)]
    assert (essay.kind, description.kind) == (Kind.ESSAY, Kind.DESCRIPTION)
    assert description.stem.format == TextFormat.MARKDOWN


def test_embedded_file_is_kept_and_feedback_that_is_not_kept_is_named(reading):
    assert reading.items[1].stem.files[0].content == "iVBORw0K"
    assert as_json(reading.items[1])["stem"]["files"] == [{"name": "a.png", "path": "/", "content": "iVBORw0K"}]
    assert [(fault.line, fault.is_loss) for fault in reading.faults] == [(13, True)]
    assert reading.is_whole


def test_what_was_read_is_written_and_read_as_the_same(reading):
    assert read_moodle_xml(write_moodle_xml(reading.items)).items == reading.items


def test_statement_says_its_feedback_by_what_it_judges(reading):
    assert as_json(reading.items[2], file_format="moodle-xml")["trueFeedback"]["text"] == "It does not."
    assert "{FALSE#It does not.}" in write_gift(reading.items)


def test_encoding_that_is_declared_is_believed():
    source = '<?xml version="1.0" encoding="GB2312"?><quiz><question type="essay"><questiontext><text>写</text>'
    reading = read_moodle_xml((source + "</questiontext></question></quiz>").encode("gb18030"))
    assert reading.items[0].stem.text == "写"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE quiz [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE quiz SYSTEM "http://example.org/quiz.dtd">',
    ],
)
def test_document_types_are_refused_before_anything_of_them_is_used(doctype):
    asked = "<questiontext><text>&b;&file;</text></questiontext>"
    source = f"{HEAD}{doctype}\n<quiz><question type='essay'>{asked}</question></quiz>"
    reading = read_moodle_xml(source)
    assert reading.items == []
    assert [(fault.line, fault.message) for fault in reading.faults] == [
        (2, "Document types and entities are not read.")
    ]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("<quiz>\n<question type='essay'>", 2),
        ("<other/>", 1),
        ("<quiz/>", 1),
        ("no xml", 1),
        ("<quiz>\n" + "<a>" * 100 + "</a>" * 100 + "</quiz>", 2),
        ("<quiz>\n<question type='cloze'><questiontext><text>{1:SA:=a}</text></questiontext></question></quiz>", 2),
        ("<quiz>\n<question type='multichoice'><questiontext><text>a</text></questiontext></question></quiz>", 2),
        ("<quiz>\n\n<question type='essay'/></quiz>", 3),
        (
            "<quiz><question type='numerical'><questiontext><text>a</text></questiontext>\n"
            "<answer fraction='100'><text>NaN</text></answer></question></quiz>",
            2,
        ),
        (
            "<quiz><question type='shortanswer'><questiontext><text>a</text></questiontext>\n"
            "<answer fraction='1e99'><text>b</text></answer></question></quiz>",
            2,
        ),
        (
            "<quiz>\n<question type='truefalse'><questiontext><text>a</text></questiontext>"
            "<answer fraction='100'><text>maybe</text></answer></question></quiz>",
            2,
        ),
    ],
)
def test_fault_names_its_line(source, line):
    reading = read_moodle_xml(source)
    assert reading.items == []
    assert [fault.line for fault in reading.faults] == [line]
    assert not reading.is_whole


def test_range_is_written_as_its_middle():
    written = read_moodle_xml(write_moodle_xml(read_gift("N {#1..5}").items))
    assert written.items[0].numbers[0].accepted == Within(Decimal(3), Decimal(2))
    assert Exactly(Decimal(3)) != written.items[0].numbers[0].accepted
