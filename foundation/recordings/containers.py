"""What a file is by its first bytes, and whether its own structure says that all of it is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from foundation.recordings.faults import BadRecording

EDGE = 64 * 1024
MOST_BOXES = 100_000
_PAGES = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?php", b"<?xml")


@dataclass(frozen=True)
class Container:
    """A kind of file: ffmpeg's name of it, the suffixes it is kept under, and whether browsers play it as it is."""

    demuxer: str
    video_suffix: str
    audio_suffix: str
    plays: bool


MP4 = Container("mov", ".mp4", ".m4a", True)
WEBM = Container("matroska", ".webm", ".webm", True)
MKV = Container("matroska", ".mkv", ".mka", False)
OGG = Container("ogg", ".ogv", ".ogg", True)
WAV = Container("wav", ".wav", ".wav", True)
MP3 = Container("mp3", ".mp3", ".mp3", True)
AAC = Container("aac", ".aac", ".aac", True)
FLAC = Container("flac", ".flac", ".flac", True)
AVI = Container("avi", ".avi", ".avi", False)
AIFF = Container("aiff", ".aiff", ".aiff", False)
FLV = Container("flv", ".flv", ".flv", False)
MPEG = Container("mpeg", ".mpg", ".mpg", False)
MPEGTS = Container("mpegts", ".mpeg", ".mpeg", False)
ASF = Container("asf", ".wmv", ".wma", False)
AMR = Container("amr", ".amr", ".amr", False)


def container_of(file: IO[bytes] | Any, size: int) -> Container:
    """Return what ``file`` (``size`` bytes) is.

    Raises ``BadRecording`` where it is empty, no sound or film, broken off by its own account, or two things at once.
    """
    if size == 0:
        raise BadRecording("empty")
    file.seek(0)
    head = file.read(EDGE)
    container = _by_signature(head)
    if container is None:
        start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        raise BadRecording("web_page" if start.startswith(_PAGES) else "unknown")
    file.seek(max(size - EDGE, 0))
    _refuse_stowaways(head[:4096], file.read(EDGE))
    _refuse_broken_off(container, file, head, size)
    file.seek(0)
    return container


def _by_signature(head: bytes) -> Container | None:
    if head[4:8] in (b"ftyp", b"moov", b"wide", b"mdat"):
        return MP4
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return WEBM if b"webm" in head[:64] else MKV
    if head[:4] == b"RIFF":
        return {b"AVI ": AVI, b"WAVE": WAV}.get(head[8:12])
    for start, container in (
        (b"OggS", OGG),
        (b"fLaC", FLAC),
        (b"ID3", MP3),
        (b"FLV\x01", FLV),
        (b"\x00\x00\x01\xba", MPEG),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", ASF),
        (b"#!AMR", AMR),
    ):
        if head.startswith(start):
            return container
    return _by_frames(head)


def _by_frames(head: bytes) -> Container | None:
    """Know those that have no header, by the beginning of their frames."""
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return AIFF
    if len(head) > 1 and head[0] == 0xFF:
        if head[1] & 0xF6 == 0xF0:
            return AAC
        if head[1] & 0xE0 == 0xE0 and head[1] & 0x06:
            return MP3
    return MPEGTS if len(head) > 376 and {head[0], head[188], head[376]} == {0x47} else None


def _refuse_stowaways(head: bytes, tail: bytes) -> None:
    """Refuse a recording that is a web page or an archive as well."""
    for part in (head, tail[-4096:]):
        text = part.lower()
        if any(mark in text for mark in _PAGES[:-1]):
            raise BadRecording("web_page")
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) - at >= 22:
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        if len(tail) - at - 22 == comment:
            raise BadRecording("archive")


def _refuse_broken_off(container: Container, file: Any, head: bytes, size: int) -> None:
    if container is MP4:
        kinds = set(_boxes(file, size))
        if not {b"moov", b"moof"} & kinds:
            raise BadRecording("truncated")
    elif container.demuxer in ("wav", "avi"):
        length = int.from_bytes(head[4:8], "little")
        if length not in (0, 0xFFFFFFFF) and length + 8 > size:
            raise BadRecording("truncated")
    elif container.demuxer == "matroska" and (end := _segment_end(head)) and end > size:
        raise BadRecording("truncated")


def _boxes(file: Any, size: int) -> Iterator[bytes]:
    """Yield the kinds of the boxes of an MP4; raises ``BadRecording`` where one is longer than the file."""
    at = 0
    for _count in range(MOST_BOXES):
        if at >= size:
            return
        file.seek(at)
        header = file.read(16)
        length, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        if length == 0:
            length = size - at
        if len(header) < 8 or length < 8:
            raise BadRecording("unreadable")
        if at + length > size:
            raise BadRecording("truncated")
        yield kind
        at += length
    raise BadRecording("unreadable")


def _segment_end(head: bytes) -> int | None:
    """Return where the segment of a Matroska file ends by its own account, if it says so."""
    length, width = _number(head, 4)
    at = 4 + width + (length or 0)
    if head[at : at + 4] != b"\x18\x53\x80\x67":
        return None
    length, width = _number(head, at + 4)
    return None if length is None else at + 4 + width + length


def _number(data: bytes, at: int) -> tuple[int | None, int]:
    """Read one of EBML's numbers: its value (``None``: not known) and its width in bytes."""
    first = data[at] if at < len(data) else 0
    width = 9 - first.bit_length()
    if width > 8:
        return None, 1
    value = int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1)
    return (None if value == (1 << 7 * width) - 1 else value), width
