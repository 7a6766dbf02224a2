"""A spreadsheet with a row for each question."""

import re
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.sheets.cells import Limits
from foundation.sheets.faults import UnreadableSheet, column_index
from foundation.sheets.reader import read_sheet
from foundation.sheets.tables import Column, Record, Table, read_table
from plugins.theory_tests.formats.content import Category
from plugins.theory_tests.formats.faults import Fault, Reading
from plugins.theory_tests.formats.school.building import LETTERS, Asked, Misbuilt, build, kind_of

LIMITS = Limits(rows=10_000)
OPTIONS = LETTERS[:6]
COLUMNS = (
    Column("kind", pgettext_lazy("questions", "Kind"), ("题型", "类型", "题目类型", "试题类型", "type")),
    Column("question", gettext_lazy("Question"), ("题目", "题干", "试题", "题目内容", "试题内容", "问题"), True),
    *(
        Column(f"option_{letter}", f"选项{letter}", (letter, f"答案{letter}", f"{letter}选项", f"option {letter}"))
        for letter in OPTIONS
    ),
    Column("answer", pgettext_lazy("questions", "Answer"), ("答案", "正确答案", "标准答案", "参考答案"), True),
    Column("explanation", gettext_lazy("Explanation"), ("解析", "答案解析", "说明", "试题解析")),
    Column("category", pgettext_lazy("questions", "Category"), ("分类", "类别", "知识点", "章节")),
    Column("tags", gettext_lazy("Tags"), ("标签",)),
    Column("difficulty", gettext_lazy("Difficulty"), ("难度", "难易度", "难易程度")),
)
_DIFFICULTIES = {"易": 1, "容易": 1, "简单": 1, "easy": 1, "1": 1, "中": 2, "中等": 2, "一般": 2, "medium": 2, "2": 2}
_DIFFICULTIES |= {"难": 3, "困难": 3, "较难": 3, "hard": 3, "3": 3}
_COMMAS = re.compile(r"[,，、;；]")


def read_question_sheet(file: IO[bytes] | Any) -> Reading:
    """Read the questions of an .xlsx or .csv; ``line`` and ``column`` of a fault are those of the sheet."""
    reading = Reading()
    try:
        table = read_table(read_sheet(file, limits=LIMITS), COLUMNS, limits=LIMITS)
    except UnreadableSheet as error:
        fault = error.fault
        return Reading(faults=[Fault(fault.row or 1, column_index(fault.column) or 1, fault.message)])
    reading.faults += [Fault(one.row or 1, column_index(one.column) or 1, one.message) for one in table.faults]
    broken = {fault.row for fault in table.faults}
    category = ""
    for record in table.records:
        if record.row in broken:
            continue
        named = record.values.get("category", "").strip()
        try:
            question = build(_asked(record, table))
        except Misbuilt as misbuilt:
            reading.faults.append(Fault(record.row, column_index(table.letters["question"]), str(misbuilt)))
            continue
        if named != category:
            category = named
            reading.items.append(Category(named, record.row, 1))
        reading.items.append(question)
    reading.sort()
    return reading


def _asked(record: Record, table: Table) -> Asked:
    said = {key: value.strip() for key, value in record.values.items()}
    kind = kind_of(said.get("kind", ""))
    if said.get("kind") and not kind:
        raise Misbuilt(_("“%(kind)s” is no kind of question.") % {"kind": said["kind"][:40]})
    options = [said.get(f"option_{letter}", "") for letter in OPTIONS]
    while options and not options[-1]:
        options.pop()
    difficulty = said.get("difficulty", "")
    if difficulty and difficulty.casefold() not in _DIFFICULTIES:
        raise Misbuilt(_("“%(said)s” is no difficulty: easy, medium or hard.") % {"said": difficulty[:40]})
    return Asked(
        record.row,
        column_index(table.letters["question"]),
        kind=kind,
        words=said.get("question", ""),
        options=options,
        answer=said.get("answer", ""),
        explanation=said.get("explanation", ""),
        tags=tuple(tag for part in _COMMAS.split(said.get("tags", "")) if (tag := part.strip())),
        difficulty=_DIFFICULTIES.get(difficulty.casefold()),
    )
