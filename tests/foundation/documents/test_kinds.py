"""A document is what its bytes say, or it is not taken."""

from io import BytesIO

import pytest
from PIL import Image

from foundation.documents import BadDocument
from foundation.documents.faults import FAULTS, fault_message
from foundation.documents.kinds import Limits, check_kind
from tests.factories.documents import make_archive, make_bomb, make_pdf, make_pptx

LIMITS = Limits(unpacked=500, pages=100)


def fault(data: bytes, suffix: str) -> str:
    file = BytesIO(data)
    try:
        check_kind(file, suffix, LIMITS)
    except BadDocument as found:
        return found.code if found.message else "silent"
    assert file.tell() == 0
    return ""


def flood() -> bytes:
    stream = BytesIO()
    Image.new("1", (12_000, 12_000)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (make_pdf("One"), ".pdf"),
        (b"\xef\xbb\xbf" + make_pdf("One"), ".pdf"),
        (make_pptx("One"), ".pptx"),
        (make_archive({"word/document.xml": "<w/>"}), ".docx"),
        (make_archive({"xl/workbook.xml": "<w/>"}), ".xlsx"),
        (make_archive({"mimetype": "application/vnd.oasis.opendocument.text"}), ".odt"),
        (make_archive({"a.txt": "a"}), ".zip"),
        (b"{\\rtf1 }", ".rtf"),
        ("姓名,电话".encode(), ".csv"),
        ("\ufeff姓名".encode("utf-16"), ".txt"),
        (b"WEBVTT", ".vtt"),
    ],
)
def test_document_that_is_what_it_says_is_taken(data, suffix):
    assert fault(data, suffix) == ""


@pytest.mark.parametrize(
    ("data", "suffix", "code"),
    [
        (b"", ".pdf", "empty"),
        (b"<!DOCTYPE html><p>x", ".pdf", "web_page"),
        (b"<svg xmlns=''>", ".pdf", "web_page"),
        (b"%PDF-1.4\n<script>alert(1)</script>", ".pdf", "web_page"),
        (b"<html></html>", ".pptx", "web_page"),
        (b"GIF89a", ".pdf", "other_kind"),
        (make_pdf("One") + make_archive({"a.js": "x"}), ".pdf", "archive"),
        (make_pdf("One"), ".pptx", "other_kind"),
        (make_archive({"word/document.xml": "<w/>"}), ".pptx", "other_kind"),
        (make_pptx("One")[:-40], ".pptx", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".pptx", "encrypted"),
        (make_bomb(), ".pptx", "unpacked"),
        (make_pptx("One", extra={"ppt/media/image1.png": flood()}), ".pptx", "picture"),
        (b"MZ\0\0", ".txt", "not_text"),
        (b"hello", ".rtf", "other_kind"),
    ],
    ids=range(15),
)
def test_document_that_is_something_else_is_refused(data, suffix, code):
    assert fault(data, suffix) == code


def test_damaged_picture_inside_is_no_crash():
    picture = bytes(range(256)) * 40
    whole = make_archive({"word/document.xml": "<w/>", "word/media/a.png": picture})
    at = whole.index(b"word/media/a.png") + len("word/media/a.png")

    assert fault(whole[:at] + b"\xff" * 40 + whole[at + 40 :], ".docx") == "broken"


def test_every_fault_has_its_sentence():
    values = dict.fromkeys(("kind", "pages", "limit", "place", "width", "height", "page"), 1)
    for code in FAULTS:
        assert "%(" not in fault_message(code, values)
