"""Slides become a PDF where the machine has LibreOffice."""

import pytest

from foundation.documents import BadDocument
from foundation.documents.office import make_pdf
from foundation.documents.pdf import make_pages
from tests.factories.documents import make_archive, make_pptx


def converted(folder, data, *, seconds=120.0):
    source = folder / "source.pptx"
    source.write_bytes(data)
    return make_pdf(source, folder, seconds=seconds)


@pytest.mark.libreoffice
def test_slides_become_pages_with_their_words(tmp_path):
    path = converted(tmp_path, make_pptx("Pruning in winter", "Two buds"))
    (
        count,
        pages,
    ) = make_pages(path, tmp_path, last=9, most_pages=9, seconds=60, report=lambda part: None)
    assert count == 2
    assert [page.text for page in pages] == ["Pruning in winter", "Two buds"]
    assert pages[0].width > pages[0].height


@pytest.mark.libreoffice
def test_slides_that_cannot_be_opened_are_named(tmp_path):
    with pytest.raises(BadDocument) as found:
        converted(tmp_path, make_archive({"ppt/presentation.xml": "<broken"}))
    assert found.value.code == "slides"


def test_conversion_without_libreoffice_names_the_package(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadDocument) as found:
        converted(tmp_path, make_pptx("One"))
    assert "libreoffice-impress" in found.value.message


@pytest.mark.libreoffice
def test_conversion_ends_in_time(tmp_path):
    with pytest.raises(BadDocument) as found:
        converted(tmp_path, make_pptx("One"), seconds=0.05)
    assert found.value.code == "time"
