"""Pictures that are damaged, hostile or two things at once, as small files."""

import random
import struct
import zlib
from io import BytesIO

from PIL import Image


def make_picture(kind: str = "PNG", size: tuple[int, int] = (600, 400)) -> bytes:
    """Return a picture that does not pack well, so that one that is cut lacks much."""
    out = BytesIO()
    noise = random.Random(size[0]).randbytes(size[0] * size[1] * 3)
    Image.frombytes("RGB", size, noise).save(out, kind)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    """Return a piece of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def make_png(
    *before: bytes, after: bytes = b"", size: tuple[int, int] = (40, 30), points: bytes | None = None
) -> bytes:
    """Return a gray PNG with pieces before and after its points; ``points`` are packed, however many there are."""
    width, height = size
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress((b"\0" + b"P" * width) * height) if points is None else points
    pieces = [chunk(b"IHDR", head), *before, chunk(b"IDAT", packed), after, chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


def make_picture_bombs(megabytes: int = 100) -> dict[str, bytes]:
    """Return small PNGs of which a part unpacks to so many MB, by the name of that part."""
    much = zlib.compress(bytes(megabytes * 1024 * 1024), 9)
    return {
        "points": make_png(size=(30_000, 30_000), points=much),
        "words before": make_png(chunk(b"iTXt", b"x\0\1\0\0\0" + much)),
        "words behind": make_png(after=chunk(b"iTXt", b"x\0\1\0\0\0" + much)),
        "old words behind": make_png(after=chunk(b"zTXt", b"x\0\0" + much)),
        "many words": make_png(*[chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(1_000_000)))] * 200),
        "colors": make_png(chunk(b"iCCP", b"x\0\0" + much)),
    }


def make_script_gif() -> bytes:
    """Return a GIF that is a program as well: its width reads as the beginning of a remark."""
    out = BytesIO()
    Image.new("P", (int.from_bytes(b"/*", "little"), 30)).save(out, "GIF")
    return out.getvalue() + b"*/=1;alert(document.domain)//"
