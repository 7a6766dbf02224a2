"""Reading Word documents."""

import random
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from foundation.word.content import Limits, Paragraph, Table
from foundation.word.faults import UnreadableDocument, loss_message
from foundation.word.reader import read_docx
from tests.factories.word import link, make_docx, paragraph, picture, png, run, table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(file, **limits):
    with pytest.raises(UnreadableDocument) as refused:
        read_docx(file, limits=Limits(**limits))
    assert str(refused.value)
    return refused.value


def levels(*parts):
    return [(part.text, part.level) for part in read_docx(make_docx(*parts)).parts]


def test_headings_are_known_by_outline_level_and_by_name():
    found = levels(
        paragraph("one", style="2"),
        paragraph("two", style="3"),
        paragraph("chapter", style="章"),
        paragraph("section", style="节"),
        paragraph("direct", outline=2),
        paragraph("body", style="2", outline=9),
        paragraph("plain"),
    )

    assert found == [
        ("one", 1), ("two", 2), ("chapter", 2), ("section", 2), ("direct", 3), ("body", 0), ("plain", 0),
    ]  # fmt: skip


def test_lists_keep_their_depth_and_kind():
    document = read_docx(
        make_docx(
            paragraph("dot", item=(7, 0)), paragraph("one", item=(7, 1)), paragraph("一", item=(8, 0)), paragraph("x")
        )
    )

    assert [(part.depth, part.ordered) for part in document.parts] == [(1, False), (2, True), (1, True), (0, False)]


def test_looks_and_links_of_runs_are_kept():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.example/" '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("field")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    file = make_docx(
        paragraph(run("a"), run("b", "b"), run("i", "i"), link("x", "linked"), field, run("end")),
        links={"x": "https://a.example/?a=1&b=2"},
    )

    runs = read_docx(file).parts[0].runs

    assert [(one.text, one.bold, one.italic, one.address) for one in runs] == [
        ("a", False, False, ""),
        ("b", True, False, ""),
        ("i", False, True, ""),
        ("linked", False, False, "https://a.example/?a=1&b=2"),
        ("field", False, False, "https://b.example/"),
        ("end", False, False, ""),
    ]


def test_tables_and_pictures_are_found():
    document = read_docx(
        make_docx(table(("Name", "Age"), ("Li", "9")), paragraph(picture("r-a.png", "A stove")), media={"a.png": png()})
    )

    grid, shown = document.parts
    assert isinstance(grid, Table)
    assert grid.has_header
    assert [[cell.text for cell in row] for row in grid.rows] == [["Name", "Age"], ["Li", "9"]]
    assert isinstance(shown, Paragraph)
    assert [(one.part, one.alt_text) for one in shown.pictures] == [("word/media/a.png", "A stove")]


def test_text_boxes_stand_once_after_their_paragraph():
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></mc:Choice>"
        "<mc:Fallback>{0}</mc:Fallback></mc:AlternateContent><w:t>around</w:t></w:r></w:p>"
    ).format(paragraph("inside"))

    document = read_docx(make_docx(box))

    assert [part.text for part in document.parts] == ["around", "inside"]
    assert document.losses == {"boxes": 1}


def test_every_loss_is_counted_by_name():
    document = read_docx(
        make_docx(
            paragraph("1 Beginning 3", style="10"),
            paragraph("Chapter", style="2", item=(8, 0)),
            f"<w:p><w:del>{run('gone')}</w:del><w:ins>{run('new')}</w:ins></w:p>",
            paragraph("<w:r><w:footnoteReference w:id='2'/></w:r>", run("x", "u")),
            "<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>",
            table((table(("in", "ner")),), header=False),
        )
    )

    assert dict(document.losses) == {
        "contents": 1, "numbered_headings": 1, "deletions": 1, "insertions": 1, "notes": 1, "marks": 1, "formulas": 1,
        "nested_tables": 1,
    }  # fmt: skip
    assert all(loss_message(code, 1) and loss_message(code, 2) for code in document.losses)
    assert [part.text for part in document.parts[:4]] == ["Chapter", "new", "x", "a+b"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"just text", "not_a_document"),
        (b"<html><body>Word</body></html>", "web_page"),
        (b"{\\rtf1 text}", "rich_text"),
        (OLE, "old_word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04 broken", "broken"),
        (make_docx(paragraph("x")).getvalue()[:-300], "broken"),
    ],
)
def test_what_is_no_document_is_refused(content, code):
    assert refusal(BytesIO(content)).code == code


