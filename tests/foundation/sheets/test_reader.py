import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, time
from time import process_time

import pytest
from hypothesis import HealthCheck, example, given, note, seed, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from foundation.sheets.cells import Limits, clean_text, number_text
from foundation.sheets.faults import UnreadableSheet, column_index, column_letters
from foundation.sheets.reader import read_sheet
from tests.foundation.sheets.files import raw_xlsx, xlsx

FUZZ_SEED = 20260901


def fault_of(file, **options):
    with pytest.raises(UnreadableSheet) as refused:
        read_sheet(file, **options)
    assert str(refused.value)
    return refused.value.fault


def texts(sheet):
    return [{column: cell.text for column, cell in row.cells.items()} for row in sheet.rows]


def rows_or_reason(file):
    try:
        return texts(read_sheet(file))
    except UnreadableSheet as refused:
        return str(refused)


def test_xlsx_gives_typed_cells_with_row_numbers():
    file = xlsx(
        ["姓名", "手机", "出生", "到校", "时间", "党员", "分数"],
        [],
        [
            " 王芳\u3000",
            13812345678.0,
            date(1980, 5, 1),
            datetime(2026, 9, 1, 8, 30, tzinfo=UTC).replace(tzinfo=None),
            time(8, 30),
            True,
            88.5,
        ],
    )
    sheet = read_sheet(file)
    assert (sheet.kind, sheet.name, [row.number for row in sheet.rows]) == ("xlsx", "Sheet", [1, 3])
    cells = sheet.rows[1].cells
    assert cells[2].value == 13812345678
    assert [cells[column].text for column in range(1, 8)] == [
        "王芳",
        "13812345678",
        "1980-05-01 00:00",
        "2026-09-01 08:30",
        "08:30",
        "True",
        "88.5",
    ]


def test_xlsx_number_written_with_an_exponent_is_a_phone_again():
    data = '<sheetData><row r="1"><c r="A1"><v>1.3812345678E10</v></c></row></sheetData>'
    assert read_sheet(raw_xlsx(data)).rows[0].text(1) == "13812345678"


def test_xlsx_formula_is_named_and_its_remembered_value_not_trusted():
    data = '<sheetData><row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row></sheetData>'
    cell = read_sheet(raw_xlsx(data)).rows[0].cells[2]
    assert (cell.fault, cell.value) == ("formula", None)


def test_xlsx_error_and_long_cells_are_named():
    sheet = read_sheet(xlsx(["#REF!", "a" * 2001, "b" * 2000]))
    assert [sheet.rows[0].cells[column].fault for column in (1, 2, 3)] == ["error_value", "too_long", ""]


def test_xlsx_merged_cells_are_given_with_their_range():
    sheet = read_sheet(xlsx(["a", "b"], ["c", "d"], ["e", "f"], change=lambda page: page.merge_cells("B2:B3")))
    assert [(block.name, block.first_row, block.last_row) for block in sheet.merged] == [("B2:B3", 2, 3)]


def test_xlsx_rich_text_keeps_its_words_and_drops_the_reading_aid():
    strings = "<si><r><t>张</t></r><r><t>三_x000D_</t></r><rPh sb='0' eb='1'><t>zhang</t></rPh></si>"
    data = '<sheetData><row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>李四</t></is></c></row></sheetData>'
    assert texts(read_sheet(raw_xlsx(data, strings))) == [{1: "张三", 2: "李四"}]


def test_xlsx_hidden_first_sheet_is_passed_over():
    book = Workbook()
    book.active.append(["old"])
    book.active.sheet_state = "hidden"
    book.create_sheet("名册").append(["new"])
    file = io.BytesIO()
    book.save(file)
    assert texts(read_sheet(file)) == [{1: "new"}]


def test_xlsx_styled_but_empty_cells_do_not_count():
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"/></row>' for n in range(2, 20_000))
    data = f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>{rows}</sheetData>'
    assert len(read_sheet(raw_xlsx(data)).rows) == 1


