"""Reading a photo of a sheet: every code that can be seen, and whether there is ink in the box beside it.

Knows nothing of people: it gives back the words of the codes. Ink is a guess, by how much of the box is clearly darker
than the paper around it; shadows and yellow paper are lighter than that, and a person confirms what is proposed.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageStat

from plugins.attendance.paper import layout

INK = 0.012
"""A box with so large a share of dark points is proposed as signed; an empty one on a bad photo has a tenth of it."""
DARK = 0.30
"""So much of the way from paper to the black of the code beside it, a point is dark."""
FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_BOX = (248, 40)
"""Points at which a box is measured, wide and high: about four to a millimeter."""
_ENLARGED = 2
_MOST_ENLARGED = 9_000_000

Point = tuple[float, float]


@dataclass(frozen=True)
class Seen:
    """A code that was seen: its word, the share of dark points in the box beside it, and where it stands, 0 to 1."""

    word: str
    ink: float
    x: float
    y: float

    @property
    def is_signed(self) -> bool:
        """Whether there seems to be a signature."""
        return self.ink >= INK


@dataclass(frozen=True)
class Read:
    """What was seen on a photo, in the order of the sheet, and by how many degrees to turn it upright."""

    seen: list[Seen]
    turn: int


def read(image: Image.Image) -> Read:
    """Read every code in a photo, whichever way it lies. Where a code is seen twice, the one with more ink counts."""
    found: dict[str, tuple[Seen, list[Point]]] = {}
    for scale in (1, _ENLARGED):
        if scale > 1 and (found or image.width * image.height > _MOST_ENLARGED):
            break
        for word, corners in _codes(image, scale):
            seen = Seen(word, _ink(image, corners), corners[0][0] / image.width, corners[0][1] / image.height)
            if word not in found or found[word][0].ink < seen.ink:
                found[word] = (seen, corners)
    turn = _turn([corners for _seen, corners in found.values()])
    return Read(sorted((one for one, _corners in found.values()), key=lambda one: _place(one, turn)), turn)


def words_in(image: Image.Image) -> list[str]:
    """Return what the codes in a photo say, such as the one on the screen of a hall."""
    return [word for word, _corners in _codes(image, 1)] or [word for word, _corners in _codes(_halved(image), 1)]


def _halved(image: Image.Image) -> Image.Image:
    """A screen photographed from near shows its own grid, which disappears in a smaller picture."""
    return image.reduce(2) if min(image.size) > 400 else image


def _codes(image: Image.Image, scale: int) -> list[tuple[str, list[Point]]]:
    looked = image.convert("L")
    if scale > 1:
        looked = looked.resize((image.width * scale, image.height * scale), Image.Resampling.BICUBIC)
    codes = zxingcpp.read_barcodes(looked, formats=FORMATS, try_invert=False)
    found = []
    for code in codes:
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        found.append((code.text, [(corner.x / scale, corner.y / scale) for corner in corners]))
    return found


def _ink(image: Image.Image, corners: Sequence[Point]) -> float:
    """Return the share of dark points in the box beside a code. The code's corners give the directions of its sides."""
    width, height = _BOX
    box = _cut(image, corners, (layout.LEFT, layout.TOP, layout.RIGHT, layout.BOTTOM), _BOX)
    code = _cut(image, corners, (0, 0, layout.SYMBOL, layout.SYMBOL), (height, height))
    black, paper = _levels(code)
    around = box.filter(ImageFilter.BoxBlur(height // 2))
    # What is darker than what lies around it is ink, on paper that is itself in the shadow or not.
    darker = ImageChops.subtract(around, box)
    least = max(int((paper - black) * DARK), 12)
    dark = darker.point(lambda level: 255 if level >= least else 0)
    return float(ImageStat.Stat(dark).sum[0]) / 255 / (width * height)


def _levels(code: Image.Image) -> tuple[int, int]:
    """Return how dark the black and how light the white of a code are, without the extremes."""
    counts = code.histogram()
    total, seen, black, paper = sum(counts), 0, 0, 255
    for level, count in enumerate(counts):
        if seen < total * 0.1:
            black = level
        if seen < total * 0.9:
            paper = level
        seen += count
    return black, paper


def _cut(
    image: Image.Image, corners: Sequence[Point], place: tuple[float, float, float, float], size: tuple[int, int]
) -> Image.Image:
    """Cut out a rectangle that is given in millimeters from the code's corner, turned upright, its darkest channel."""
    (x, y), (right_x, right_y), _across, (down_x, down_y) = corners
    along = ((right_x - x) / layout.SYMBOL, (right_y - y) / layout.SYMBOL)
    down = ((down_x - x) / layout.SYMBOL, (down_y - y) / layout.SYMBOL)
    left, top, right, bottom = place
    quad: list[float] = []
    for a, b in ((left, top), (left, bottom), (right, bottom), (right, top)):
        quad += [x + along[0] * a + down[0] * b, y + along[1] * a + down[1] * b]
    part = image.transform(size, Image.Transform.QUAD, quad, Image.Resampling.BILINEAR, fillcolor="white")
    red, green, blue = part.convert("RGB").split()
    return ImageChops.darker(ImageChops.darker(red, green), blue)


def _turn(places: Sequence[Sequence[Point]]) -> int:
    """Return by how many degrees, against the clock, the photo is to be turned: as most of its codes say."""
    votes = dict.fromkeys((0, 90, 180, 270), 0)
    for (x, y), (right_x, right_y), *_rest in places:
        across, down = right_x - x, right_y - y
        if abs(across) >= abs(down):
            votes[0 if across > 0 else 180] += 1
        else:
            votes[90 if down > 0 else 270] += 1
    return max(votes, key=lambda turn: votes[turn]) if places else 0


def _place(seen: Seen, turn: int) -> float:
    return {0: seen.y, 180: -seen.y, 90: -seen.x, 270: seen.x}[turn]


def turned(data: bytes, turn: int) -> bytes:
    """Return a photo turned by ``turn`` degrees, as JPEG."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as opened:
        out = io.BytesIO()
        opened.rotate(turn, expand=True).save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
