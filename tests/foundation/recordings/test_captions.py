import pytest

from foundation.recordings.captions import caption_fault

GOOD = "WEBVTT\n\n1\n00:00.000 --> 00:01.500\n你好\n\n00:00:01.500 --> 01:00:02.000 line:0\nAgain\n"


@pytest.mark.parametrize("text", [GOOD, "\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), "WEBVTT - title" + GOOD[6:]])
def test_good_captions_pass(text):
    assert caption_fault(text.encode()) is None


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "WEBVTT"),
        (b"1\n00:00:00,000 --> 00:00:01,000\nHello\n", "WEBVTT"),
        (b"<html></html>", "WEBVTT"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n你好".encode("gb18030"), "UTF-8"),
        (b"WEBVTT\n\n00:00:00,000 --> 00:00:01,000\nHello\n", "3"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nHello\n", "3"),
        (b"WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB\n", "6"),
        (b"WEBVTT\n\nwords alone\n", ""),
    ],
)
def test_bad_captions_are_refused_with_the_line(data, part):
    fault = caption_fault(data)
    assert fault is not None
    assert part in fault
