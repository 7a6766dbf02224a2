"""Real sound and film for tests, made by ffmpeg."""

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory


@cache
def make_film(
    *, size: str = "320x240", seconds: float = 2, suffix: str = "mp4", sound: bool = True, faststart: bool = True
) -> bytes:
    """Return the bytes of a test picture that counts, with a tone."""
    options = ["-f", "lavfi", "-i", f"testsrc=size={size}:rate=12:duration={seconds}"]
    if sound:
        options += ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"]
    if suffix == "webm":
        options += ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis"]
    else:
        options += ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    if suffix in ("mp4", "mov") and faststart:
        options += ["-movflags", "+faststart"]
    return _made(options, suffix)


@cache
def make_sound(*, seconds: float = 2, suffix: str = "mp3") -> bytes:
    """Return the bytes of a tone."""
    return _made(["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"], suffix)


def _made(options: list[str], suffix: str) -> bytes:
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"made.{suffix}"
        subprocess.run(["ffmpeg", "-v", "error", *options, str(target)], check=True)
        return target.read_bytes()
