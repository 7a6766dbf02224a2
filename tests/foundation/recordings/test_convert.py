import pytest

from foundation.recordings import BadRecording
from foundation.recordings.containers import MP4, container_of
from foundation.recordings.convert import heights_for, make_film, make_poster
from foundation.recordings.probe import Recording, read_recording
from tests.factories.recordings import make_film as film

pytestmark = pytest.mark.ffmpeg


@pytest.mark.parametrize(
    ("width", "height", "made"),
    [(320, 240, [480]), (854, 480, [480]), (1280, 720, [480, 720]), (1080, 1920, [480, 720]), (3840, 2160, [480, 720])],
)
def test_sizes_are_never_more_than_there_is(width, height, made):
    assert heights_for(Recording(MP4, True, 1, width, height)) == made


@pytest.mark.parametrize(
    ("size", "height", "sides"),
    [("321x241", 480, (320, 240)), ("1280x720", 480, (854, 480)), ("720x1280", 480, (480, 854))],
)
def test_film_is_converted_for_quick_start(tmp_path, size, height, sides):
    source, target = tmp_path / "source", tmp_path / "target.mp4"
    source.write_bytes(film(size=size, suffix="mkv") if "321" not in size else film(size=size, suffix="webm"))
    with source.open("rb") as file:
        recording = read_recording(source, container_of(file, source.stat().st_size))
    told = []
    make_film(source, target, recording, height, seconds=60, report=told.append)
    data = target.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    found = read_recording(target, MP4)
    assert (found.width, found.height) == sides
    assert told[-1] == pytest.approx(1, abs=0.1)


def test_conversion_is_stopped_when_it_takes_too_long(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target.mp4"
    source.write_bytes(film())
    with pytest.raises(BadRecording) as caught:
        make_film(source, target, read_recording(source, MP4), 480, seconds=0.01, report=lambda part: None)
    assert caught.value.code == "time"


def test_poster_is_a_jpeg(tmp_path):
    source, target = tmp_path / "source", tmp_path / "poster.jpg"
    source.write_bytes(film())
    make_poster(source, target, read_recording(source, MP4), seconds=20)
    assert target.read_bytes()[:2] == b"\xff\xd8"
