"""Slides become a PDF where the machine has LibreOffice."""

import socket

import pytest
from PIL import Image

from foundation.documents import BadDocument
from foundation.documents.office import make_pdf
from foundation.documents.pdf import make_pages
from tests.factories.documents import make_archive, make_linking_pptx, make_pptx


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


@pytest.mark.libreoffice
def test_nothing_that_slides_only_link_to_is_fetched(tmp_path):
    secret = tmp_path / "secret.png"
    Image.new("RGB", (300, 300), "red").save(secret)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/inside.png"
        path = converted(tmp_path, make_linking_pptx(secret.as_uri(), address))
        with pytest.raises(BlockingIOError):
            server.accept()

    make_pages(path, tmp_path, last=1, most_pages=9, seconds=60, report=lambda part: None)
    with Image.open(tmp_path / "1.webp") as page:
        colors = page.convert("RGB").resize((64, 36)).getcolors(64 * 36)
    assert not [color for _count, color in colors if color[0] > 150 and color[1] < 90]
