"""What may be evidence: PDFs and pictures, known by their bytes and not by their names."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from foundation.files.keys import plain_suffix
from schoolhouse.refusals import Refusal

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""

TYPES = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
}
"""By suffix: the type that it is handed out as, and how its bytes begin."""
ACCEPT = ",".join(TYPES)


def check_evidence(file: UploadedFile) -> None:
    """Raise ``Refusal`` where a file is empty, too large, or not what its name says."""
    if not file.size or file.size > LARGEST:
        said = _("“%(name)s” is empty or larger than %(most)d MB.")
        raise Refusal(said % {"name": file.name, "most": LARGEST // 1024 // 1024}, code="size", status=400)
    kind = TYPES.get(plain_suffix(file.name or ""))
    file.seek(0)
    begins = file.read(8)
    file.seek(0)
    if kind is None or not begins.startswith(kind[1]):
        said = _("“%(name)s” is no PDF, JPEG or PNG file.")
        raise Refusal(said % {"name": file.name}, code="type", status=400)


def content_type(name: str) -> str:
    """Return the type of a stored file, by its suffix."""
    return TYPES.get(plain_suffix(name), ("application/octet-stream", b""))[0]
