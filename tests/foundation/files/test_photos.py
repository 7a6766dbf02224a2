"""Pictures that somebody uploads are looked at without being let loose."""

import subprocess
import sys

import pytest

from tests.factories.pictures import make_picture, make_picture_bombs, make_png

LOOK = """
import io, resource, sys
from foundation.files.photos import BadPhoto, check_picture, photo_from
data = sys.stdin.buffer.read()
file = io.BytesIO(data)
file.size = len(data)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    check_picture(file)
    photo_from(file)
    code = "taken"
except BadPhoto as fault:
    code = fault.code
print(code, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
MOST_MEGABYTES = 120
"""Pillow unpacks up to 64 MB of words before it gives up."""


def looked_at(data: bytes) -> tuple[str, int]:
    """Return what is said of a picture in a process of its own, and the megabytes that this took."""
    done = subprocess.run([sys.executable, "-c", LOOK], input=data, capture_output=True, check=True)
    code, megabytes = done.stdout.split()
    return code.decode(), int(megabytes)


@pytest.mark.parametrize(("bomb", "data"), make_picture_bombs().items(), ids=make_picture_bombs())
def test_bomb_is_refused_and_takes_little_memory(bomb, data):
    code, megabytes = looked_at(data)
    assert code == ("too_many_pixels" if bomb == "points" else "broken")
    assert megabytes < MOST_MEGABYTES


@pytest.mark.parametrize(
    "data",
    [
        *(make_picture(kind)[:3_000] for kind in ("JPEG", "PNG", "GIF", "WEBP")),
        make_png(points=b"\xff" * 300),
        make_png(points=b""),
    ],
    ids=["JPEG", "PNG", "GIF", "WEBP", "no points", "empty points"],
)
def test_picture_that_is_broken_off_makes_no_photo(data):
    assert looked_at(data)[0] == "broken"
