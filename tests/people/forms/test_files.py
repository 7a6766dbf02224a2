"""What the image section takes, and what it refuses by its bytes."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from people.models import SchoolImage
from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, kind)
    return out.getvalue()


def flood(width: int = 11_000, height: int = 11_000) -> bytes:
    """Return a PNG of a few bytes that says it has so many points; whoever decodes it needs hundreds of megabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def with_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.html", "<script>alert(1)</script>")
    return picture() + out.getvalue()


REFUSED = {
    "many points": ("a.png", flood(), "60 million points"),
    "archive behind": ("a.png", with_archive(), "An archive stands behind this picture"),
    "page": ("a.png", b"<html><script>alert(1)</script></html>", "This is no picture"),
    "drawing": ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is no picture"),
    "drawing by its name": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is no picture"),
    "cut": ("a.png", picture()[:40], "This is no picture"),
    "nothing": ("a.png", b"", "empty"),
    "other kind": ("a.png", picture("JPEG"), "png"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_picture_that_is_none_is_refused_and_nothing_is_kept(client, case, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.LANGUAGE_CODE = "en"
    name, content, words = REFUSED[case]
    client.force_login(make_superuser())
    sent = {"title": "Picture", "file": SimpleUploadedFile(name, content, "image/png")}
    answer = client.post(reverse("wagtailimages:add"), sent, headers={"accept-language": "en"})
    assert answer.status_code in (200, 422)
    assert words in answer.content.decode()
    assert not SchoolImage.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("case", ["many points", "archive behind", "page"])
def test_picture_that_is_none_is_refused_in_the_chooser_too(client, case):
    name, content, words = REFUSED[case]
    client.force_login(make_superuser())
    field = "image-chooser-upload"
    sent = {f"{field}-title": "Picture", f"{field}-file": SimpleUploadedFile(name, content, "image/png")}
    answer = client.post(reverse("wagtailimages_chooser:create"), sent, headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert words in answer.json()["htmlFragment"]
    assert not SchoolImage.objects.exists()
