"""Asking other servers, against a real one on this machine."""

import gzip
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from schoolhouse.http import Unreachable, ask


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow":
            time.sleep(1.5)
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "file:///etc/passwd")
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if self.path == "/packed":
            self.wfile.write(gzip.compress(b"x" * 5000))
            return
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked may have gone
            for _drop in range(100 if self.path == "/drops" else 0):
                self.wfile.write(b"x")
                time.sleep(0.05)
            self.wfile.write(b"x" * (5000 if self.path == "/long" else 5))

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_answer_is_given_whole(server):
    answer = ask("GET", f"{server}/")
    assert (answer.status, answer.content) == (200, b"xxxxx")


def test_redirect_is_not_followed(server):
    assert ask("GET", f"{server}/away").status == 302


@pytest.mark.parametrize("path", ["/slow", "/long", "/drops"])
def test_server_that_takes_too_long_or_says_too_much_is_unreachable(server, path):
    began = time.monotonic()
    with pytest.raises(Unreachable):
        ask("GET", server + path, seconds=0.5, whole_seconds=0.8, most_bytes=1000)
    assert time.monotonic() - began < 4


def test_answer_in_pieces_or_packed_is_given_whole(server):
    assert ask("GET", f"{server}/packed").content == b"x" * 5000


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://x", "http://127.0.0.1:1/", "nonsense"])
def test_what_is_no_server_is_unreachable(url):
    with pytest.raises(Unreachable):
        ask("GET", url)
