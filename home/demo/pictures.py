"""Drawings for the demo's lessons: the same ones each time, small, and made in a moment."""

import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (960, 720)
GROUND, LEAF, VEIN = "#f3efe4", "#5d9c59", "#47794a"
Spots = Callable[[ImageDraw.ImageDraw, random.Random], None]


def picture(name: str) -> bytes:
    """Return the drawing of this name as PNG; raises ``KeyError`` for one that there is not."""
    spots = SPOTS[name]
    image = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = 120, 140, 840, 580
    draw.polygon([(left, 360), (300, top + 20), (560, top), (right, 360), (560, bottom), (300, bottom - 20)], fill=LEAF)
    draw.ellipse((250, top, 690, bottom), fill=LEAF)
    draw.line([(40, 360), (right, 360)], fill=VEIN, width=10)
    for x in range(240, 760, 90):
        for tip in (top + 70, bottom - 70):
            draw.line([(x, 360), (x + 90, tip)], fill=VEIN, width=5)
    spots(draw, random.Random(name))
    stream = BytesIO()
    image.quantize(32).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def meeting() -> bytes:
    """Return the drawing of a group before a board, as PNG."""
    image = Image.new("RGB", SIZE, "#d8cfbd")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 520, 960, 720), fill="#8d7455")
    draw.rounded_rectangle((250, 70, 710, 350), 8, fill="#fdfcf7", outline="#5b6470", width=10)
    for row, width in enumerate((330, 260, 380, 200, 300)):
        draw.line([(290, 120 + 46 * row), (290 + width, 120 + 46 * row)], fill="#1f5f8b", width=8)
    for place, coat in enumerate(("#b3402e", "#2f7d4f", "#1f5f8b", "#d98a12", "#55606f")):
        x, y = 110 + 185 * place, 470 + 40 * (place % 2)
        draw.rounded_rectangle((x - 75, y + 60, x + 75, 740), 60, fill=coat)
        draw.ellipse((x - 48, y - 40, x + 48, y + 70), fill="#e3b98f")
        draw.pieslice((x - 52, y - 52, x + 52, y + 60), 180, 360, fill="#2b2521")
    stream = BytesIO()
    image.quantize(32).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _dots(color: str, count: int, radius: tuple[int, int], edge: str | None = None) -> Spots:
    def draw_them(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
        for _count in range(count):
            x, y, r = rng.randint(280, 680), rng.randint(190, 530), rng.randint(*radius)
            draw.ellipse((x - r, y - r, x + r, y + r), fill=color, outline=edge, width=6 if edge else 0)

    return draw_them


SPOTS: dict[str, Spots] = {
    "leaf-healthy": _dots(LEAF, 0, (1, 1)),
    "leaf-mites": _dots("#e6e2a8", 260, (2, 5)),
    "leaf-spot": _dots("#7a4a24", 14, (16, 34), "#c9a13b"),
    "leaf-aphids": _dots("#2f4f2f", 70, (5, 9)),
}
