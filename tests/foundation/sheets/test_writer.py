import io
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from foundation.sheets.reader import read_sheet
from foundation.sheets.writer import OutColumn, csv_lines, csv_text, sheet_response, write_xlsx

COLUMNS = [OutColumn("姓名", 12), OutColumn("=HEADING()", 30)]
LIVE = ["=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1", "＝1+1"]


def written(rows):
    file = io.BytesIO()
    write_xlsx(file, title="名册: 第1期/[草稿]", columns=COLUMNS, rows=rows)
    return file


@pytest.mark.parametrize("text", LIVE)
def test_xlsx_text_never_becomes_a_formula(text):
    file = written([["王芳", text]])
    cell = load_workbook(file).active["B2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    with zipfile.ZipFile(file) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", LIVE)
def test_csv_text_never_becomes_a_formula(text):
    assert csv_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["+8613812345678", "-5", "2026-09-01", "a=b", "'quoted"])
def test_csv_harmless_text_stays_as_it_is(text):
    assert csv_text(text) == text


def test_xlsx_has_a_frozen_bold_heading_and_widths():
    page = load_workbook(written([["a", "b"]])).active
    assert (page.freeze_panes, page["A1"].font.bold, page.column_dimensions["B"].width) == ("A2", True, 30)
    assert (page.title, page["B1"].value, page["B1"].data_type) == ("名册  第1期  草稿", "=HEADING()", "s")


def test_xlsx_values_are_read_alike_by_an_independent_reader():
    moment = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
    file = written([["王\x00芳\ud800", 7], [Decimal("2.5"), moment], [date(2026, 9, 1), None], [True, float("nan")]])
    file.seek(0)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1:]
    assert rows == [["王芳", 7], [2.5, moment.replace(tzinfo=None)], [date(2026, 9, 1), ""], [True, "nan"]]


def test_what_is_written_is_read_again():
    rows = [["王芳", "=cmd"], ["+8613812345678", "x" * 40_000]]
    assert read_sheet(written(rows)).rows[1].text(2) == "=cmd"
    sheet = read_sheet(io.BytesIO(b"".join(csv_lines(COLUMNS, rows[:1]))))
    assert [[row.text(1), row.text(2)] for row in sheet.rows] == [["姓名", "=HEADING()"], ["王芳", "=cmd"]]


@pytest.mark.django_db  # closing a response lets Django look after its connections
@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_sheet_response_offers_a_file_by_its_chinese_name(kind, start):
    response = sheet_response(name="学员名册", title="名册", columns=COLUMNS, rows=[["甲", "乙"]], kind=kind)
    with closing(response):
        assert b"".join(response.streaming_content).startswith(start)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%AD%A6")
    assert response["Content-Disposition"].endswith(f".{kind}")
    assert response["Cache-Control"] == "private, no-store"
