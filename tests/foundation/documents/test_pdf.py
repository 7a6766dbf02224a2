"""PDFs are read in a process of its own, and what is hostile in them ends there."""

import json
import subprocess
import sys

import pytest
from PIL import Image

from foundation.documents import BadDocument
from foundation.documents.pdf import PROGRAM, inspect, make_pages
from tests.factories.documents import make_encrypted_pdf, make_flooding_pdf, make_pdf


def written(folder, data):
    path = folder / "x.pdf"
    path.write_bytes(data)
    return path


def made(folder, data, *, last=10, most_pages=100, seconds=60.0):
    told = []
    found = make_pages(
        written(folder, data), folder, last=last, most_pages=most_pages, seconds=seconds, report=told.append
    )
    return *found, told


def fault(folder, data, **options):
    with pytest.raises(BadDocument) as found:
        made(folder, data, **options)
    return found.value


def test_pages_become_pictures_with_their_words(tmp_path):
    count, pages, told = made(tmp_path, make_pdf("Apples", "Pears", "Plums"), last=2)
    assert (count, [page.number for page in pages], told) == (3, [1, 2], [0.5, 1.0])
    assert [page.text for page in pages] == ["Apples", "Pears"]
    with Image.open(tmp_path / "1.webp") as large, Image.open(tmp_path / "1-small.webp") as small:
        assert large.size == (pages[0].width, pages[0].height)
        assert (large.width, small.width) == (1280, 640)
        assert large.convert("L").getextrema()[0] < 100  # something is drawn


def test_page_of_any_shape_becomes_a_picture_that_fits(tmp_path):
    _count, pages, _told = made(tmp_path, make_pdf("Long", size=(50, 14_000)))
    assert pages[0].height <= 3 * 1280 + 1
    _count, pages, _told = made(tmp_path, make_pdf("Vast", size=(14_000, 14_000)))
    assert pages[0].width == 1280


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make_pdf("One")[:200], "broken"),
        (b"%PDF-1.4\nnothing", "broken"),
        (make_encrypted_pdf(), "encrypted"),
        (make_pdf(), "broken"),
        (make_flooding_pdf(), "picture"),
        (make_pdf(*["x"] * 101), "too_many_pages"),
    ],
    ids=["cut", "nothing", "encrypted", "empty", "flood", "many"],
)
def test_pdf_with_a_fault_is_named(tmp_path, data, code):
    assert fault(tmp_path, data).code == code


def test_five_thousand_pages_are_counted_and_refused(tmp_path):
    with pytest.raises(BadDocument) as found:
        inspect(written(tmp_path, make_pdf(*["x"] * 5000)), most_pages=2000)
    assert found.value.values == {"pages": 5000, "limit": 2000}
    assert "5000" in found.value.message


def test_reading_ends_in_time(tmp_path):
    assert fault(tmp_path, make_pdf(*["x"] * 90), seconds=0.3).code == "time"


def test_program_that_dies_names_the_page(tmp_path):
    path = written(tmp_path, make_pdf("One"))
    ended = subprocess.run(
        [sys.executable, "-I", str(PROGRAM), "pages", str(path), "90", str(tmp_path), "1", "1280", "640"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode or json.loads(ended.stdout.splitlines()[0])
