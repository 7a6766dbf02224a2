"""Pages are compressed for browsers that ask for it, and nothing else is."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from config.compression import CompressedPagesMiddleware, compressed

PAGE = "<p>急救课程</p>" * 200


def answer(response, accepts="gzip, deflate, br"):
    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    return CompressedPagesMiddleware(lambda _: response)(request)


def test_page_is_compressed_for_a_browser(client, db):
    plain = client.get("/nowhere/")
    packed = client.get("/nowhere/", headers={"accept-encoding": "gzip, deflate, br"})

    assert gzip.decompress(packed.content).decode().count("<main") == plain.content.decode().count("<main") == 1
    assert len(packed.content) < len(plain.content) / 2
    assert packed["Content-Length"] == str(len(packed.content))
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize("accepts", ["", "br", "gzip;q=0", "gzip; q=0.0, br", "notgzip"])
def test_page_stays_as_it_is_for_whom_does_not_ask(accepts):
    response = answer(HttpResponse(PAGE), accepts)
    assert (response.content.decode(), response.has_header("Content-Encoding")) == (PAGE, False)


@pytest.mark.parametrize("accepts", ["gzip", "br, gzip;q=0.5", "GZIP ;q=1.0, *"])
def test_page_is_compressed_for_whom_asks(accepts):
    response = answer(HttpResponse(PAGE, headers={"ETag": '"1"'}), accepts)

    assert gzip.decompress(response.content).decode() == PAGE
    assert (response["Content-Encoding"], response["ETag"]) == ("gzip", 'W/"1"')


@pytest.mark.parametrize(
    "response",
    [
        lambda: HttpResponse("short"),
        lambda: HttpResponse(PAGE, content_type="application/pdf"),
        lambda: HttpResponse(PAGE, headers={"Content-Encoding": "br"}),
        lambda: FileResponse([PAGE.encode()], content_type="text/html"),
    ],
)
def test_what_compressing_would_not_help_or_would_break_stays(response):
    stock = response().get("Content-Encoding", "")
    assert answer(response()).get("Content-Encoding", "") == stock


def test_length_does_not_tell_what_was_guessed():
    assert len({len(compressed(PAGE.encode())) for _ in range(40)}) > 5
