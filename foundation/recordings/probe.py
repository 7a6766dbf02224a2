"""What ffprobe says about a file, held against what a school takes."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.recordings.containers import Container, container_of
from foundation.recordings.faults import BadRecording

PROBE_SECONDS = 60
SMALLEST_SIDE = 16


@dataclass(frozen=True)
class Limits:
    """What is taken: ``seconds`` of length, ``side`` pixels of width and of height."""

    seconds: float
    side: int


@dataclass(frozen=True)
class Recording:
    """A checked file. Duration in seconds, 0 where it is not known; sides in pixels as shown, 0 for sound."""

    container: Container
    is_video: bool
    duration: float = 0
    width: int = 0
    height: int = 0
    has_sound: bool = True

    @property
    def suffix(self) -> str:
        """The suffix under which it is kept, whatever it was called."""
        return self.container.video_suffix if self.is_video else self.container.audio_suffix


def has_ffmpeg() -> bool:
    """Say whether this machine can look into files and convert them."""
    return bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))


def check_recording(path: Path, *, video: bool, limits: Limits) -> Recording:
    """Return what the file at ``path`` is; raises ``BadRecording`` unless it is what ``video`` says, and whole.

    Without ffprobe only kinds that browsers play as they are pass, and nothing is known of their length.
    """
    with path.open("rb") as file:
        container = container_of(file, path.stat().st_size)
    if not has_ffmpeg():
        if not container.plays:
            raise BadRecording("no_ffmpeg")
        return Recording(container, video)
    recording = read_recording(path, container)
    if video and not recording.is_video:
        raise BadRecording("no_video")
    if not video and recording.is_video:
        raise BadRecording("has_video")
    if not video and not recording.has_sound:
        raise BadRecording("no_audio")
    if recording.duration > limits.seconds:
        minutes = {"minutes": round(recording.duration / 60), "limit": round(limits.seconds / 60)}
        raise BadRecording("too_long", **minutes)
    sides = (recording.width, recording.height)
    if video and not all(SMALLEST_SIDE <= side <= limits.side for side in sides):
        raise BadRecording("dimensions", width=sides[0], height=sides[1], limit=limits.side)
    return recording


def read_recording(path: Path, container: Container) -> Recording:
    """Return what ffprobe says about ``path``; raises ``BadRecording`` where it cannot be read."""
    command = ["ffprobe", "-v", "error", "-protocol_whitelist", "file", "-f", container.demuxer]
    command += ["-print_format", "json", "-show_format", "-show_streams", f"file:{path}"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, check=False)
        found = json.loads(done.stdout or b"{}")
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise BadRecording("unreadable") from error
    streams = found.get("streams", [])
    if done.returncode or not streams:
        raise BadRecording("unreadable")
    pictures = [s for s in streams if s.get("codec_type") == "video" and not s["disposition"].get("attached_pic")]
    sounds = [s for s in streams if s.get("codec_type") == "audio"]
    if not pictures and not sounds:
        raise BadRecording("unreadable")
    duration = _seconds(found.get("format", {}).get("duration"))
    width, height = _sides(pictures[0]) if pictures else (0, 0)
    return Recording(container, bool(pictures), duration, width, height, bool(sounds))


def _sides(stream: dict[str, Any]) -> tuple[int, int]:
    """Return width and height as shown: phones store a film lying and say how to turn it."""
    sides = int(stream.get("width") or 0), int(stream.get("height") or 0)
    turns = [data.get("rotation") for data in stream.get("side_data_list", [])] + [stream.get("tags", {}).get("rotate")]
    turned = any(turn is not None and round(float(turn)) % 180 == 90 for turn in turns)
    return sides[::-1] if turned else sides


def _seconds(text: Any) -> float:
    try:
        return max(float(text), 0.0)
    except (TypeError, ValueError):
        return 0.0
