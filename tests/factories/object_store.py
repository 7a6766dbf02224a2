"""A small S3 object store on this machine, for tests: it keeps objects in memory and checks every signature.

Each request must carry a valid signature of version 4, in its headers or, for a signed address, in its query; a signed
address must not be older than it says. Anything else is answered 403, as a real store does.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY, SECRET, REGION, BUCKET = "test-key", "test/secret+1", "test-1", "school"


class ObjectStore(ThreadingHTTPServer):
    """The store; ``objects`` holds body and content type by key, ``asked`` what was asked of it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.objects: dict[str, tuple[bytes, str]] = {}
        self.asked: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        """What ``MEDIA_URL_S3`` names it by."""
        return f"s3+http://{KEY}:{SECRET.replace('/', '%2F')}@127.0.0.1:{self.server_port}/{BUCKET}?region={REGION}"


class Answer(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    server: ObjectStore

    def do_PUT(self) -> None:
        """Keep an object."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if key := self._admitted("PUT"):
            self.server.objects[key] = (body, self.headers.get("Content-Type", ""))
            self._send(200)

    def do_GET(self) -> None:
        """Give an object, or the part of it that is asked for."""
        if key := self._admitted("GET"):
            self._give(key, with_body=True)

    def do_HEAD(self) -> None:
        """Say how long an object is."""
        if key := self._admitted("HEAD"):
            self._give(key, with_body=False)

    def do_DELETE(self) -> None:
        """Forget an object."""
        if key := self._admitted("DELETE"):
            self.server.objects.pop(key, None)
            self._send(204)

    def _give(self, key: str, *, with_body: bool) -> None:
        if key not in self.server.objects:
            self._send(404)
            return
        body, kind = self.server.objects[key]
        asked = dict(parse_qsl(urlsplit(self.path).query))
        headers = {"Content-Type": asked.get("response-content-type", kind), "ETag": '"x"'}
        if disposition := asked.get("response-content-disposition"):
            headers["Content-Disposition"] = disposition
        if part := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(part[1]), min(int(part[2] or len(body)), len(body) - 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
            self._send(206, headers, body[first : last + 1], with_body)
        else:
            self._send(200, headers, body, with_body)

    def _admitted(self, method: str) -> str:
        """Return the key that is asked for, once the signature was checked; else answer 403."""
        path = urlsplit(self.path)
        self.server.asked.append((method, path.path))
        bucket, _slash, key = unquote(path.path).strip("/").partition("/")
        query = dict(parse_qsl(path.query))
        ours = self._by_query(query) if "X-Amz-Signature" in query else self._by_headers()
        theirs = query.get("X-Amz-Signature") or self.headers.get("Authorization", "").rpartition("Signature=")[2]
        if bucket == BUCKET and theirs and ours == theirs:
            return key
        self._send(403)
        return ""

    def _by_headers(self) -> str:
        found = re.search(r"SignedHeaders=([^,]+)", self.headers.get("Authorization", ""))
        if found is None:
            return ""
        signed = {name: self.headers[name] for name in found[1].split(";") if name in self.headers}
        request = AWSRequest(self.command, f"http://{self.headers['Host']}{self.path}", headers=signed)
        request.context["timestamp"] = self.headers["X-Amz-Date"]
        auth = S3SigV4Auth(Credentials(KEY, SECRET), "s3", REGION)
        payload = self.headers["X-Amz-Content-SHA256"]
        auth.payload = lambda _request: payload  # type: ignore[method-assign]
        return _sign(auth, request)

    def _by_query(self, query: dict[str, str]) -> str:
        signed_at = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if datetime.now(UTC) > signed_at + timedelta(seconds=int(query["X-Amz-Expires"])):
            return ""
        address = re.sub(r"&X-Amz-Signature=[0-9a-f]+", "", self.path)
        request = AWSRequest(self.command, f"http://{self.headers['Host']}{address}", {"host": self.headers["Host"]})
        request.context["timestamp"] = query["X-Amz-Date"]
        return _sign(S3SigV4QueryAuth(Credentials(KEY, SECRET), "s3", REGION), request)

    def _send(
        self, status: int, headers: dict[str, str] | None = None, body: bytes = b"", with_body: bool = True
    ) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


def _sign(auth: Any, request: AWSRequest) -> str:
    return auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)


@contextmanager
def running_object_store() -> Iterator[ObjectStore]:
    """Run a store on a free port."""
    store = ObjectStore()
    thread = threading.Thread(target=store.serve_forever, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        store.shutdown()
        store.server_close()
        thread.join()
