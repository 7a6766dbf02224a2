"""Forms that superiors want filled in: what is taken, what is named as wrong, what comes out."""

import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.styles import Border, Font, Side

from plugins.attendance.register.models import SessionTally, Workbook
from plugins.attendance.register.workbook.faults import BadWorkbook
from plugins.attendance.register.workbook.form import filled, open_form
from plugins.attendance.tests.register.entries import outside_of

pytestmark = pytest.mark.django_db
SESSIONS = [
    {"title": "=1+1", "date": datetime.date(2026, 3, 1), "person_times": 12, "class": "{{total.sessions}}"},
    {"title": "Evening", "date": datetime.date(2026, 3, 2), "person_times": 30, "class": ""},
    {"title": "Morning", "date": datetime.date(2026, 3, 3), "person_times": 8, "class": "Land"},
]
WHOLE = {"total.person_times": 50, "total.sessions": 3, "register.name": "East county"}


def form(cells=None, change=None):
    """A form with a heading, one row that repeats, a total and a line to sign below."""
    book = Book()
    sheet = book.active
    for cell, value in (cells or CELLS).items():
        sheet[cell] = value
    if change:
        change(book)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


CELLS = {
    "A1": "{{register.name}}报表",
    "A3": "{{title}}",
    "B3": "{{日期}}",
    "C3": "{{person_times}}",
    "D3": "{{class}}",
    "E3": "共 {{人次}} 人",
    "A4": "合计",
    "C4": "{{total.person_times}}",
    "A6": "填表人",
}
DAYS = [datetime.datetime.fromisoformat(f"2026-03-0{day}") for day in (1, 2, 3)]


def sheet_of(content):
    return load_workbook(BytesIO(content)).active


def faults_of(file):
    with pytest.raises(BadWorkbook) as bad:
        open_form(file)
    with override("en"):
        return [str(fault) for fault in bad.value.faults]


def test_the_row_repeats_and_everything_else_moves_down():
    sheet = sheet_of(filled(form(), sessions=SESSIONS, whole=WHOLE))

    assert [[cell.value for cell in row] for row in sheet["A1:E8"]] == [
        ["East county报表", None, None, None, None],
        [None] * 5,
        ["=1+1", DAYS[0], 12, "{{total.sessions}}", "共 12 人"],
        ["Evening", DAYS[1], 30, None, "共 30 人"],
        ["Morning", DAYS[2], 8, "Land", "共 8 人"],
        ["合计", None, 50, None, None],
        [None] * 5,
        ["填表人", None, None, None, None],
    ]
    assert sheet["A3"].data_type == "s"


def test_without_sessions_the_row_is_empty():
    sheet = sheet_of(filled(form(), sessions=[], whole=WHOLE))

    assert [sheet[cell].value for cell in ("A1", "A3", "C3", "A4", "C4")] == ["East county报表", None, None, "合计", 50]


def test_what_it_looks_like_goes_along():
    def decorate(book):
        sheet = book.active
        sheet["A3"].font = Font(bold=True, name="FangSong")
        sheet.row_dimensions[3].height = 31
        sheet.row_dimensions[6].height = 44
        sheet.merge_cells("E3:F3")
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("A6:C6")
        sheet["C6"].border = Border(bottom=Side(style="thin"))
        sheet["B3"].number_format = "yyyy/mm/dd"

    sheet = sheet_of(filled(form(change=decorate), sessions=SESSIONS, whole=WHOLE))

    assert sorted(one.coord for one in sheet.merged_cells.ranges) == ["A1:F1", "A8:C8", "E3:F3", "E4:F4", "E5:F5"]
    assert [sheet[f"A{row}"].font.name for row in (3, 4, 5)] == ["FangSong"] * 3
    assert [sheet.row_dimensions[row].height for row in (3, 4, 5, 6, 8)] == [31, 31, 31, None, 44]
    assert [sheet[f"B{row}"].number_format for row in (3, 5)] == ["yyyy/mm/dd"] * 2


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"A3": "{{title}}", "B9": "{{date}}"}, "B9: Placeholders of a session stand in one row"),
        ({"A3": "{{title}}", "C5": "{{titel}}"}, "C5: Nobody knows the placeholder {{titel}}."),
        ({"A3": "{{title}}", "C5": "=SUM(C1:C4)"}, "C5: This cell holds a formula."),
        ({"A3": "{{title}}", "C5": "{{total.sessions}"}, "C5: The braces"),
        ({"A3": "{{total.sessions}}"}, "No row holds placeholders"),
        ({"A3": "{{title}}", "A2001": "far"}, "A2001: Nothing may stand so far out."),
        ({"A3": "{{title}}", "CW1": "far"}, "CW1: Nothing may stand so far out."),
    ],
)
def test_faults_are_named_by_cell(cells, fault):
    assert [one for one in faults_of(form(cells)) if one.startswith(fault)]