def test_documents_with_macros_are_refused():
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert refusal(make_docx(paragraph("x"), types=kind)).code == "macros"


def test_spreadsheets_and_open_documents_are_refused():
    assert refusal(make_docx(paragraph("x"), types="application/vnd...spreadsheetml.sheet")).code == "not_a_document"
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "x")
        archive.writestr("content.xml", "<x/>")
    assert refusal(stream).code == "open_document"


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        "<w:document",
        "\x00\x01",
    ],
)
def test_broken_and_hostile_xml_is_refused_with_its_part(xml):
    refused = refusal(make_docx(extra={"word/document.xml": xml}))
    assert (refused.code, refused.params["part"]) == ("broken", "word/document.xml")


def test_bombs_are_refused_before_they_are_unpacked():
    stream = make_docx(paragraph("x"), extra={"word/media/zeros.png": bytes(3 * 1024 * 1024)})
    refused = refusal(stream, unpacked=2 * 1024 * 1024)
    assert (refused.code, refused.params["part"]) == ("unpacks_too_large", "word/media/zeros.png")
    assert refusal(make_docx(paragraph("x" * 60_000)), part=50_000).code == "unpacks_too_large"


def test_a_part_that_unpacks_to_more_than_it_says_is_refused():
    content = make_docx(paragraph("x" * 5_000)).getvalue()
    with ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content
    assert refusal(BytesIO(lying)).code == "broken"


def test_documents_that_hold_too_much_are_refused():
    assert refusal(make_docx(paragraph("x") * 10_000)).code == "too_many_paragraphs"
    assert refusal(make_docx(paragraph("x" * 50)), characters=40).code == "too_long"
    assert refusal(make_docx(table(("a", "b"), ("c", "d"))), cells=3).code == "too_many_cells"
    assert refusal(make_docx("<w:sdt>" * 3_000)).code == "too_deep"
    shown = paragraph(picture("r-a.png"), picture("r-a.png"))
    assert refusal(make_docx(shown, media={"a.png": png()}), pictures=1).code == "too_many_pictures"
    assert refusal(make_docx(paragraph("x")), size=100).code == "too_large"


def test_progress_is_told_on_the_way():
    told: list[int] = []
    read_docx(make_docx(paragraph("some text") * 1_000), progress=told.append)
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] < 100


def test_damaged_files_never_raise_anything_else():
    whole = make_docx(
        paragraph("Chapter", style="2"), paragraph(picture("r-a.png")), table(("a", "b")), media={"a.png": png()}
    ).getvalue()
    chance = random.Random(7)
    for _turn in range(200):
        damaged = bytearray(whole)
        for _byte in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_docx(BytesIO(bytes(damaged)))
        except UnreadableDocument as refused:
            str(refused)  # every one has a sentence


def test_elements_in_the_wrong_place_do_no_harm():
    strange = "<w:tc/><w:tr/><w:pStyle w:val='2'/><w:t>x</w:t><w:txbxContent><w:p/></w:txbxContent><w:fldChar/>"
    with pytest.raises(UnreadableDocument):
        read_docx(make_docx(strange))
    assert read_docx(make_docx(strange.replace("<w:tc/>", ""))).parts == []


def test_zip_written_by_others_is_read():
    stream = BytesIO()
    with ZipFile(make_docx(paragraph("x"))) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for one in reversed(old.namelist()):
            new.writestr(one, old.read(one))
    assert [part.text for part in read_docx(stream).parts] == ["x"]


def test_a_damaged_part_of_another_packing_is_refused():
    stream = BytesIO()
    with ZipFile(make_docx(paragraph("x" * 500))) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, old.read(one), ZIP_LZMA if one == "word/document.xml" else None)
    whole = stream.getvalue()
    at = whole.index(b"word/document.xml") + len("word/document.xml") + 9  # after the head of the packing itself
    damaged = BytesIO(whole[:at] + b"\xff" * 20 + whole[at + 20 :])

    assert refusal(damaged).code == "broken"
