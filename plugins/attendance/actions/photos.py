"""Making a photo that belongs to a roll of what somebody uploaded, or saying in clear words why it is none."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from foundation.files.photos import LARGE, BadPhoto, Photo, photo_from
from schoolhouse.refusals import Refusal


def photo_of(uploaded: Any, *, large: int = LARGE) -> Photo:
    """Return the photo made anew. Raises ``Refusal`` for a file that is none, or too large a one."""
    try:
        return photo_from(uploaded, large=large)
    except BadPhoto as fault:
        said = {
            "too_large": _("The photo is too large: at most 20 MB."),
            "too_many_pixels": _("The photo has too many pixels. Take it with a lower resolution."),
        }.get(
            fault.code, _("This file is no photo that can be shown. Take a photo, or choose a JPEG, PNG or HEIC file.")
        )
        raise Refusal(said, code=fault.code, status=400) from fault


def files_of(photo: Photo) -> dict[str, Any]:
    """Return the fields of a ``RollPhoto`` for ``photo``."""
    files = {"file": ContentFile(photo.large, "file.jpg"), "small": ContentFile(photo.small, "small.jpg")}
    return {**files, "width": photo.width, "height": photo.height}
