"""Converting with ffmpeg: H.264 and AAC in MP4 that starts to play at once, AAC alone for sound, a still picture."""

import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from foundation.recordings.faults import BadRecording
from foundation.recordings.probe import Recording

HEIGHTS = (480, 720)
"""Pixels of the shorter side."""

Report = Callable[[float], None]


def heights_for(recording: Recording) -> list[int]:
    """Return the sizes to make: never more than the film has, so a small one comes in its own size alone."""
    side = min(recording.width, recording.height)
    return [HEIGHTS[0], *(height for height in HEIGHTS[1:] if side > HEIGHTS[0] and side >= height * 0.9)]


def make_film(source: Path, target: Path, recording: Recording, height: int, *, seconds: float, report: Report) -> None:
    """Write ``source`` to ``target`` as MP4 of at most ``height``; ``report`` is told the part done, from 0 to 1.

    Raises ``BadRecording`` when it takes longer than ``seconds`` or the file is damaged.
    """
    short = f"trunc(min({height}\\,min(iw\\,ih))/2)*2"
    scale = f"scale=w='if(gt(iw\\,ih)\\,-2\\,{short})':h='if(gt(iw\\,ih)\\,{short}\\,-2)'"
    options = ["-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"]
    options += ["-vf", scale, "-c:v", "libx264", "-profile:v", "main", "-pix_fmt", "yuv420p", "-preset", "veryfast"]
    options += [
        "-crf",
        "25" if height <= HEIGHTS[0] else "24",
        "-maxrate",
        "1200k" if height <= HEIGHTS[0] else "2500k",
    ]
    options += ["-bufsize", "4M", "-g", "120", *_SOUND, "-movflags", "+faststart"]
    _run(source, target, recording, [*options, "-f", "mp4"], seconds, report)


def make_sound(source: Path, target: Path, recording: Recording, *, seconds: float, report: Report) -> None:
    """Write the sound of ``source`` to ``target`` as AAC in MP4; raises as ``make_film``."""
    options = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", *_SOUND, "-movflags", "+faststart"]
    _run(source, target, recording, [*options, "-f", "mp4"], seconds, report)


def make_poster(source: Path, target: Path, recording: Recording, *, seconds: float) -> None:
    """Write a picture from the beginning of the film to ``target``, as JPEG; raises as ``make_film``."""
    moment = min(recording.duration / 10, 5.0)
    scale = "scale=w='min(1280\\,iw)':h=-2"
    options = ["-frames:v", "1", "-an", "-vf", scale, "-map_metadata", "-1", "-q:v", "4", "-f", "image2"]
    _run(source, target, recording, options, seconds, lambda part: None, before=["-ss", f"{moment:.2f}"])


_SOUND = ("-c:a", "aac", "-b:a", "96k", "-ac", "2", "-ar", "44100")


def _run(
    source: Path,
    target: Path,
    recording: Recording,
    options: Sequence[str],
    seconds: float,
    report: Report,
    before: Sequence[str] = (),
) -> None:
    """Run ffmpeg in our own process group, so that a killed worker takes it along; never leave it behind."""
    command = ["nice", "-n", "10", "ffmpeg", "-nostdin", "-y", "-v", "error", "-nostats", "-progress", "pipe:1"]
    command += ["-protocol_whitelist", "file", "-f", recording.container.demuxer, *before, "-i", f"file:{source}"]
    command += [*options, f"file:{target}"]
    late = threading.Event()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True)

        def stop() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(max(seconds, 0.01), stop)
        clock.start()
        try:
            for line in process.stdout or ():
                name, _equals, value = line.strip().partition("=")
                if name == "out_time_us" and value.isdigit() and recording.duration:
                    report(min(int(value) / 1_000_000 / recording.duration, 1.0))
            process.wait()
        finally:
            clock.cancel()
            if process.poll() is None:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()
    if late.is_set():
        raise BadRecording("time")
    if process.returncode or not target.exists() or target.stat().st_size == 0:
        raise BadRecording("broken")
