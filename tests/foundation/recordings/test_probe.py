import pytest

from foundation.recordings import BadRecording
from foundation.recordings.faults import FAULTS
from foundation.recordings.probe import Limits, check_recording
from tests.factories.recordings import make_film, make_sound

pytestmark = pytest.mark.ffmpeg
LIMITS = Limits(seconds=60, side=2000)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP_END = b"PK\x05\x06" + b"\0" * 18


def fault_of(tmp_path, data, *, video=True, limits=LIMITS):
    path = tmp_path / "film.mp4"
    path.write_bytes(data)
    with pytest.raises(BadRecording) as caught:
        check_recording(path, video=video, limits=limits)
    assert caught.value.message
    return caught.value.code


@pytest.mark.parametrize(("made", "suffix"), [("mp4", ".mp4"), ("webm", ".webm"), ("mov", ".mp4"), ("mkv", ".mkv")])
def test_film_is_known_by_its_bytes(tmp_path, made, suffix):
    path = tmp_path / "anything.html"
    path.write_bytes(make_film(suffix=made))
    found = check_recording(path, video=True, limits=LIMITS)
    assert (found.width, found.height, round(found.duration), found.suffix) == (320, 240, 2, suffix)


@pytest.mark.parametrize("suffix", ["mp3", "wav", "ogg", "flac", "m4a", "aac"])
def test_sound_is_known_by_its_bytes(tmp_path, suffix):
    path = tmp_path / "anything"
    path.write_bytes(make_sound(suffix=suffix))
    found = check_recording(path, video=False, limits=LIMITS)
    assert (found.is_video, found.suffix) == (False, f".{suffix}")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><title>x</title>", "web_page"),
        (SVG, "web_page"),
        (b"MZ" + b"\0" * 500, "unknown"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 12 + b"\0\0\0\x10moov" + b"\0" * 8, "unreadable"),
    ],
)
def test_what_is_no_film_is_named(tmp_path, data, code):
    assert fault_of(tmp_path, data) == code


@pytest.mark.parametrize("film", [{}, {"faststart": False}, {"suffix": "webm"}])
@pytest.mark.parametrize("part", [0.5, 0.97])
def test_truncated_film_is_refused(tmp_path, film, part):
    data = make_film(**film)
    assert fault_of(tmp_path, data[: int(len(data) * part)]) == "truncated"


def test_polyglots_are_refused(tmp_path):
    film = make_film()
    page = b"<html><script>alert(1)</script></html>"
    box = (len(page) + 8).to_bytes(4, "big") + b"free" + page
    assert fault_of(tmp_path, film + box) == "web_page"
    behind = (len(ZIP_END) + 8).to_bytes(4, "big") + b"free" + ZIP_END
    assert fault_of(tmp_path, film + behind) == "archive"


def test_film_and_sound_are_told_apart(tmp_path):
    assert fault_of(tmp_path, make_sound(suffix="m4a")) == "no_video"
    assert fault_of(tmp_path, make_film(), video=False) == "has_video"


def test_limits_are_kept(tmp_path):
    assert fault_of(tmp_path, make_film(), limits=Limits(seconds=1, side=2000)) == "too_long"
    assert fault_of(tmp_path, make_film(), limits=Limits(seconds=60, side=300)) == "dimensions"


def test_without_ffmpeg_only_what_browsers_play_passes(tmp_path, monkeypatch):
    film, other = make_film(), make_film(suffix="mkv")
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "film"
    path.write_bytes(film)
    assert check_recording(path, video=True, limits=LIMITS).suffix == ".mp4"
    assert fault_of(tmp_path, other) == "no_ffmpeg"
    assert "apt-get install ffmpeg" in str(FAULTS["no_ffmpeg"])
