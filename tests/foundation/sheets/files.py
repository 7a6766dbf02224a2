"""Spreadsheet files for the tests, made by hand where a library would not make them so."""

import io
import zipfile

from openpyxl import Workbook

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
WORKBOOK = (
    '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
WORKBOOK_RELATIONS = (
    '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
)


def xlsx(*rows, change=None):
    """A workbook of ``rows``, saved by openpyxl; ``change`` may alter its sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def raw_xlsx(sheet_data, strings="", **parts):
    """A workbook written part by part: ``sheet_data`` stands within ``<worksheet>``."""
    file = io.BytesIO()
    contents = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": WORKBOOK_RELATIONS,
        "xl/worksheets/sheet1.xml": f"<worksheet>{sheet_data}</worksheet>",
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        **parts,
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            if content is not None:
                archive.writestr(name, content)
    file.seek(0)
    return file
