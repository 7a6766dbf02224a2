"""Question files as schools have them."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from plugins.theory_tests.formats.content import Category, Kind
from plugins.theory_tests.formats.school.lines import Line, read_lines
from plugins.theory_tests.formats.school.sheet import read_question_sheet
from plugins.theory_tests.formats.school.word import read_word
from tests.factories.word import make_docx, paragraph, table

PAPER = """面点基础知识试卷
姓名：
一、单项选择题（每题 2 分，共 20 分）
1. 面团发酵的适宜温度是（  ）。
A. 5 ℃   B. 28 ℃
C. 60 ℃
答案：B
解析：温度太高酵母会失去活性。
2、下列属于发酵面团的是（ C ）。
A．水饺 B．面条 C．馒头 D．春卷
二、多选题
3. 和面时可以加入的有
A、水
B、牛奶
C、机油
【答案】A、B
三、判断题
4. 生熟案板可以混用。（×）
5. 酵母是活的微生物。
答案：正确
四、填空题
6. 蒸馒头应当____上锅。
答案：冷水|凉水
五、简答题
7. 简述和面的步骤。
参考答案：先和匀，
再揉光。
8. 【单选题】最薄的是？
A. 纸 B. 砖
答案: A"""


def lines(text):
    return [Line(number, words) for number, words in enumerate(text.split("\n"), 1)]


def test_paper_with_parts_is_read_by_kind():
    reading = read_lines(lines(PAPER))
    assert reading.faults == []
    kinds = [item.kind for item in reading.items]
    choice, truth = Kind.CHOICE, Kind.TRUE_FALSE
    assert kinds == [choice, choice, choice, truth, truth, Kind.SHORT, Kind.ESSAY, choice]
    first, second, several, wrong, right, gap, essay, last = reading.items
    assert [one.text.text for one in first.choices] == ["5 ℃", "28 ℃", "60 ℃"]
    assert [one.is_correct for one in first.choices] == [False, True, False]
    assert first.general_feedback.text == "温度太高酵母会失去活性。"
    assert second.stem.text == "下列属于发酵面团的是（  ）。"
    assert [one.is_correct for one in second.choices] == [False, False, True, False]
    assert [one.weight for one in several.choices] == [Decimal(50), Decimal(50), Decimal(-100)]
    assert (wrong.stem.text, wrong.is_true, right.is_true) == ("生熟案板可以混用。", False, True)
    assert [one.text.text for one in gap.choices] == ["冷水", "凉水"]
    assert essay.general_feedback.text == "先和匀，\n再揉光。"
    assert last.stem.text == "最薄的是？"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1. Which?\nA. a\nB. b\n答案：D", 1),
        ("\n1. Which?\nA. a\nB. b", 2),
        ("单选题\n1. Which?\nA. a\nB. b\n答案：AB", 2),
        ("1. Which?\nA. a\nC. b\n答案：A", 1),
        ("判断题\n1. True?\n答案：也许", 2),
        ("答案：A", 1),
        ("no question at all", 1),
        ("1. Which?\nA. a\n答案：A", 1),
    ],
)
def test_line_that_makes_no_question_is_named(text, number):
    reading = read_lines(lines(text))
    assert number in [fault.line for fault in reading.faults]
    assert not reading.is_whole


def test_question_without_a_part_is_told_from_its_answer():
    text = "1. a?\nA. x B. y\n答案：A\n2. b?\nA. x B. y C. z\n答案：AB\n3. c\n答案：错\n4. d ____\n答案：e\n5. f?"
    kinds = [(item.kind, item.is_multiple) for item in read_lines(lines(text)).items]
    assert kinds == [
        (Kind.CHOICE, False),
        (Kind.CHOICE, True),
        (Kind.TRUE_FALSE, False),
        (Kind.SHORT, False),
        (Kind.ESSAY, False),
    ]


def test_word_document_is_read_and_what_is_lost_is_named():
    parts = [paragraph(words) for words in PAPER.split("\n")]
    reading = read_word(make_docx(*parts, table(("a", "b"))))
    assert len(reading.items) == 8
    assert [(fault.line, fault.is_loss) for fault in reading.faults] == [(len(parts) + 1, True)]


def test_file_that_is_no_word_document_is_named():
    assert not read_word(BytesIO(b"PK\x03\x04 no")).is_whole


def sheet_of(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


HEAD = ["题型", "题目", "选项A", "选项B", "选项C", "答案", "解析", "分类", "标签", "难度"]


def test_sheet_is_read_row_by_row():
    reading = read_question_sheet(
        sheet_of(
            ["题库"],
            HEAD,
            ["单选题", "哪个是水果？", "苹果", "石头", None, "A", "会长在树上", "果蔬/水果", "基础，果蔬", "易"],
            ["多选题", "哪些能吃？", "苹果", "石头", "梨", "AC", None, "果蔬/水果", None, "难"],
            ["判断题", "石头能吃。", None, None, None, "×", None, None, None, None],
            ["简答题", "为什么？", None, None, None, "略", None, None, None, None],
        )
    )
    assert reading.faults == []
    category, single, multiple, _none, truth, essay = reading.items
    assert category == Category("果蔬/水果")
    assert (single.tags, single.difficulty, single.line) == (("基础", "果蔬"), 1, 3)
    assert (multiple.is_multiple, truth.is_true, essay.general_feedback.text) == (True, False, "略")


def test_sheet_names_row_and_column_of_every_fault():
    reading = read_question_sheet(
        sheet_of(
            HEAD,
            ["单选题", "a?", "x", "y", None, "D"],
            ["画图题", "b?", "x", "y", None, "A"],
            ["单选题", None, "x", "y", None, "A"],
            ["单选题", "=1+1", "x", "y", None, "A"],
            ["单选题", "d?", "x", None, "z", "A"],
            ["单选题", "e?", "x", "y", None, "A", None, None, None, "极难"],
        )
    )
    assert [(fault.line, fault.column) for fault in reading.faults] == [(row, 2) for row in range(2, 8)]
    assert reading.items == []


def test_file_that_is_no_sheet_is_named():
    assert not read_question_sheet(BytesIO(b"%PDF-1.4")).is_whole