def test_xlsx_with_a_million_rows_is_refused_quickly_and_without_reading_them():
    file = io.BytesIO()
    with zipfile.ZipFile(raw_xlsx("")) as plain, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in plain.namelist():
            if "sheet1" not in name:
                archive.writestr(name, plain.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(b"<worksheet><sheetData>")
            for start in range(0, 1_000_000, 10_000):
                rows = (f"<row><c t='str'><v>{n}</v></c><c><v>{n}</v></c></row>" for n in range(start, start + 10_000))
                part.write("".join(rows).encode())
            part.write(b"</sheetData></worksheet>")
    began = process_time()
    fault = fault_of(file)
    assert (fault.code, fault.params) == ("too_many_rows", {"limit": 5000})
    assert process_time() - began < 2


def test_xlsx_bomb_is_refused_by_its_directory_before_it_is_opened():
    fault = fault_of(raw_xlsx(" " * 30_000_000), limits=Limits(unpacked=20_000_000))
    assert fault.code == "unpacks_too_large"


def test_xlsx_bomb_within_the_directory_limit_costs_little_memory():
    file = raw_xlsx(
        '<sheetData><row><c t="s"><v>99999</v></c></row></sheetData>', strings="<si><t>ab</t></si>" * 200_000
    )
    tracemalloc.start()
    assert texts(read_sheet(file)) == [{1: "ab"}]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_xlsx_one_endless_cell_is_named_and_not_kept():
    data = f'<sheetData><row><c t="inlineStr"><is><t>{"长" * 3_000_000}</t></is></c></row></sheetData>'
    assert read_sheet(raw_xlsx(data)).rows[0].cells[1].fault == "too_long"


def test_xlsx_of_countless_empty_elements_is_refused(monkeypatch):
    monkeypatch.setattr("foundation.sheets.xml_parts.MOST_ELEMENTS", 1000)
    assert fault_of(raw_xlsx("<a/>" * 1000)).code == "unpacks_too_large"


def test_xlsx_endless_tag_is_refused():
    assert fault_of(raw_xlsx(f"<sheetData {'a' * 3_000_000}='1'/>")).code == "broken"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (raw_xlsx('<!DOCTYPE x [<!ENTITY a "b">]>'), "broken"),
        (raw_xlsx("<sheetData><row>"), "broken"),
        (raw_xlsx("<sheetData/>"), "empty_sheet"),
        (raw_xlsx("", **{"xl/worksheets/sheet1.xml": None}), "broken"),
        (raw_xlsx("", **{"xl/workbook.xml": None}), "not_a_sheet"),
        (raw_xlsx("", **{"_rels/.rels": None}), "not_a_sheet"),
        (raw_xlsx("", **{"_rels/.rels": None, "content.xml": "", "mimetype": "x"}), "open_document"),
        (
            raw_xlsx('<sheetData><row><c r="DA1"><v>1</v></c></row></sheetData>'),
            "too_many_columns",
        ),
        (io.BytesIO(b""), "empty_file"),
        (io.BytesIO(b" \n\n"), "empty_sheet"),
        (io.BytesIO(b"PK\x03\x04 and nothing"), "broken"),
        (io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000), "old_excel"),
        (
            io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
            "encrypted",
        ),
        (io.BytesIO(b"%PDF-1.7 ..."), "not_a_sheet"),
        (io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(range(256))), "not_a_sheet"),
        (io.BytesIO(b"  <HTML><table><tr><td>x"), "web_page"),
        (io.BytesIO(b"a,b\n" * 100), "too_large"),
        (io.BytesIO("姓名,电话\n".encode("gb18030") + b"\xff\xff\n"), "encoding"),
        (io.BytesIO(b'a,b\nc,"d\ne,f\n'), "open_quotation"),
    ],
)
def test_file_that_cannot_be_read_says_why(file, code):
    limits = Limits(size=300) if code == "too_large" else None
    assert fault_of(file, limits=limits).code == code


def test_unclosed_quotation_mark_names_its_row():
    assert fault_of(io.BytesIO(b'a,b\nc,"d\ne,f\n')).row == 2


