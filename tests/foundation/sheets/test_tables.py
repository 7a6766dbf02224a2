import io

import pytest

from foundation.sheets.faults import UnreadableSheet
from foundation.sheets.reader import read_sheet
from foundation.sheets.tables import Column, header_key, read_table
from tests.foundation.sheets.files import xlsx

COLUMNS = [
    Column("name", "姓名", ("学员姓名",), required=True),
    Column("phone", "手机", ("手机号码", "联系电话")),
    Column("post", "职务"),
]


def table_of(*rows, change=None):
    return read_table(read_sheet(xlsx(*rows, change=change)), COLUMNS)


def test_header_is_found_below_a_title_and_by_other_names():
    table = table_of(
        ["2026年第一期学员名册"], [], ["序号", "姓\u3000名*", "手机号码（必填）", "房间"], [1, "王芳", 138, "301"]
    )
    assert (table.header_row, table.extra) == (3, ["序号", "房间"])
    assert table.letters == {"序号": "A", "name": "B", "phone": "C", "房间": "D"}
    record = table.records[0]
    assert (record.row, record.values) == (4, {"name": "王芳", "phone": "138"})
    assert record.extra == {"序号": "1", "房间": "301"}


def test_merged_title_is_no_fault_but_merged_cells_below_the_header_are():
    def merge(page):
        page.merge_cells("A1:C1")
        page.merge_cells("C3:C4")

    table = table_of(["名册", None, None], ["姓名", "手机", "职务"], ["甲", 1, "科员"], ["乙", 2, None], change=merge)
    assert [(fault.code, fault.row, fault.column, fault.params) for fault in table.faults] == [
        ("merged", 3, "C", {"range": "C3:C4"})
    ]


def test_formula_fault_names_its_row_and_column():
    table = table_of(["姓名", "手机"], ["甲", "=1+1"])
    assert [(fault.row, fault.column, fault.code) for fault in table.faults] == [(2, "B", "formula")]
    assert "formula" in table.faults[0].message or "公式" in table.faults[0].message


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["a", "b"], ["c", "d"]], "no_header"),
        ([["手机", "职务"], ["1", "科员"]], "missing_column"),
        ([["姓名", "手机", "联系电话"], ["甲", 1, 2]], "repeated_column"),
        ([["姓名", "手机"]], "empty_sheet"),
    ],
)
def test_sheet_without_usable_columns_says_why(rows, code):
    with pytest.raises(UnreadableSheet) as refused:
        table_of(*rows)
    assert refused.value.fault.code == code
    assert "%" not in str(refused.value)


def test_rows_with_only_blanks_are_passed_over():
    table = read_table(read_sheet(io.BytesIO("姓名,手机\n \u3000,\n甲,1\n".encode())), COLUMNS)
    assert [record.row for record in table.records] == [3]


@pytest.mark.parametrize("text", ["Ｎａｍｅ", " NAME ：", "name*", "name (required)", "name（必填）"])
def test_header_key_folds_what_people_add(text):
    assert header_key(text) == "name"
