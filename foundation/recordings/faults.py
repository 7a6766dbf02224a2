"""What can be wrong with a sound or film file, each with a stable code and a sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.files.faults import BadFile

FAULTS: dict[str, str | Promise] = {
    "empty": _("The file is empty."),
    "unknown": _("This is no sound or film that we know. Use MP4, MOV, WebM, MKV, AVI, MP3, M4A, WAV, OGG or FLAC."),
    "web_page": _("This file is or contains a web page or a drawing (HTML or SVG), not only a film."),
    "archive": _("Another file (an archive) is hidden behind the recording. Export the recording anew."),
    "truncated": _("The file is broken off: its end is missing. Copy it anew from the device and upload it again."),
    "unreadable": _("The file cannot be read as sound or film; it is damaged."),
    "no_video": _("There is no picture in this file. Add it as audio instead."),
    "no_audio": _("There is no sound in this file."),
    "has_video": _("This file is a film. Add it as video instead."),
    "too_long": _("The recording is %(minutes)s minutes long; at most %(limit)s are taken."),
    "dimensions": _("The picture is %(width)s × %(height)s; between 16 and %(limit)s are taken for each side."),
    "too_large": _("The file is too large: at most %(limit)s MB are taken."),
    "no_ffmpeg": _(
        "This kind of file must be converted first, and the server lacks the package ffmpeg (apt-get install ffmpeg). "
        "Install it, or upload MP4, WebM or MP3."
    ),
    "time": _("Converting took too long and was stopped."),
    "broken": _("The recording could not be converted: it is damaged."),
    "interrupted": _("Converting was interrupted several times. Try again, or ask the administrator."),
    "gone": _("The uploaded file is no longer there. Upload it again."),
}


class BadRecording(BadFile):
    """A sound or film that is not taken, or not converted. ``code`` is a key of ``FAULTS``."""

    faults = FAULTS


fault_message = BadRecording.say