@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，"])
def test_csv_is_read_in_every_encoding_and_separator(encoding, read_as, separator):
    lines = ["姓名 name,手机 phone", "王芳 Wang,13812345678", "李𠮷 Li,010-88", ""]
    file = io.BytesIO("\r\n".join(line.replace(",", separator) for line in lines).encode(encoding))
    sheet = read_sheet(file)
    assert sheet.encoding == read_as
    assert texts(sheet)[1:] == [{1: "王芳 Wang", 2: "13812345678"}, {1: "李𠮷 Li", 2: "010-88"}]


def test_csv_turns_to_gb18030_when_the_first_chinese_comes_late():
    body = b"name,phone\n" + b"abcdefgh,12345\n" * 4_000 + "王芳,1\n".encode("gb18030")
    padded = body.replace(b"abcdefgh", b"a" * 120)
    assert texts(read_sheet(io.BytesIO(padded)))[-1] == {1: "王芳", 2: "1"}


def test_csv_stray_zero_bytes_and_invisible_marks_disappear():
    file = io.BytesIO("姓名,手机\n王\x00芳,\u202d138\u202c\n".encode())
    assert texts(read_sheet(file))[1] == {1: "王芳", 2: "138"}


def test_csv_counts_rows_as_an_editor_does():
    sheet = read_sheet(io.BytesIO(b'a,b\n"two\nlines",x\n\nlast,y\n'))
    assert [(row.number, row.text(1)) for row in sheet.rows] == [(1, "a"), (2, "two lines"), (5, "last")]


def test_csv_states_its_separator_and_keeps_numbers_as_text():
    sheet = read_sheet(io.BytesIO(b'sep=;\nname;phone\nLi;="0138"\nWang;=1+1\nHe;\'+86138\n'))
    assert [row.text(2) for row in sheet.rows] == ["phone", "0138", "", "+86138"]
    assert sheet.rows[2].cells[2].fault == "formula"


def test_csv_with_a_million_rows_is_refused():
    assert fault_of(io.BytesIO(b"a,b\n" * 1_000_000)).code == "too_many_rows"


def test_csv_without_line_ends_is_refused():
    assert fault_of(io.BytesIO(b"x" * 3_000_000)).code == "open_quotation"


@pytest.mark.parametrize(("number", "text"), [(1.0, "1"), (1.5, "1.5"), (1e-5, "0.00001"), (1e300, "1e+300")])
def test_number_text_has_no_useless_fraction(number, text):
    assert number_text(number) == text


def test_clean_text_takes_broken_characters_away():
    assert clean_text("\ud800\ufeff 王\u3000芳\u200b\n") == "王\u3000芳"


@pytest.mark.parametrize(("letters", "index"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16384)])
def test_column_letters_and_index_agree(letters, index):
    assert (column_letters(index), column_index(letters)) == (letters, index)


PIECES = ["<row>", "</row>", "<c r='A1' t='s'>", "<c t='d' s='0'>", "<c>", "</c>", "<v>", "</v>", "<f/>", "<t>", "</t>"]
PIECES += ["0", "9" * 30, "-", "1e999", "nan", "_xD800_", "\u0661", "<mergeCell ref='A1:B'/>", "<!--x-->", "&amp;"]


@seed(FUZZ_SEED)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode), st.text().map("a,b\n{}".format)))
@example(b"\xff\xfe\x00\xd8")
@example(b'sep="\na"b')
def test_any_bytes_give_rows_or_a_reason(data):
    note(f"seed {FUZZ_SEED}")
    data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    for head in (b"", b"PK\x03\x04", b"\xef\xbb\xbf"):
        assert rows_or_reason(io.BytesIO(head + data))


@seed(FUZZ_SEED)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_sheet_part_gives_rows_or_a_reason(data):
    note(f"seed {FUZZ_SEED}")
    assert rows_or_reason(raw_xlsx(f"<sheetData>{data}</sheetData>", "<si><t>x</t></si>"))


@seed(FUZZ_SEED)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(st.integers(0, 100), st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), max_size=12))
def test_damaged_xlsx_gives_rows_or_a_reason(cut, changes):
    note(f"seed {FUZZ_SEED}")
    data = bytearray(xlsx(["姓名", "手机"], ["王芳", 13812345678]).getvalue())
    for place, value in changes:
        data[place % len(data)] = value
    assert rows_or_reason(io.BytesIO(bytes(data[: len(data) - cut])))
