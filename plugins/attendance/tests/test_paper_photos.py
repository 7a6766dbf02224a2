"""Photos of sheets as phones take them: large, lying, HEIC, far too large."""

import io
import os

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from plugins.attendance.jobs import read_photo
from plugins.attendance.models import SheetPhoto
from plugins.attendance.tests.test_paper import (  # noqa: F401
    _files,
    client,
    page_of,
    people,
    proposed,
    roll,
    send,
)

pytestmark = pytest.mark.django_db


def taken_by(kind, page):
    """Photograph a page with 12 megapixels, as a file of several MB, which the worker reads."""
    large, out = page.resize((3024, 4032)), io.BytesIO()
    noise = Image.frombytes("L", (756, 1008), os.urandom(756 * 1008)).resize(large.size)
    large = Image.blend(large, Image.merge("RGB", [noise] * 3), 0.12)
    if kind == "HEIC":
        pillow_heif.from_pillow(large).save(out, quality=80)
    else:
        exif = Image.Exif()
        exif[0x0112] = 3  # upside down
        large.rotate(180).save(out, "JPEG", quality=97, exif=exif)
    return SimpleUploadedFile(f"IMG_1.{kind}", out.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "HEIC"])
def test_photo_of_12_megapixels_is_read_whole(client, roll, people, kind):  # noqa: F811
    photo = taken_by(kind, page_of(roll, people[:2]))
    assert kind == "HEIC" or photo.size > 3_000_000

    send(client, roll, photo)
    sheet = SheetPhoto.objects.get()
    read_photo(sheet=sheet.pk)

    sheet.refresh_from_db()
    assert len(sheet.found) == len(people)
    assert proposed(sheet) == {one.public_id for one in people[:2]}


@pytest.mark.parametrize(("size", "words"), [((9000, 7000), "too many pixels"), (None, "too large")])
def test_photo_that_is_too_much_is_refused_in_words(client, roll, size, words):  # noqa: F811
    out = io.BytesIO()
    if size:
        Image.new("L", size).save(out, "PNG")
    data = out.getvalue() or b"\xff\xd8" + b"x" * (21 * 1024 * 1024)

    assert words in send(client, roll, SimpleUploadedFile("a.jpg", data)).content.decode()
    assert not SheetPhoto.objects.exists()
