from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from django.http import Http404
from django.test import RequestFactory

from foundation.files.serve import FilePart, range_response

BODY = bytes(range(256)) * 4
MODIFIED = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def stored():
    storage = InMemoryStorage()
    return SimpleNamespace(storage=storage, name=storage.save("ab/cd/file.bin", ContentFile(BODY)))


def ask(stored, method="get", headers=None, **options):
    request = getattr(RequestFactory(), method)("/files/x", headers=headers or {})
    given = {
        "filename": "lesson.mp4",
        "content_type": "video/mp4",
        "size": len(BODY),
        "etag": "abc",
        "last_modified": MODIFIED,
        "inline": True,
    }
    return range_response(request, stored, **{**given, **options})


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_whole_file_is_streamed_with_its_headers(stored):
    response = ask(stored)
    assert (response.status_code, body(response)) == (200, BODY)
    assert response["Content-Length"] == "1024"
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == '"abc"'
    assert response["Last-Modified"] == "Tue, 01 Sep 2026 08:00:00 GMT"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Disposition"] == 'inline; filename="lesson.mp4"'


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=1000-", 1000, 1023),
        ("bytes=1000-999999", 1000, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-5000", 0, 1023),
    ],
)
def test_range_answers_206_with_exactly_these_bytes(stored, header, start, end):
    response = ask(stored, headers={"Range": header})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end}/1024"
    assert response["Content-Length"] == str(end - start + 1)
    assert body(response) == BODY[start : end + 1]


@pytest.mark.parametrize("header", ["bytes=1024-", "bytes=9999-10000", "bytes=-0"])
def test_range_outside_the_file_answers_416(stored, header):
    response = ask(stored, headers={"Range": header})
    assert (response.status_code, response["Content-Range"], body(response)) == (416, "bytes */1024", b"")


def test_any_range_of_an_empty_file_answers_416(stored):
    assert ask(stored, headers={"Range": "bytes=0-"}, size=0).status_code == 416


@pytest.mark.parametrize(
    "header",
    ["bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=5-2", "bytes=a-b", "nonsense", "bytes=" + "9" * 400 + "-"],
)
def test_several_or_malformed_ranges_answer_the_whole_file(stored, header):
    response = ask(stored, headers={"Range": header})
    assert (response.status_code, body(response)) == (200, BODY)


@pytest.mark.parametrize(
    ("if_range", "status"),
    [
        ('"abc"', 206),
        ('"other"', 200),
        ('W/"abc"', 200),
        ("Tue, 01 Sep 2026 08:00:00 GMT", 206),
        ("Tue, 01 Sep 2026 08:00:01 GMT", 200),
        ("yesterday", 200),
    ],
)
def test_if_range_gives_the_part_only_of_the_same_version(stored, if_range, status):
    assert ask(stored, headers={"Range": "bytes=0-9", "If-Range": if_range}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": '"abc"'}, 304),
        ({"If-None-Match": 'W/"abc"'}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-Modified-Since": "Tue, 01 Sep 2026 08:00:00 GMT"}, 304),
        ({"If-Modified-Since": "Mon, 31 Aug 2026 08:00:00 GMT"}, 200),
        ({"If-Match": '"other"'}, 412),
        ({"If-None-Match": '"abc"', "Range": "bytes=0-1"}, 304),
    ],
)
def test_conditions_are_answered_before_any_byte_is_read(stored, headers, status):
    response = ask(stored, headers=headers)
    assert response.status_code == status
    if status == 304:
        assert (body(response), response["ETag"]) == (b"", '"abc"')


def test_head_gives_the_headers_alone_and_ignores_a_range(stored):
    response = ask(stored, "head", headers={"Range": "bytes=0-1"})
    assert (response.status_code, response["Content-Length"], body(response)) == (200, "1024", b"")


def test_post_is_refused(stored):
    assert ask(stored, "post").status_code == 405


def test_chinese_name_is_sent_in_utf8_and_cleaned(stored):
    response = ask(stored, filename='学员\r\n名册/".pdf', inline=False)
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E5%AD%A6%E5%91%98%E5%90%8D%E5%86%8C.pdf"


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml; charset=utf-8"])
def test_types_that_can_run_a_script_are_never_inline(stored, kind):
    assert ask(stored, content_type=kind)["Content-Disposition"].startswith("attachment")


def test_missing_file_answers_404(stored):
    with pytest.raises(Http404):
        ask(SimpleNamespace(storage=stored.storage, name="gone.bin"))


def test_max_age_stays_private(stored):
    assert ask(stored, max_age=600)["Cache-Control"] == "private, max-age=600"


def test_web_server_sends_the_bytes_when_it_is_set_up(settings, tmp_path):
    settings.FILES_ACCEL_REDIRECT = "/protected/"
    storage = FileSystemStorage(tmp_path)
    response = ask(SimpleNamespace(storage=storage, name=storage.save("ab/课.bin", ContentFile(BODY))))
    assert (response["X-Accel-Redirect"], body(response)) == ("/protected/ab/%E8%AF%BE.bin", b"")
    assert response["Content-Type"] == "video/mp4"


def test_object_store_is_asked_through_a_short_signed_address():
    class Store:
        querystring_auth = True

        def url(self, name, parameters, expire):
            return f"https://store.example/{name}?{parameters['ResponseContentDisposition']}&expire={expire}"

    response = ask(SimpleNamespace(storage=Store(), name="ab/x"))
    assert response.status_code == 302
    assert response["Location"].endswith("expire=60")
    assert response["Cache-Control"] == "private, no-store"


def test_large_file_is_read_in_pieces_and_closed():
    class Endless:
        reads = []
        closed = False

        def seek(self, start):
            self.start = start

        def read(self, count):
            self.reads.append(count)
            return b"x" * count

        def close(self):
            self.closed = True

    file = Endless()
    part = FilePart(file, 7, 3 * 1024 * 1024)
    assert sum(len(chunk) for chunk in part) == 3 * 1024 * 1024
    part.close()
    assert (file.start, max(file.reads), file.closed) == (7, 64 * 1024, True)
