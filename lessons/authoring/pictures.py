"""Pictures of documents: which may be taken, and keeping each once."""

import hashlib
import warnings
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, UnidentifiedImageError

from people.models import Organization, SchoolImage, User

LARGEST = 20 * 1024 * 1024
MOST_PIXELS = 24_000_000
MOST_PIXELS_OF_PHOTO = 60_000_000
"""A JPEG is decoded at an eighth of its size."""
SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "MPO": ".jpg", "GIF": ".gif", "WEBP": ".webp"}
_PHOTOS = ("JPEG", "MPO")
"""MPO is the JPEG of a telephone with a second picture behind the first one, which browsers do not look at."""
_CONVERTED = ("BMP", "TIFF")
_DRAWINGS = (b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"<svg", b"<?xml", b"\x1f\x8b")


class UnusablePicture(Exception):
    """A picture that is left out; ``code`` is the loss."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def check_picture(content: bytes) -> dict[str, Any]:
    """Return width, height and kind of a picture that a browser can show; raises ``UnusablePicture``."""
    if content.startswith(_DRAWINGS):
        raise UnusablePicture("picture_drawing")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content)) as image:
                return _look(image)
    except UnidentifiedImageError as error:
        raise UnusablePicture("picture_kind") from error
    except Image.DecompressionBombError as error:
        raise UnusablePicture("picture_pixels") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise UnusablePicture("picture_broken") from error


def _look(image: Any) -> dict[str, Any]:
    width, height = image.size
    kind = image.format
    if kind not in SUFFIXES and kind not in _CONVERTED:
        raise UnusablePicture("picture_drawing" if kind in ("WMF", "EMF") else "picture_kind")
    if width * height > (MOST_PIXELS_OF_PHOTO if kind in _PHOTOS else MOST_PIXELS):
        raise UnusablePicture("picture_pixels")
    image.draft("RGB", (max(width // 8, 1), max(height // 8, 1)))
    image.load()
    return {"width": width, "height": height, "kind": kind}


def keep_picture(
    content: bytes, *, title: str, alt_text: str, organization: Organization | None, by: User
) -> tuple[SchoolImage, bool]:
    """Return the organization's picture with these bytes and whether it was made now."""
    content, suffix = _as_browsers_show(content)
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    kept = SchoolImage.objects.filter(organization=organization, file_hash=digest).order_by("pk").first()
    if kept is not None:
        return kept, False
    image = SchoolImage(
        title=title[:255],
        alt_text=alt_text,
        organization=organization,
        uploaded_by_user=by,
        file=ContentFile(content, name=f"{PurePosixPath(title).stem or 'picture'}{suffix}"),
        file_hash=digest,
        file_size=len(content),
    )
    image.save()
    return image, True


def _as_browsers_show(content: bytes) -> tuple[bytes, str]:
    with Image.open(BytesIO(content)) as image:
        if image.format in SUFFIXES:
            return content, SUFFIXES[image.format]
        stream = BytesIO()
        image.convert("RGBA" if "A" in image.getbands() else "RGB").save(stream, "PNG")
        return stream.getvalue(), ".png"
