"""WebVTT captions, checked before they reach a player: browsers show a broken file as none at all, without a word."""

import re

from django.utils.translation import gettext as _

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)[.](\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
LARGEST = 2 * 1024 * 1024


def caption_fault(data: bytes) -> str | None:
    """Return what is wrong with a WebVTT file, with the line at fault, or ``None``."""
    if len(data) > LARGEST:
        return _("The captions are too large: at most 2 MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _("The captions are not written in UTF-8. Save the file anew in that encoding.")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        return _("The first line of captions must read WEBVTT. Is this a .vtt file?")
    return _timing_fault(lines)


def _timing_fault(lines: list[str]) -> str | None:
    cues, last = 0, -1.0
    for number, line in enumerate(lines, start=1):
        if "-->" not in line:
            continue
        match = _TIMING.fullmatch(line.strip())
        if match is None:
            return _("Line %(line)s: a time must read 00:01:02.500 --> 00:01:05.000.") % {"line": number}
        start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
        if end <= start:
            return _("Line %(line)s: the caption ends before it begins.") % {"line": number}
        if start < last:
            return _("Line %(line)s: the caption begins before the one above it.") % {"line": number}
        cues, last = cues + 1, start
    return None if cues else _("There is no caption in the file.")


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
