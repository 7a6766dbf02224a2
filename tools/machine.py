"""What a machine must have beyond Python for some tests, and which Debian package brings it."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@cache
def chromium() -> str | None:
    """Return the browser's path: ``CHROMIUM`` in the environment, else the first one on the path, else None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@cache
def has_ffmpeg() -> bool:
    """Tell whether both ffmpeg and ffprobe are on the path."""
    return bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))


@cache
def has_libreoffice() -> bool:
    """Tell whether LibreOffice is on the path."""
    return bool(shutil.which("soffice") or shutil.which("libreoffice"))


@cache
def has_cjk_font() -> bool:
    """Tell whether fontconfig knows a font for Chinese."""
    if not shutil.which("fc-list"):
        return False
    found = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


@dataclass(frozen=True)
class Need:
    """A pytest marker, how to see that its need is met, and the Debian package that meets it."""

    marker: str
    is_met: Callable[[], bool]
    what: str
    package: str


NEEDS = (
    Need("browser", lambda: chromium() is not None, "Chromium", "chromium"),
    Need("ffmpeg", has_ffmpeg, "ffmpeg", "ffmpeg"),
    Need("libreoffice", has_libreoffice, "LibreOffice", "libreoffice-impress"),
    Need("cjk_font", has_cjk_font, "a Chinese font", "fonts-noto-cjk"),
    Need("redis", lambda: shutil.which("redis-server") is not None, "Redis", "redis-server"),
)


def missing_needs() -> list[Need]:
    """List what this machine lacks."""
    return [need for need in NEEDS if not need.is_met()]
