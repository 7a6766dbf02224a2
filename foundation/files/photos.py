"""Photos made anew from what somebody uploads: upright, of a size that a phone can load, with nothing of the camera."""

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from typing import Any

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from foundation.files.archives import has_archive_behind

pillow_heif.register_heif_opener()  # what an iPhone takes; Wagtail brings the library

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
LARGE, SMALL = 1600, 480
"""The longest side of a photo and of its small version, in pixels."""
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "HEIF")
BAD_PICTURE = (
    *(UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, TypeError, LookupError, ArithmeticError),
    *(AttributeError, RuntimeError, MemoryError, struct.error, zlib.error),
)
"""What Pillow raises for a picture that is damaged, broken off or hostile; much of it only once it is decoded."""


class BadPhoto(Exception):
    """What was uploaded cannot be shown: ``code`` is ``too_large``, ``too_many_pixels``, ``archive`` or ``broken``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Photo:
    """A photo in two sizes, as JPEG; ``width`` and ``height`` are those of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


def check_picture(file: Any) -> None:
    """Look at an uploaded picture before anybody decodes it; its position is where it was.

    Raises ``BadPhoto``: ``too_many_pixels``, ``archive`` where one is stowed behind it, or ``broken`` where its header
    is that of no picture.
    """
    place = file.tell()
    if has_archive_behind(file):
        raise BadPhoto("archive")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            file.seek(0)
            with Image.open(file) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadPhoto("too_many_pixels")
    except Image.DecompressionBombError as error:
        raise BadPhoto("too_many_pixels") from error
    except BAD_PICTURE as error:
        raise BadPhoto("broken") from error
    finally:
        file.seek(place)


def photo_from(file: Any, *, large: int = LARGE) -> Photo:
    """Make a photo of an uploaded file; where it was taken, by which camera and when is not kept.

    ``large`` is the longest side of the large one, for a photo in which something is to be read. Raises
    ``BadPhoto``. Size and pixels are asked before anything is decoded.
    """
    if file.size > MOST_BYTES:
        raise BadPhoto("too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            file.seek(0)
            with Image.open(file, formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadPhoto("too_many_pixels")
                opened.draft("RGB", (large, large))
                upright = _plain(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPhoto("too_many_pixels") from error
    except BAD_PICTURE as error:
        raise BadPhoto("broken") from error
    upright.thumbnail((large, large))
    small = upright.copy()
    small.thumbnail((SMALL, SMALL))
    return Photo(_jpeg(upright), _jpeg(small), upright.width, upright.height)


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture's points alone on white, in a new image without anything that was written beside them."""
    shown = image.convert("RGBA") if image.mode in ("RGBA", "LA", "P", "PA") else None
    plain = Image.new("RGB", image.size, "white")
    if shown is not None:
        plain.paste(shown, mask=shown.getchannel("A"))
    else:
        plain.paste(image.convert("RGB"))
    return plain


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
