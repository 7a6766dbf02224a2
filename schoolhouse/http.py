"""How plugins ask other servers: never without an end, never more than fits."""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 3.0, 10.0, 30.0
MOST_BYTES = 2 * 1024 * 1024


class Unreachable(Exception):
    """The other server gave no answer in time, one that is too long, or none that can be used."""


@dataclass(frozen=True)
class Answer:
    """What the other server said."""

    status: int
    content: bytes
    headers: dict[str, str]


def ask(
    method: str,
    url: str,
    *,
    seconds: float = READ_SECONDS,
    whole_seconds: float = WHOLE_SECONDS,
    most_bytes: int = MOST_BYTES,
    **options: Any,
) -> Answer:
    """Send a request and return the whole answer, whatever its status.

    ``seconds`` is how long the other server may be silent, ``whole_seconds`` how long it may take to say everything,
    ``most_bytes`` how long the answer may be, ``options`` are those of ``requests.request`` (``json=``, ``headers=``,
    ``params=``). Only http and https, and no redirects unless asked for. Raises ``Unreachable``.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise Unreachable(f"Not an http address: {url}")
    end = time.monotonic() + whole_seconds
    options = {"allow_redirects": False, **options, "timeout": (min(CONNECT_SECONDS, seconds), seconds), "stream": True}
    try:
        with requests.request(method, url, **options) as response:
            content = b""
            while chunk := response.raw.read1(64 * 1024, decode_content=True):  # whatever has come by now
                content += chunk
                if time.monotonic() > end:
                    raise Unreachable(f"{url} did not say everything within {whole_seconds:g} seconds.")
                if len(content) > most_bytes:
                    raise Unreachable(f"{url} answered more than {most_bytes} bytes.")
            return Answer(response.status_code, content, dict(response.headers))
    except (requests.RequestException, HTTPError, OSError) as error:
        raise Unreachable(f"{url}: {error}") from error