def test_a_merged_cell_across_the_row_is_named():
    assert faults_of(form(change=lambda book: book.active.merge_cells("F3:F4")))[0].startswith("F3: The merged cells")


def test_all_faults_are_named_at_once():
    cells = {"A3": "{{title}}", "B3": "{{titel}}", "C9": "{{date}}"}
    assert len(faults_of(form(cells))) == 2


def added(name, content):
    file = form()
    with ZipFile(file, "a") as archive:
        archive.writestr(name, content)
    file.seek(0)
    return file


RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="x" Type="t" Target="https://evil.example/" TargetMode="External"/></Relationships>'
)
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("xl/vbaProject.bin", "x", "macros"),
        ("xl/externalLinks/externalLink1.xml", "<a/>", "other files"),
        ("xl/drawings/_rels/drawing1.xml.rels", RELATION, "other files"),
        ("xl/embeddings/oleObject1.bin", "x", "embedded"),
        ("xl/connections.xml", "<a/>", "embedded"),
        ("xl/theme/bomb.xml", BOMB, "damaged"),
        ("xl/big.xml", "<a>" + "<b/>" * 160_000 + "</a>", "filled cells"),
        ("xl/large.bin", "0" * 9 * 1024 * 1024, "larger than"),
    ],
)
def test_what_may_harm_is_not_taken(name, content, said):
    assert said in faults_of(added(name, content))[0]


@pytest.mark.parametrize("content", [b"", b"name,people\nA,1", b"%PDF-1.4", b"PK\x03\x04broken", b"x" * 3_000_000])
def test_what_is_no_form_is_not_taken(content):
    assert faults_of(BytesIO(content))


def test_administrator_uploads_a_form_and_it_is_filled_in(school, holding, village, django_capture_on_commit_callbacks):
    administrator = holding("administrator", school.organization)
    client = school.client(administrator)
    page = reverse("plugins:attendance:workbooks")
    sent = {"organization": school.organization.public_id, "title": "County form"}
    bad = client.post(page, {**sent, "file": SimpleUploadedFile("a.xlsx", form({"A1": "{{titel}}"}).getvalue())})
    assert bad.status_code == 400
    assert "A1: Nobody knows the placeholder {{titel}}" in bad.content.decode()
    assert not Workbook.objects.exists()

    client.post(page, {**sent, "file": SimpleUploadedFile("a.xlsx", form().getvalue())})
    kept = Workbook.objects.get()
    assert "County form" in client.get(page).content.decode()
    outside_of(village, 7, by=administrator, title="=cmd", sessions=2)
    year = SessionTally.objects.get().year
    village_head = school.client(holding("head", village))
    answer = village_head.get(f"/plugins/attendance/register/save/form/?year={year}&form={kept.public_id}")

    sheet = sheet_of(b"".join(answer.streaming_content))
    assert [sheet[cell].value for cell in ("A1", "A3", "C3", "C4")] == ["Village point报表", "=cmd", 14, 14]
    assert sheet["A3"].data_type == "s"
    assert client.get(reverse("plugins:attendance:workbook", args=[kept.public_id])).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("plugins:attendance:delete_workbook", args=[kept.public_id]))
    assert not Workbook.objects.exists()
    assert not kept.file.storage.exists(kept.file.name)


def test_nobody_else_has_to_do_with_a_form(school, holding, elsewhere):
    administrator = holding("administrator", school.organization)
    sent = {"organization": school.organization.public_id, "title": "County form"}
    file = SimpleUploadedFile("a.xlsx", form().getvalue())
    school.client(administrator).post(reverse("plugins:attendance:workbooks"), {**sent, "file": file})
    kept = Workbook.objects.get()
    west = school.client(holding("administrator", elsewhere))
    file.seek(0)

    assert west.post(reverse("plugins:attendance:workbooks"), {**sent, "file": file}).status_code == 400
    for name in ("workbook", "delete_workbook"):
        address = reverse(f"plugins:attendance:{name}", args=[kept.public_id])
        assert west.get(address).status_code in (404, 405)
        assert west.post(address).status_code in (404, 405)
    assert west.get(f"/plugins/attendance/register/save/form/?form={kept.public_id}").status_code == 404
    assert west.get("/plugins/attendance/register/save/form/?form=none").status_code == 404
    assert Workbook.objects.get() == kept
